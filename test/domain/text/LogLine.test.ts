import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import type { LogRecord } from "../../../src/domain/text/LogLine.ts"
import { formatLog, isLogged, LOG_FORMAT } from "../../../src/domain/text/LogLine.ts"
import { pythonExe } from "../../support/flagScripts.ts"

const record: LogRecord = { level: "WARNING", message: "100% of it: %(name)s", timeMs: 1_700_000_000_045.9 }

/** What Python's own logging makes of the record. */
const inPython = (format: string): string => {
  const program = `
import logging, sys
record = logging.LogRecord("guild", logging.WARNING, "", 0, sys.argv[2], (), None)
record.created, record.msecs = 1700000000.045, 45
print(logging.Formatter(sys.argv[1]).format(record))`
  return spawnSync(pythonExe, ["-c", program, format, record.message], { encoding: "utf8" }).stdout.replace(/\n$/, "")
}

describe("a line of the log", () => {
  it("has its level and guild's name before the message where nobody says otherwise", () => {
    expect(formatLog(LOG_FORMAT, record)).toBe("WARNING: [guild] 100% of it: %(name)s")
  })

  it.each([
    LOG_FORMAT,
    "%(asctime)s %(levelname)s %(message)s",
    "%(levelname)-10s|%(name)8s|%(levelno)s|%(message).4s",
    "100%% %(message)s"
  ])("is as Python writes it in the format '%s'", (format) => {
    expect(formatLog(format, record)).toBe(inPython(format))
  })

  it.each([
    [undefined, ["INFO", "WARNING", "ERROR"]],
    ["", ["INFO", "WARNING", "ERROR"]],
    ["loud", ["INFO", "WARNING", "ERROR"]],
    ["10", ["INFO", "WARNING", "ERROR"]],
    ["21", ["WARNING", "ERROR"]],
    ["30", ["WARNING", "ERROR"]],
    [" 40 ", ["ERROR"]],
    ["50", []]
  ])("is shown from the level on that LOG_LEVEL=%s names", (logLevel, shown) => {
    expect((["INFO", "WARNING", "ERROR"] as const).filter((level) => isLogged(level, logLevel))).toEqual(shown)
  })

  it("shows a field that is not known, and what is no field, as it is written", () => {
    expect(formatLog("%(toString)s %(thread)d 5% %(message)s", { ...record, message: "x" })).toBe(
      "%(toString)s %(thread)d 5% x"
    )
  })
})
