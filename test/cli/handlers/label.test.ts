import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const labelled = (label: string) =>
  Effect.map(tempHome, (home) => {
    writeSampleRun(home, 0, { label, flags: { msg: "Hello Guild!" } })
    return home
  })

const label = (home: string) =>
  Effect.map(guild(home, ["runs"]), ({ out }) => /completed *(.*)/.exec(out)?.[1] ?? "no such line")

describe("guild label", () => {
  it.scoped("puts words before and behind a label and takes whole words away", () =>
    Effect.gen(function* () {
      const home = yield* labelled("msg='Hello Guild!'")
      const steps = [
        [["-p", "foo"], "foo msg='Hello Guild!'"],
        [["-a", "bar baz"], "foo msg='Hello Guild!' bar baz"],
        [["-rm", "foo"], "msg='Hello Guild!' bar baz"],
        [["-rm", "a"], "msg='Hello Guild!' bar baz"],
        [["--remove", "bar baz"], "msg='Hello Guild!'"],
        [["--remove", "msg='Hello Guild!'"], ""],
        [["-s", "hello goodbye"], "hello goodbye"],
        [["-u", "goodbye"], "hello"],
        [["--tag", "one"], "one hello"],
        [["--append", "two", "--untag", "hello", "--untag", "one"], "two"]
      ] as const
      for (const [options, expected] of steps) {
        expect(yield* guild(home, ["label", ...options, "-y"])).toEqual({ out: "", err: "Labeled 1 run(s)\n", code: 0 })
        expect(yield* label(home)).toBe(expected)
      }
      expect((yield* guild(home, ["label", "-c", "-y"])).err).toBe("Cleared label for 1 run(s)\n")
      expect(yield* label(home)).toBe("")
    })
  )

  it.scoped("fills in flags", () =>
    Effect.gen(function* () {
      const home = yield* labelled("")
      yield* guild(home, ["label", "-s", "${msg|unquote} ${default_label}", "-y"])
      expect(yield* label(home)).toBe("Hello Guild! msg='Hello Guild!'")
    })
  )

  it.scoped("asks before it changes anything", () =>
    Effect.gen(function* () {
      const home = yield* labelled("x")
      const { code, err } = yield* guild(home, ["label", "-s", "new"], { answers: ["no"] })
      expect(err).toBe(
        [
          "You are about to label the following runs with 'new':",
          "  [aaaaaaaa]  train  2020-05-01 12:00:00  completed  x",
          "Continue? (Y/n) no",
          ""
        ].join("\n")
      )
      expect(code).toBe(1)
      expect(yield* label(home)).toBe("x")
    })
  )

  it.scoped("labels every run that is named", () =>
    Effect.gen(function* () {
      const home = yield* labelled("x")
      writeSampleRun(home, 1)
      writeSampleRun(home, 2)
      expect((yield* guild(home, ["label", "-s", "l", "2:3", "-y"])).err).toBe("Labeled 2 run(s)\n")
      expect((yield* guild(home, ["runs", "-l", "l"])).out.trimEnd().split("\n")).toHaveLength(2)
    })
  )

  it.scoped("has to be told what to do, and only one thing", () =>
    Effect.gen(function* () {
      const home = yield* labelled("x")
      expect(yield* guild(home, ["label", "-y"])).toEqual({
        out: "",
        err: "guild: one of --set, --prepend, --append, --remove, --clear is required\nTry 'guild label --help' for more information.\n",
        code: 1
      })
      expect((yield* guild(home, ["label", "-s", "a", "-c"])).err).toBe(
        "guild: --set and --clear cannot both be specified\n"
      )
    })
  )

  it.scoped("says so where there is no run", () =>
    Effect.gen(function* () {
      expect(yield* guild(yield* tempHome, ["label", "-s", "a", "-y"])).toEqual({
        out: "",
        err: "No runs to modify.\n",
        code: 0
      })
    })
  )
})
