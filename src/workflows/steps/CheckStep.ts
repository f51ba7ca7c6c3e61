import { Effect } from "effect"
import { OUTPUT_FILE } from "../../domain/runs/RunLayout.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { CheckPattern, StepCheck } from "../../domain/steps/StepDef.ts"
import { StepCheckFailed } from "../../domain/steps/StepErrors.ts"
import { fileMatcher } from "../../domain/steps/StepFiles.ts"
import { absolutePath } from "../../domain/text/Paths.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { FileError } from "../../services/RunFiles.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { readBytes } from "../ReadBytes.ts"

/** The bytes of a file; nothing where it is not there. */
const present = (path: string) => Effect.catchTag(readBytes(path), "PathMissing", () => Effect.succeed(undefined))

const holds = ({ regex }: CheckPattern, bytes: Uint8Array | undefined): boolean =>
  regex.test(new TextDecoder().decode(bytes ?? new Uint8Array()))

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at])

type Checked = Effect.Effect<string | undefined, FileError, RunFiles | Terminal>

const say = (text: string) => Effect.flatMap(Terminal, (terminal) => terminal.info(visibleText(text)))

const checkOutput = (check: CheckPattern, run: RunRef): Checked =>
  Effect.gen(function* () {
    const where = `run ${shortId(run.id)} output`
    yield* say(`checking ${where} for ${pyRepr(check.text)}`)
    const found = holds(check, yield* present(`${run.dir}/${OUTPUT_FILE}`))
    return found ? undefined : `could not find pattern ${pyRepr(check.text)} in ${where}`
  })

const checkFiles = (check: StepCheck & { readonly kind: "file" }, run: RunRef, projectDir: string): Checked =>
  Effect.gen(function* () {
    const files = yield* RunFiles
    const { compareTo, contains, glob } = check
    const where = `run ${shortId(run.id)}`
    yield* say(`checking ${where} files ${pyRepr(glob)}`)
    const matches = fileMatcher(glob)
    const found = (yield* files.list(run.dir, { followLinks: true })).filter(({ path }) => matches(path))
    if (found.length === 0) return `could not find any files matching ${pyRepr(glob)} in ${where}`
    for (const { kind, path } of found) {
      if (kind === "dir") continue
      const file = `${where} file ${path}`
      const bytes = compareTo === undefined && contains === undefined ? undefined : yield* present(`${run.dir}/${path}`)
      if (compareTo !== undefined) {
        const expected = absolutePath(compareTo, projectDir)
        yield* say(`comparing ${file} to ${expected}`)
        const other = yield* present(expected)
        if (other === undefined) return `cannot compare ${file}: there is no ${expected}`
        if (!sameBytes(bytes, other)) return `${file} differs from ${expected}`
      }
      if (contains !== undefined) {
        yield* say(`checking ${file} for ${pyRepr(contains.text)}`)
        if (!holds(contains, bytes)) return `could not find pattern ${pyRepr(contains.text)} in ${file}`
      }
    }
    return undefined
  })

/** Holds a step's run against what is expected of it, and tells of each check. Fails where one does not hold, after all of them. */
export const checkStep = (
  checks: ReadonlyArray<StepCheck>,
  run: RunRef,
  projectDir: string
): Effect.Effect<void, StepCheckFailed | FileError, RunFiles | Terminal> =>
  Effect.gen(function* () {
    if (checks.length === 0) return
    const terminal = yield* Terminal
    let failed = 0
    for (const check of checks) {
      const problem = yield* check.kind === "output" ? checkOutput(check, run) : checkFiles(check, run, projectDir)
      if (problem === undefined) continue
      failed += 1
      yield* terminal.log("ERROR", `check failed: ${visibleText(problem)}`)
    }
    yield* terminal.info(`${checks.length - failed} of ${checks.length} checks passed`)
    if (failed === 0) return
    yield* terminal.log("ERROR", `${failed} check(s) failed - see above for details`)
    return yield* new StepCheckFailed({ failed })
  })
