import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync
} from "node:fs"
import { dirname, join, relative } from "node:path"
import { realName } from "../SafeDirs.ts"
import { problem } from "./ResourceProblem.ts"

const isBelow = (path: string, dir: string): boolean => path === dir || path.startsWith(`${dir}/`)

/** The real path of what a link stands for, unless it leads nowhere. */
const realOf = (path: string): string | undefined => {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

interface Copying {
  /** Where the copy will stand in the end, which is what links in it count from. Real. */
  readonly place: string
  /** Real directories that may not be copied, as the copy would be in itself: those on the way here, and the one it is made in. */
  readonly above: ReadonlyArray<string>
}

const copyDir = (from: string, to: string, { above, place }: Copying): void => {
  const { mode } = statSync(from)
  mkdirSync(to)
  const real = realpathSync(from)
  for (const name of readdirSync(from))
    copyEntry(join(from, name), join(to, name), { above: [...above, real], place: join(place, name) })
  // The run's owner has to be able to move and delete it.
  chmodSync(to, (mode & 0o7777) | 0o700)
}

const copyEntry = (from: string, to: string, copying: Copying): void => {
  const real = lstatSync(from).isSymbolicLink() ? realOf(from) : from
  if (real === undefined || (real !== from && copying.above.some((dir) => isBelow(dir, real)))) {
    symlinkSync(relative(dirname(copying.place), from), to)
    return
  }
  const stat = statSync(real)
  if (stat.isDirectory()) copyDir(real, to, copying)
  // Of a pipe, a socket or a device there is nothing to copy.
  else if (stat.isFile()) copyFileSync(real, to, constants.COPYFILE_FICLONE)
  else symlinkSync(relative(dirname(copying.place), real), to)
}

/**
 * Copies a file, or a directory with all that is in it, where what links lead to stands in their place. A link that leads nowhere, or
 * back to what it is in, becomes one to where it was, and so does what is no file. Throws what the disk says, and a ResourceProblem
 * where a directory has the place of its copy in it.
 *
 * @param to a name that is free
 * @param place where it will be moved to when it is complete: absolute
 */
export const copyTree = (from: string, to: string, place: string): void => {
  const within = realpathSync(dirname(to))
  const named = realName(from)
  if (isBelow(within, named)) throw problem(`${from} has the run in it and cannot be copied into it`)
  copyEntry(named, to, { above: [within], place: realName(place) })
}
