import { describe, expect, it } from "vitest"
import { interpreters, python } from "./python.ts"

describe.each(interpreters)("op_util with %s", (interpreter) => {
  const logged = (env: Readonly<Record<string, string>>): string => {
    const program =
      "import logging, os\nfrom guild import op_util\nop_util.init_logging()\n" +
      "log = logging.getLogger('mine')\nlog.info('low')\nlog.warning('high')"
    return python(interpreter, ["-c", program], { env }).stderr
  }

  it("logs from the level and in the format that the environment says", () => {
    expect(logged({})).toBe("INFO: [mine] low\nWARNING: [mine] high\n")
    expect(logged({ LOG_LEVEL: "30" })).toBe("WARNING: [mine] high\n")
    expect(logged({ LOG_FORMAT: "%(message)s (%(name)s)" })).toBe("low (mine)\nhigh (mine)\n")
  })

  it("leaves logging alone where it is told to", () => {
    expect(logged({ LOG_INIT_SKIP: "1" })).not.toContain("[mine]")
  })
})
