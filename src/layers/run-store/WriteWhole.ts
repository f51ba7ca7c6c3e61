import { lstatSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { makeDirs } from "../SafeDirs.ts"
import { tempSuffix } from "./TempName.ts"

const tempName = (dir: string): string => `${dir}/.tmp-${tempSuffix()}`

/**
 * Writes a file so that a reader, or the next start after a kill, finds the old content or the new, never a part. The
 * unfinished file lies in `tempDir`, which has to be on the file system of `path`. Throws what the disk says.
 */
export const writeWhole = (path: string, content: string, tempDir: string): void => {
  const temp = tempName(tempDir)
  const attempt = () => {
    writeFileSync(temp, content, { mode: 0o644 })
    renameSync(temp, path)
  }
  try {
    attempt()
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) {
      rmSync(temp, { force: true })
      throw cause
    }
    makeDirs(dirname(path))
    makeDirs(tempDir)
    attempt()
  }
}

/**
 * Makes a symbolic link at `path`, in place of a link that is there already; anything else that is there stays and is an
 * error. Throws what the disk says.
 */
export const linkWhole = (path: string, target: string, tempDir: string): void => {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === false) throw new Error("the name is taken")
  makeDirs(tempDir)
  const temp = tempName(tempDir)
  symlinkSync(target, temp)
  renameSync(temp, path)
}
