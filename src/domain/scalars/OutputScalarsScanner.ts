import type { OutputScalarPattern } from "./OutputScalars.ts"
import { addMatchValues, eachMatch } from "./OutputScalarsMatch.ts"

/** Colours, cursor moves and window titles: escape sequences a terminal acts on and does not show. */
const ESCAPE_SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-Z\\^-~])/g

/**
 * The texts that a line of output shows, one after the other: escape sequences are taken out, and a line that is drawn again
 * and again with carriage returns or backspaces (a progress bar) gives each of its drawings.
 */
export const shownTexts = (line: string): ReadonlyArray<string> => {
  const plain = line.includes("\x1b") ? line.replace(ESCAPE_SEQUENCE, "") : line
  return plain.includes("\r") || plain.includes("\b") ? plain.split(/[\r\b]+/).filter((text) => text !== "") : [plain]
}

/** What a scanner hands on: one scalar point. Of `NaN` and infinities too. */
export type OnScalar = (tag: string, value: number, step: number, wallTime: number) => void

const NO_KEYS: ReadonlySet<string> = new Set()

/**
 * Finds the scalars in lines of output. A line gives at most one point a key: its last value, over all matches of all patterns
 * and all drawings of the line. Points of a line come sorted by key. The key `step` sets the step of its own line and of those
 * that follow, 0 before the first, and is itself no scalar. Synchronous: it stands in the output's hot path.
 */
export class ScalarScanner {
  private readonly patterns: ReadonlyArray<OutputScalarPattern>
  private readonly onScalar: OnScalar
  private readonly ignore: ReadonlySet<string>
  private readonly values = new Map<string, number>()
  private step = 0

  constructor(patterns: ReadonlyArray<OutputScalarPattern>, onScalar: OnScalar, ignore: ReadonlySet<string> = NO_KEYS) {
    this.patterns = patterns
    this.onScalar = onScalar
    this.ignore = ignore
  }

  /** Scans one line without its newline; `wallTime` in seconds since the epoch. */
  line(text: string, wallTime: number): void {
    const { values } = this
    values.clear()
    if (text.includes("\x1b") || text.includes("\r") || text.includes("\b")) {
      for (const shown of shownTexts(text)) this.scan(shown)
    } else this.scan(text)
    if (values.size === 0) return
    this.takeStep()
    if (values.size === 0) return
    const keys = values.size === 1 ? values.keys() : Array.from(values.keys()).sort()
    for (const key of keys) {
      if (!this.ignore.has(key)) this.onScalar(key, values.get(key) ?? NaN, this.step, wallTime)
    }
  }

  private scan(text: string): void {
    for (const pattern of this.patterns) {
      eachMatch(pattern, text, (match) => addMatchValues(pattern, match, this.values))
    }
  }

  /** A step is a whole number that an int64 can hold; a fraction is cut off, and anything else changes nothing. */
  private takeStep(): void {
    const step = this.values.get("step")
    if (step === undefined) return
    this.values.delete("step")
    const whole = Math.trunc(step)
    if (Math.abs(whole) < 2 ** 63) this.step = whole === 0 ? 0 : whole
  }
}
