import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { OUTPUT_FILE, OUTPUT_INDEX_FILE } from "../domain/runs/RunLayout.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { StoreError } from "../services/RunStore.ts"
import { guardedWriter } from "./run-output/GuardedWriter.ts"
import { OutputFile } from "./run-output/OutputFile.ts"
import { readLines } from "./run-output/OutputIndex.ts"

const outputPath = ({ dir }: RunRef): string => join(dir, OUTPUT_FILE)
const indexPath = ({ dir }: RunRef): string => join(dir, OUTPUT_INDEX_FILE)

const failed = (operation: "read" | "write", path: string) => (cause: unknown) =>
  new StoreError({ operation, path, cause })

const openWriter = (run: RunRef) => guardedWriter(new OutputFile(outputPath(run), indexPath(run)), outputPath(run))

/** An index that is not there says nothing; the output still has its lines. */
const readIndex = (run: RunRef): Buffer => {
  try {
    return readFileSync(indexPath(run))
  } catch {
    return Buffer.alloc(0)
  }
}

/** Output in the run's `.guild` directory. */
export const layer: Layer.Layer<RunOutput> = Layer.succeed(
  RunOutput,
  RunOutput.of({
    writer: (run) =>
      Effect.acquireRelease(
        Effect.try({ try: () => openWriter(run), catch: failed("write", outputPath(run)) }),
        (writer) => Effect.sync(writer.close)
      ),
    lines: (run) =>
      Effect.try({
        try: () => readLines(readFileSync(outputPath(run)), readIndex(run)),
        catch: failed("read", outputPath(run))
      })
  })
)
