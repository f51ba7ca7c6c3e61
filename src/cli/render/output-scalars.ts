import { attrsInLine } from "../../domain/scalars/OutputAttrs.ts"
import type { OutputScalarPattern } from "../../domain/scalars/OutputScalars.ts"
import type { MatchGroups, PatternTrial } from "../../domain/scalars/OutputScalarsMatch.ts"
import { tryPatterns } from "../../domain/scalars/OutputScalarsMatch.ts"
import { shownTexts } from "../../domain/scalars/OutputScalarsScanner.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import { float } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

/** How a pattern's line is painted; plain where not given. */
export interface TrialPaint {
  readonly matched: (text: string) => string
  readonly unmatched: (text: string) => string
}

const PLAIN: TrialPaint = { matched: (text) => text, unmatched: (text) => text }

const reprGroups = (groups: MatchGroups): string => {
  const texts = groups.map((text) => pyRepr(text ?? null))
  return texts.length === 1 ? `(${texts[0] ?? ""},)` : `(${texts.join(", ")})`
}

const renderTrial = ({ matches, pattern, values }: PatternTrial, paint: TrialPaint): string => {
  const shownPattern = `  ${pyRepr(pattern.source)}: `
  if (matches.length === 0) return paint.unmatched(visibleText(`${shownPattern}<no matches>`))
  const found = values.map(([key, value]) => `${key}=${pyRepr(float(value))}`).join(", ")
  return paint.matched(visibleText(`${shownPattern}[${matches.map(reprGroups).join(", ")}] (${found})`))
}

/**
 * What `--test-output-scalars` shows of one line of output: the line as it is scanned, and below it for every pattern its
 * matches and the scalars that come of them, `step` among them. No newline at the end.
 */
export const renderOutputScalarTrial = (
  patterns: ReadonlyArray<OutputScalarPattern>,
  line: string,
  paint: TrialPaint = PLAIN
): string => {
  const texts = shownTexts(line)
  return (texts.length === 0 ? [""] : texts)
    .flatMap((text) => [
      text.split("\t").map(visibleText).join("\t"),
      ...tryPatterns(patterns, text).map((trial) => renderTrial(trial, paint))
    ])
    .join("\n")
}

/** What `--test-output-attrs` shows of one line of output: the line, and for every pattern the attributes that it gives. */
export const renderOutputAttrTrial = (patterns: ReadonlyArray<OutputScalarPattern>, line: string): string =>
  [
    line.split("\t").map(visibleText).join("\t"),
    ...patterns.map((pattern) => {
      const found = Object.entries(attrsInLine([pattern], line)).map(([name, value]) => `${name}=${pyRepr(value)}`)
      return visibleText(`  ${pyRepr(pattern.source)}: ${found.length === 0 ? "<no matches>" : found.join(", ")}`)
    })
  ].join("\n")
