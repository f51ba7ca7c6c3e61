import { execFileSync } from "node:child_process"
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs"
import { Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Readable } from "node:stream"
import type { Spawned } from "./Spawn.ts"

/** Two pipes for a child's output: what it is given, and how its output is read once it has started. */
export interface OutputPipes {
  readonly stdio: readonly ["pipe" | number, "pipe" | number]
  /** The readers of stdout and stderr; this process's own writing ends are closed. */
  readonly readers: (spawned: Spawned) => ReadonlyArray<Readable>
  /** Undoes everything where nothing was started. */
  readonly discard: () => void
}

/** Node's own kind: a pair of connected sockets for each stream. */
export const socketPipes: OutputPipes = {
  stdio: ["pipe", "pipe"],
  readers: ({ child }) => [child.stdout, child.stderr].filter((each) => each !== null),
  discard: () => undefined
}

interface Pipe {
  readonly read: number
  readonly write: number
}

/** The reading end must not block; the writing end must, since the program it is for expects that of a pipe. */
const openFifo = (path: string): Pipe => {
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return { read, write: openSync(path, constants.O_WRONLY) }
  } catch (cause) {
    closeSync(read)
    throw cause
  }
}

const openFifos = (count: number): Array<Pipe> => {
  const dir = mkdtempSync(join(tmpdir(), "guild-pipe-"))
  const opened: Array<Pipe> = []
  try {
    const paths = Array.from({ length: count }, (_, i) => join(dir, String(i)))
    execFileSync("mkfifo", ["-m", "600", ...paths], { stdio: "ignore" })
    for (const path of paths) opened.push(openFifo(path))
    return opened
  } catch (cause) {
    for (const { read, write } of opened) [read, write].forEach((fd) => closeSync(fd))
    throw cause
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const pair = (out: Pipe, err: Pipe): OutputPipes => ({
  stdio: [out.write, err.write],
  readers: () => {
    ;[out.write, err.write].forEach((fd) => closeSync(fd))
    return [out, err].map(({ read }) => new Socket({ fd: read, readable: true, writable: false }))
  },
  discard: () => [out.read, out.write, err.read, err.write].forEach((fd) => closeSync(fd))
})

/** Pipes that are made at once for programs to come, after the first one: making some takes a process of its own. */
const STOCK = 16

/**
 * A maker of real pipes, for a user's program: a script that writes to `/dev/stderr` or `/dev/stdout` by name cannot open a socket
 * there. Node makes no pipes, so named ones are made and unlinked at once. Sockets, where that is not possible.
 */
export const realPipes = (): (() => OutputPipes) => {
  let stock: Array<Pipe> = []
  let isFirst = true
  return () => {
    if (process.platform !== "linux") return socketPipes
    try {
      if (stock.length === 0) stock = openFifos(isFirst ? 2 : STOCK)
      isFirst = false
      const out = stock.shift()
      const err = stock.shift()
      return out === undefined || err === undefined ? socketPipes : pair(out, err)
    } catch {
      return socketPipes
    }
  }
}
