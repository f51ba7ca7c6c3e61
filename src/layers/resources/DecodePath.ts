/** A part of a URL as it is meant. */
export const decodePath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    // A percent sign that encodes nothing is part of the name.
    return path
  }
}
