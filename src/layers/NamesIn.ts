import { readdirSync } from "node:fs"

/** The names in a directory; none where it cannot be read, or is not there. */
export const namesIn = (dir: string): ReadonlyArray<string> => {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
