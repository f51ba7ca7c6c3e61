import { closeSync, openSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { ScalarPoint } from "../../domain/scalars/Scalar.ts"
import { ScalarLogError } from "../../services/ScalarLog.ts"
import { EventBuffer } from "./EventEncoder.ts"

/** What is buffered is handed to the disk once it is this large. */
const FLUSH_SIZE = 64 * 1024

/** Tells files apart that one process writes in the same second. */
const MAX_SUFFIX = 10_000

export interface WriterName {
  readonly host: string
  readonly pid: number
}

const isTaken = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EEXIST"

/** Makes a new file, never one that exists or that a link leads to. */
const create = (
  dir: string,
  wallTime: number,
  { host, pid }: WriterName
): { readonly fd: number; readonly path: string } => {
  const seconds = String(Math.max(0, Math.floor(wallTime))).padStart(10, "0")
  const safeHost = host.replace(/[^A-Za-z0-9._-]/g, "_")
  for (let n = 0; ; n++) {
    const path = join(dir, `events.out.tfevents.${seconds}.${safeHost}.${pid}.${n}`)
    try {
      return { fd: openSync(path, "wx", 0o644), path }
    } catch (error) {
      if (!isTaken(error) || n >= MAX_SUFFIX) throw error
    }
  }
}

/**
 * Writes one event file in a directory that exists. The file is made by the first point and begins with its version. Memory is
 * the buffer alone. After the first failure points are dropped, and every `flush` gives that failure.
 */
export class EventWriter {
  private readonly dir: string
  private readonly name: WriterName
  private readonly buffer = new EventBuffer(FLUSH_SIZE + 4096)
  private file: { readonly fd: number; readonly path: string } | undefined
  private failure: ScalarLogError | undefined

  constructor(dir: string, name: WriterName) {
    this.dir = dir
    this.name = name
  }

  add({ step, tag, value, wallTime }: ScalarPoint): void {
    if (this.failure !== undefined) return
    if (this.file === undefined) this.open(wallTime)
    this.buffer.scalar(tag, value, step, wallTime)
    if (this.buffer.size >= FLUSH_SIZE) this.flush()
  }

  /** Writes what is buffered. Returns the failure that stopped the writer, now or earlier. */
  flush(): ScalarLogError | undefined {
    const { file } = this
    if (file === undefined || this.buffer.size === 0) return this.failure
    const bytes = this.buffer.take()
    this.attempt(file.path, () => {
      for (let written = 0; written < bytes.length;) written += writeSync(file.fd, bytes, written)
    })
    return this.failure
  }

  close(): ScalarLogError | undefined {
    this.flush()
    const { file } = this
    if (file !== undefined) this.attempt(file.path, () => closeSync(file.fd))
    this.file = undefined
    return this.failure
  }

  private open(wallTime: number): void {
    this.attempt(this.dir, () => {
      this.file = create(this.dir, wallTime, this.name)
      this.buffer.fileVersion(wallTime)
    })
  }

  private attempt(path: string, act: () => void): void {
    try {
      act()
    } catch (cause) {
      this.failure ??= new ScalarLogError({ operation: "write", path, cause })
    }
  }
}
