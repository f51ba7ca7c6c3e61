import type { Dirent } from "node:fs"
import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs"
import { join } from "node:path"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import { looksLikeText, TEXT_SAMPLE_SIZE, textByName } from "../domain/source/TextFile.ts"

const sample = new Uint8Array(TEXT_SAMPLE_SIZE)

/** Whether a regular file is text, by its name or by its first bytes. Throws where it cannot be read. */
export const isTextFile = (path: string): boolean => {
  const named = textByName(path)
  if (named !== undefined) return named
  const fd = openSync(path, "r")
  try {
    return looksLikeText(sample.subarray(0, readSync(fd, sample, 0, sample.length, 0)))
  } finally {
    closeSync(fd)
  }
}

/** What a scan finds, told as it goes. All paths are `/`-separated and relative to the root. */
export interface ScanVisitor {
  /** Whether to look into a directory; `holds` tells whether a path below it exists. */
  readonly entersDir: (path: string, holds: (path: string) => boolean) => boolean
  /** A regular file, or a link to one. */
  readonly file: (path: string, absolute: string) => void
  /** Neither file nor directory: a pipe, a socket, a device. */
  readonly special: (path: string) => void
  /** Something that cannot be looked at: a broken link, a file or a directory that may not be read. */
  readonly unreadable: (path: string, reason: string) => void
}

interface Place {
  readonly relative: string
  readonly absolute: string
  /** The directory without links in its path; known once a link was followed on the way. */
  readonly real: string
  /** Real directories on the way from the root, where a link is among them. */
  readonly above: ReadonlySet<string>
}

/** What the system says against a path; anything else is a defect of ours and goes on its way. */
const systemReason = (cause: unknown): string => {
  if (cause instanceof Error && "syscall" in cause) return cause.message
  throw cause
}

type Kind = "file" | "dir" | "special"

const kindOf = (entry: Dirent, absolute: string): Kind => {
  const what = entry.isSymbolicLink() ? statSync(absolute) : entry
  return what.isFile() ? "file" : what.isDirectory() ? "dir" : "special"
}

const contains = (dir: string, path: string): boolean =>
  path === dir || path.startsWith(dir.endsWith("/") ? dir : `${dir}/`)

/**
 * Walks the tree below `root`: the files of a directory by name, then its directories by name. Links to directories are
 * followed, but never into a directory that the link itself stands in, so that the walk ends. Throws where the root cannot be
 * listed.
 */
export const scan = (root: string, visitor: ScanVisitor): void => {
  const enter = (entry: Dirent, place: Place): void => {
    const { relative, absolute } = place
    if (!visitor.entersDir(relative, (path) => existsSync(join(absolute, path)))) return
    const real = entry.isSymbolicLink() ? realpathSync(absolute) : place.real
    if (entry.isSymbolicLink() && contains(real, realpathSync(join(absolute, "..")))) return
    if (place.above.has(real)) return
    walk({ ...place, real, above: new Set([...place.above, real]) })
  }

  const walk = (place: Place, names = readdirSync(place.absolute, { withFileTypes: true })): void => {
    const dirs: Array<readonly [Dirent, Place]> = []
    for (const entry of names.sort((a, b) => byCodePoint(a.name, b.name))) {
      const relative = place.relative === "" ? entry.name : `${place.relative}/${entry.name}`
      const absolute = `${place.absolute}/${entry.name}`
      try {
        const kind = kindOf(entry, absolute)
        if (kind === "file") visitor.file(relative, absolute)
        else if (kind === "special") visitor.special(relative)
        else dirs.push([entry, { relative, absolute, real: `${place.real}/${entry.name}`, above: place.above }])
      } catch (cause) {
        visitor.unreadable(relative, systemReason(cause))
      }
    }
    for (const [entry, next] of dirs) {
      try {
        enter(entry, next)
      } catch (cause) {
        visitor.unreadable(next.relative, systemReason(cause))
      }
    }
  }

  const real = realpathSync(root)
  walk({ relative: "", absolute: root.replace(/\/+$/, "") || "/", real, above: new Set([real]) })
}
