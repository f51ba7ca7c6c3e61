import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { batchTools } from "../support/batchTools.ts"
import type { Sandbox } from "../support/e2e.ts"
import { sandbox, until } from "../support/e2e.ts"

/** How often a batch is killed; more of it is asked for from outside. */
const ROUNDS = Number(process.env["GUILD_TEST_CRASH_ROUNDS"] ?? 6)

describe("a batch that is killed", () => {
  let box: Sandbox

  beforeAll(() => {
    box = sandbox("batch")
  })
  afterAll(() => box.remove())

  const run = (...argv: ReadonlyArray<string>) => box.guild(["run", "-y", ...argv])
  const { attr, batchOf, batches, flagsOf, links, trials } = batchTools(() => box)

  it(
    "goes on to the same trials as an undisturbed one",
    async () => {
      const grid = ["hill", "x=[1,2,3,4]", "wait=0.02"]
      const search = ["hill", "x=[-9:9]", "y=[-9:9]", "wait=0.02", "-o", "gp", "-m", "4", "--random-seed", "5"]
      for (const [argv, rounds] of [
        [grid, Math.ceil(ROUNDS / 2)],
        [search, Math.floor(ROUNDS / 2)]
      ] as const) {
        const whole = await batchOf(() => run(...argv, "-q"))
        expect(flagsOf(whole)).toHaveLength(4)
        for (let round = 0; round < rounds; round++) {
          // The moment is a matter of chance, but for that each round has some more done.
          const id = await batchOf(async () => {
            const before = new Set(batches())
            const guild = box.start(["run", "-y", "-q", ...argv])
            const batch = await until("the batch", () =>
              batches().find((each) => !before.has(each) && attr(each, "started") !== undefined)
            )
            await until("trials", () => links(batch).length > round % 4)
            await new Promise((next) => setTimeout(next, Math.random() * 40))
            guild.kill("SIGKILL")
            await guild.ended
          })
          const resumed = await run("--resume", id, "-q")
          expect(resumed).toMatchObject({ code: 0, err: "" })
          expect(flagsOf(id).toSorted()).toEqual(flagsOf(whole).toSorted())
          expect(trials(id).every(({ exit }) => exit === "0")).toBe(true)
          expect(attr(id, "exit_status")).toBe("0")
          if (argv === search) expect(flagsOf(id)).toEqual(flagsOf(whole))
        }
      }
    },
    30_000 + 10_000 * ROUNDS
  )
})
