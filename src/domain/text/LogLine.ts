import { formatLocalTime, localTime } from "../time/LocalTime.ts"

export type LogLevel = "INFO" | "WARNING" | "ERROR"

/** A message of guild's log. */
export interface LogRecord {
  readonly level: LogLevel
  /** Who says it; guild where nothing is said. */
  readonly name?: string | undefined
  readonly message: string
  /** When it was said, in milliseconds since the epoch. */
  readonly timeMs: number
}

/** As Guild AI shows what it logs where LOG_FORMAT does not say otherwise. */
export const LOG_FORMAT = "%(levelname)s: [%(name)s] %(message)s"

const NAME = "guild"

/** The numbers of Python's levels. */
const NUMBERS: Readonly<Record<LogLevel, number>> = { INFO: 20, WARNING: 30, ERROR: 40 }

/** Whether messages of a level are shown; by LOG_LEVEL, a number of Python's levels, or else those from INFO on. */
export const isLogged = (level: LogLevel, logLevel: string | undefined): boolean =>
  NUMBERS[level] >= (/^\s*\d+\s*$/.test(logLevel ?? "") ? Number(logLevel) : NUMBERS.INFO)

/** A field of a format in the style of Python's `%`: its name, flags, width and precision; or a percent sign, doubled. */
const FIELD = /%(?:\((\w+)\)([-0 +#]*)(\d*)(?:\.(\d+))?([sd])|%)/g

/** The widest that a field may be made: a format is no way to fill a screen. */
const WIDEST = 100

/** `2026-01-31 09:05:00,123`, as Python writes the time of a log record. */
const asciiTime = (timeMs: number): string => {
  const ms = String(Math.trunc(timeMs) % 1000).padStart(3, "0")
  return `${formatLocalTime(localTime(timeMs))},${ms}`
}

/**
 * The line for a message, in a format of Python's logging.
 *
 * @param format with `%(levelname)s`, `%(levelno)s`, `%(name)s`, `%(message)s` and `%(asctime)s`; any other field stays as it is written
 */
export const formatLog = (format: string, { level, message, name: by = NAME, timeMs }: LogRecord): string => {
  const fields: Readonly<Record<string, string>> = {
    levelname: level,
    levelno: String(NUMBERS[level]),
    name: by,
    message,
    asctime: asciiTime(timeMs)
  }
  return format.replace(FIELD, (written: string, name?: string, flags = "", width = "", precision?: string): string => {
    if (name === undefined) return "%"
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (value === undefined) return written
    const cut = precision === undefined ? value : value.slice(0, Number(precision))
    const wide = Math.min(Number(width), WIDEST)
    return flags.includes("-") ? cut.padEnd(wide) : cut.padStart(wide)
  })
}
