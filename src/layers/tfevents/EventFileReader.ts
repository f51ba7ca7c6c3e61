import { closeSync, openSync, readSync } from "node:fs"
import { TfRecordReader } from "../../domain/scalars/TfRecord.ts"
import type { EventProblem } from "../../services/ScalarLog.ts"
import type { OnPoint, ScalarDecoder } from "./ScalarDecoder.ts"

/** How much is read at once: few system calls, little memory. */
const READ_SIZE = 256 * 1024

/** A buffer that the last reader gave back: many small files are read one after another. */
let spare: Uint8Array | undefined

const takeSpare = (): Uint8Array => {
  const taken = spare ?? new Uint8Array(READ_SIZE)
  spare = undefined
  return taken
}

/** Reads one event file from its start to its end, a piece at a time. Every method throws what the disk says. */
export class EventFileReader {
  private readonly fd: number
  private readonly piece = takeSpare()
  private readonly records: TfRecordReader

  constructor(path: string, decoder: ScalarDecoder, onPoint: OnPoint, onProblem: (problem: EventProblem) => void) {
    this.fd = openSync(path, "r")
    this.records = new TfRecordReader({
      record: (bytes, start, end, offset) => {
        if (!decoder.decode(bytes, start, end, onPoint)) onProblem({ path, offset, reason: "undecodable" })
      },
      problem: (offset, reason) => onProblem({ path, offset, reason })
    })
  }

  /** Reads the next piece; `false` once the file is over. */
  next(): boolean {
    const size = readSync(this.fd, this.piece, 0, READ_SIZE, null)
    if (size > 0) this.records.push(size === READ_SIZE ? this.piece : this.piece.subarray(0, size))
    else this.records.finish()
    return size > 0
  }

  close(): void {
    closeSync(this.fd)
    spare = this.piece
  }
}
