import { closeSync, copyFileSync, lstatSync, openSync, readlinkSync, rmSync, symlinkSync } from "node:fs"
import { dirname, join, posix, relative } from "node:path"
import { ensureDirBelow, PathInTheWay, staysBelow } from "../SafeDirs.ts"
import { problem } from "./ResourceProblem.ts"

/** A directory that an archive is unpacked to; nothing in the archive gets out of it. */
export class UnpackTree {
  private readonly dir: string
  private readonly most: number
  private size = 0
  private readonly made = new Set<string>()

  /** @param most bytes that all files together may have */
  constructor(dir: string, most: number = Number.MAX_SAFE_INTEGER) {
    this.dir = dir
    this.most = most
  }

  /** Says that so many bytes are about to be written. Fails where that is more than an archive may hold. */
  grow(bytes: number): void {
    this.size += bytes
    if (this.size > this.most)
      throw problem("the archive holds far more than its size lets expect; use 'unpack: no' and unpack it yourself")
  }

  /** The path of an entry as it may be written, or `undefined` for the top directory itself. */
  private pathOf(name: string): string | undefined {
    const path = posix.normalize(name).replace(/\/+$/, "")
    if (path === "." || path === "") return undefined
    if (!staysBelow(path) || path.includes("\0"))
      throw problem(`the archive has an entry outside of itself: ${JSON.stringify(name)}`)
    return path
  }

  /** Makes a directory for entries. Fails where an earlier entry has its name and is none. */
  private makeDir(path: string, name: string): void {
    try {
      ensureDirBelow(this.dir, path, this.made)
    } catch (cause) {
      if (!(cause instanceof PathInTheWay)) throw cause
      const other = relative(this.dir, cause.path)
      throw problem(
        `the archive has ${JSON.stringify(name)} where another entry is in the way: ${JSON.stringify(other)} is no directory`
      )
    }
  }

  /** Makes way for an entry: its directory is there, and nothing of its name. A later entry replaces an earlier one. */
  private prepare(name: string): string | undefined {
    const path = this.pathOf(name)
    if (path === undefined) return undefined
    this.makeDir(dirname(path), name)
    const target = join(this.dir, path)
    const there = lstatSync(target, { throwIfNoEntry: false })
    if (there?.isDirectory() === true)
      throw problem(
        `the archive has ${JSON.stringify(name)} where another entry is in the way: a directory of that name`
      )
    if (there !== undefined) rmSync(target)
    return target
  }

  directory(name: string): void {
    const path = this.pathOf(name)
    if (path !== undefined) this.makeDir(path, name)
  }

  /** Opens a new file for writing and closes it when `write` is done. */
  async file(name: string, mode: number, write: (fd: number) => Promise<void>): Promise<void> {
    const target = this.prepare(name)
    if (target === undefined) return
    // Who unpacks it is to read it.
    const fd = openSync(target, "wx", (mode & 0o777) | 0o400)
    try {
      await write(fd)
    } finally {
      closeSync(fd)
    }
  }

  /** A link within the tree. */
  link(name: string, to: string): void {
    const target = this.prepare(name)
    if (target === undefined) return
    const led = posix.join(posix.dirname(this.pathOf(name) ?? "."), to)
    if (to.startsWith("/") || led === ".." || led.startsWith("../"))
      throw problem(`the archive has a link that leads outside of it: ${JSON.stringify(name)}`)
    symlinkSync(to, target)
  }

  /** A second name of a file or a link that was unpacked before. */
  hardLink(name: string, to: string): void {
    const source = this.pathOf(to)
    if (source === undefined || source === this.pathOf(name)) return
    this.makeDir(dirname(source), name)
    const first = join(this.dir, source)
    const there = lstatSync(first, { throwIfNoEntry: false })
    if (there?.isSymbolicLink() === true) return this.link(name, readlinkSync(first))
    if (there?.isFile() !== true) throw problem(`the archive links to ${JSON.stringify(to)}, which is not before it`)
    const target = this.prepare(name)
    if (target !== undefined) copyFileSync(first, target)
  }
}
