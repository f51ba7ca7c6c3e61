import { writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Sandbox, StartOptions } from "../support/e2e.ts"
import { sandbox } from "../support/e2e.ts"

const inTerminal = resolve(import.meta.dirname, "../../fixtures/processes/in-terminal.py")

const TOLD = "Refreshing flags...\n"

const parserOf = (name: string): string =>
  `import argparse\np = argparse.ArgumentParser()\np.add_argument("--${name}", default=1)\nprint(p.parse_args())\n`

describe("a user who waits for the flags of scripts", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox()
    writeFileSync(join(box.project, "a.py"), parserOf("x"))
    writeFileSync(join(box.project, "b.py"), parserOf("y"))
    writeFileSync(join(box.project, "guild.yml"), "a:\n  flags-import: all\nb:\n  flags-import: all\n")
  })
  afterAll(() => box.remove())

  /** Guild with all of its streams, or those that `redirect` leaves, at a terminal. */
  const shown = async (command: string, options: StartOptions = {}) => {
    const script = `export -f guild; python3 '${inTerminal}' '?' '' bash -c ${JSON.stringify(command)}`
    const { code, out } = await box.bash(script, options)
    expect(code).toBe(0)
    return out
  }
  const timesTold = (text: string): number => text.split(TOLD).length - 1

  /** Makes what was found in the script before too old to be used. */
  const change = (name: string, to: string) => writeFileSync(join(box.project, `${name}.py`), parserOf(to))

  it("is told once a command, and not where the flags are remembered", async () => {
    expect(await shown("guild help --markdown --no-pager > help.txt")).toBe(TOLD)
    expect(timesTold(await shown("guild help --markdown --no-pager"))).toBe(0)
    change("a", "x2")
    expect(timesTold(await shown("guild run a -y"))).toBe(1)
    expect(timesTold(await shown("guild run a -y"))).toBe(0)
  })

  it("is not told in a pipe, nor of a terminal that only gets the output", async () => {
    change("a", "x3")
    const piped = await box.guild(["run", "a", "-y"])
    expect(piped).toMatchObject({ code: 0, err: "" })
    expect(piped.out).toContain("x3")
    change("a", "x4")
    expect(await shown("guild run a -y 2> messages")).toContain("x4")
    expect((await box.bash("cat messages")).out).toBe("")
  })

  it("is not told with NO_IMPORT_FLAGS_PROGRESS=1", async () => {
    change("b", "y2")
    const told = await shown("guild run b -y", { env: { NO_IMPORT_FLAGS_PROGRESS: "1" } })
    expect(told).toContain("y2")
    expect(timesTold(told)).toBe(0)
  })

  it("is told each time where nothing is remembered, however many trials ask", async () => {
    const env = { NO_IMPORT_FLAGS_CACHE: "1" }
    expect(timesTold(await shown("guild run b y2=[1,2] -y", { env }))).toBe(1)
    expect(timesTold(await shown("guild run b -y", { env }))).toBe(1)
  })
})
