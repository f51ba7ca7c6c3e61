import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { noArgs } from "../../src/cli/command/Args.ts"
import type { Handler } from "../../src/cli/command/Command.ts"
import { command } from "../../src/cli/command/Command.ts"
import { options } from "../../src/cli/command/OptionSet.ts"
import type { GuildServices } from "../../src/cli/command/Services.ts"
import { launch } from "../../src/cli/launch.ts"
import { Declined } from "../../src/domain/AnswerErrors.ts"
import { ChangeDirError } from "../../src/domain/ChangeDirError.ts"
import { PathMissing } from "../../src/domain/PathMissing.ts"
import { liveAs, testServices } from "../support/commandLine.ts"
import { recordedTerminal } from "../support/recordedTerminal.ts"

const outcome = (
  effect: ReturnType<Handler<{}, {}>>,
  told: { readonly live?: Layer.Layer<GuildServices, ChangeDirError>; readonly debug?: boolean } = {}
) => {
  const sample = command({
    name: "sample",
    summary: "",
    options: options({}),
    args: noArgs,
    handler: () => Promise.resolve({ handle: () => effect })
  })
  const canonical = { options: new Map(), args: new Map() }
  const request = { kind: "run", command: sample, path: "guild sample", canonical, top: new Map() } as const
  return launch(request, liveAs(told.live ?? testServices("/nowhere")), told.debug ?? false)
}

describe("a command", () => {
  it("ends with the code that it says, 0 where it says none", async () => {
    expect(await outcome(Effect.void)).toEqual({ stderr: "", code: 0 })
    expect(await outcome(Effect.succeed(3))).toEqual({ stderr: "", code: 3 })
  })

  it("that fails as it may ends with 1 and says why", async () => {
    const missing = new PathMissing({ path: "x" })
    expect(await outcome(missing)).toEqual({ stderr: "guild: x does not exist", code: 1 })
    expect((await outcome(missing, { debug: true })).stderr).toMatch(/^guild: x does not exist\n.*PathMissing/)
    expect(await outcome(new Declined())).toEqual({ stderr: "", code: 1 })
  })

  it("quotes what was typed so that no terminal acts on it", async () => {
    expect(await outcome(new PathMissing({ path: "\u001b[31mx\r" }))).toEqual({
      stderr: "guild: \\x1b[31mx\\x0d does not exist",
      code: 1
    })
  })

  it("shows what a layer logs as a warning", async () => {
    const home = mkdtempSync(join(tmpdir(), "guild-launch-"))
    const terminal = recordedTerminal([])
    const live = Layer.merge(testServices(home), terminal.layer)
    expect(await outcome(Effect.logWarning("half is missing"), { live })).toEqual({ stderr: "", code: 0 })
    expect(terminal.err()).toBe("WARNING: half is missing\n")
    rmSync(home, { recursive: true })
  })

  it("tells what it looks at only when asked", async () => {
    const home = mkdtempSync(join(tmpdir(), "guild-launch-"))
    const said = async (debug: boolean) => {
      const terminal = recordedTerminal([])
      await outcome(Effect.logDebug("here"), { live: Layer.merge(testServices(home), terminal.layer), debug })
      return terminal.err()
    }
    expect([await said(false), await said(true)]).toEqual(["", "DEBUG: [guild] here\n"])
    rmSync(home, { recursive: true })
  })

  it("is not begun where its surroundings fail", async () => {
    const live = Layer.fail(new ChangeDirError({ dir: "d", reason: "missing" }))
    expect(await outcome(Effect.void, { live })).toEqual({ stderr: "guild: directory 'd' does not exist", code: 1 })
  })

  it("that breaks shows one line, and everything only when asked", async () => {
    const broken = Effect.die(new Error("boom\nmore"))
    expect(await outcome(broken)).toEqual({
      stderr: "guild: internal error: boom\nThis is a mistake in guild. Use 'guild --debug' for details.",
      code: 70
    })
    expect((await outcome(broken, { debug: true })).stderr).toMatch(
      /^guild: internal error\nError: boom\nmore\n {4}at /
    )
  })

  it("that is interrupted ends as Ctrl-C ends programs", async () => {
    expect(await outcome(Effect.interrupt)).toEqual({ stderr: "", code: 130 })
  })
})
