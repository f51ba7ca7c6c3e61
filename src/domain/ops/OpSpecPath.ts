/** Paths as plain text, `/`-separated: what op specs and modules need of them, without a file system. */

/** A path with `.`, `..` and doubled slashes worked out; an absolute path stays absolute, an empty one is `.`. */
export const normalizePath = (path: string): string => {
  const absolute = path.startsWith("/")
  const parts: Array<string> = []
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue
    if (part !== "..") parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop()
    else if (!absolute) parts.push(part)
  }
  const joined = parts.join("/")
  return absolute ? `/${joined}` : joined === "" ? "." : joined
}

/** `path` as seen from the directory `dir`. */
export const resolvePath = (dir: string, path: string): string =>
  normalizePath(path.startsWith("/") ? path : `${dir}/${path}`)

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** The directory of an absolute path. */
export const dirName = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf("/")))
