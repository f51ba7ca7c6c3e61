import type { BatchPolicy } from "../../domain/batch/BatchPolicy.ts"
import { LineMerge } from "../../domain/batch/LineMerge.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { OutputSink, OutputStream } from "../../services/Processes.ts"
import type { OutputWriter } from "../../services/RunOutput.ts"

/** Where the output of one trial goes besides the trial's own capture. */
export interface TrialOutput {
  /** The process's output is not to be shown as it comes. */
  readonly quiet: boolean
  readonly tee: OutputSink | undefined
  /** The trial has ended: what was held back is shown. */
  readonly end: (timeMs: number) => void
}

export interface TrialOutputOptions {
  readonly policy: BatchPolicy
  /** Nothing of the trials is shown. */
  readonly quiet: boolean
  readonly output: OutputWriter | undefined
  readonly show: (chunk: Uint8Array, stream: OutputStream) => void
  /** Told of whole lines, for a display of what each trial does. */
  readonly onLines: ((run: RunRef, lines: Uint8Array) => void) | undefined
}

/** What is held back of a trial whose output is shown in one piece; a trial that prints more is shown as it goes on. */
const HELD = 4 * 1024 * 1024

const nothing = () => undefined

/** Where the output of a trial goes, as the batch's policy has it. */
export const trialOutput = (run: RunRef, { policy, quiet, output, show, onLines }: TrialOutputOptions): TrialOutput => {
  const keep: OutputSink | undefined =
    output === undefined ? undefined : (chunk, stream, timeMs) => output.write(chunk, stream, timeMs)
  // A single trial at a time shares its lines with nobody.
  if (policy.output === "stream" && policy.jobs === 1) return { quiet, tee: keep, end: nothing }
  const pass: OutputSink = (chunk, stream, timeMs) => {
    keep?.(chunk, stream, timeMs)
    if (!quiet) show(chunk, stream)
  }
  const held: Array<readonly [chunk: Uint8Array, stream: OutputStream, timeMs: number]> = []
  let size = 0
  const release = () => {
    for (const [chunk, stream, timeMs] of held.splice(0)) pass(chunk, stream, timeMs)
  }
  const merge = new LineMerge(
    policy.output === "prefix" ? `[${shortId(run.id)}] ` : undefined,
    (lines, stream, timeMs) => {
      onLines?.(run, lines)
      if (policy.output === "none") return
      if (policy.output !== "trial" || size > HELD) return pass(lines, stream, timeMs)
      held.push([lines, stream, timeMs])
      size += lines.length
      if (size > HELD) release()
    }
  )
  return {
    quiet: true,
    tee: (chunk, stream, timeMs) => merge.push(chunk, stream, timeMs),
    end: (timeMs) => {
      merge.end(timeMs)
      release()
    }
  }
}
