import { Effect } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { compileOutputAttrs } from "../../domain/scalars/OutputAttrs.ts"
import { compileOutputScalars } from "../../domain/scalars/OutputScalars.ts"
import { sourceRoot } from "../../domain/source/SourceRules.ts"
import { relativePath } from "../../domain/text/Paths.ts"
import { PathMissing } from "../../domain/PathMissing.ts"
import { Host } from "../../services/Host.ts"
import { SourceFiles } from "../../services/SourceFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { flagsReport } from "../../workflows/FlagsReport.ts"
import { planSource } from "../../workflows/PlanRun.ts"
import { renderFlagsTest } from "../render/flags-test.ts"
import { renderOutputAttrTrial, renderOutputScalarTrial } from "../render/output-scalars.ts"
import { renderSourcePreview } from "../render/sourcecode.ts"

/** `guild run OP --test-flags`. */
export const testFlags = (op: OpDef) =>
  Effect.gen(function* () {
    const report = yield* flagsReport(op)
    yield* (yield* Terminal).out(renderFlagsTest(report.scripts, report.op))
  })

/** `guild run OP --test-sourcecode`: the rules, and what they choose and leave out. */
export const testSourcecode = (op: OpDef) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { cwd } = yield* Host
    const source = yield* planSource(op)
    const selection = source.disabled
      ? { selected: [], skipped: [], warnings: [] }
      : yield* (yield* SourceFiles).select(source.root, source.rules)
    const inProject = sourceRoot(op.sourcecode)
    const root = op.projectDir === cwd ? inProject : relativePath(cwd, source.root) || "."
    yield* terminal.out(
      renderSourcePreview({
        root,
        rules: source.rules,
        disabled: source.disabled,
        selection,
        paint: { selected: (text) => terminal.style(text, "yellow"), skipped: (text) => terminal.style(text, "dim") }
      })
    )
  })

/** The lines of an output that is named on the command line; the last newline ends a line. */
const outputLines = (path: string) =>
  Effect.gen(function* () {
    const text = yield* (yield* UserFiles).read(path)
    if (text === undefined) return yield* new PathMissing({ path })
    return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n")
  })

/** `guild run OP --test-output-scalars FILE`: each line with what its patterns make of it. */
export const testOutputScalars = (op: OpDef, path: string) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const patterns = yield* compileOutputScalars(op.outputScalars)
    const paint = {
      matched: (shown: string) => terminal.style(shown, "yellow"),
      unmatched: (shown: string) => terminal.style(shown, "dim")
    }
    for (const line of yield* outputLines(path)) yield* terminal.out(renderOutputScalarTrial(patterns, line, paint))
  })

/** `guild run OP --test-output-attrs FILE`: each line with the attributes that it gives. */
export const testOutputAttrs = (op: OpDef, path: string) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const patterns = yield* compileOutputAttrs(op.outputAttrs)
    for (const line of yield* outputLines(path)) yield* terminal.out(renderOutputAttrTrial(patterns, line))
  })
