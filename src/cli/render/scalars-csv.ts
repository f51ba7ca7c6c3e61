import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import { float } from "../../domain/Value.ts"
import type { RunPoints } from "../../workflows/TensorBoardScalars.ts"
import { csvText } from "./csv.ts"

/** The headings of exported scalars, as one line. */
export const SCALARS_CSV_HEAD = csvText([["run", "path", "tag", "value", "step"]])

/** A value as a Python program would write it: `1.0`, `nan`, `-inf`. */
const number = (value: number): string =>
  Number.isNaN(value) ? "nan" : Number.isFinite(value) ? encodeFlagValue(float(value)) : value > 0 ? "inf" : "-inf"

/** Points as lines of CSV, a line for each. */
export const scalarsCsv = ({ path, points, run }: RunPoints): string =>
  csvText([...points].map(({ step, tag, value }) => [run.id, path, tag, number(value), String(step)]))
