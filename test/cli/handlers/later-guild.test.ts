import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { op, writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"

/** A run as Guild AI 0.9 makes one: source code and dependencies among its own files, listed in a manifest. */
const later = Effect.map(tempHome, (home) => {
  const project = join(home, "project")
  mkdirSync(project)
  const run = writeSampleRun(home, 0, { opRef: op("train", project) })
  writeRunFile(run, ".guild/attrs/op", "op-cmd: {}\nsourcecode:\n  dest: .\n")
  writeRunFile(
    run,
    ".guild/manifest",
    [
      `s train.py ${SHA1} train.py`,
      `s 'lib/a b.py' ${SHA1} 'lib/a b.py'`,
      `d data/in.txt ${SHA1} file:data/in.txt`,
      `d renamed.txt ${SHA1} file:named.txt`,
      `d prepared.txt ${SHA1} operation:prepare`,
      `s ../../elsewhere ${SHA1} elsewhere`,
      `s notes.md ${SHA1} ../../outside.md`,
      `s 'unclosed`,
      "x y z",
      ""
    ].join("\n")
  )
  for (const path of ["train.py", "lib/a b.py", "data/in.txt", "renamed.txt", "prepared.txt", "notes.md", "model.bin"])
    writeRunFile(run, path, path)
  symlinkSync("/etc/hostname", join(run.dir, "linked"))
  const call = (...argv: ReadonlyArray<string>) => guild(home, argv, { host: { cwd: project } })
  /** The paths that a command shows, one a line, without the heading. */
  const paths = (...argv: ReadonlyArray<string>) =>
    Effect.map(call(...argv), ({ err, out }) => {
      const lines = `${err}${out}`.trimEnd().split("\n")
      return lines.filter((line) => line.startsWith("  ") && !line.startsWith("  [")).map((line) => line.trim())
    })
  return { call, paths, project, run }
})

describe("a run of a later Guild", () => {
  it.scoped("is merged by its manifest: source code, files of the project, and what it made", () =>
    Effect.gen(function* () {
      const { paths, project } = yield* later
      const source = ["lib/a b.py", "train.py"]
      expect(yield* paths("merge", "--preview", "--sourcecode")).toEqual(source)
      expect(yield* paths("merge", "--preview")).toEqual(["data/in.txt", ...source])
      expect(yield* paths("merge", "--preview", "--all")).toEqual([
        "data/in.txt",
        "lib/a b.py",
        "model.bin",
        "train.py"
      ])
      writeFileSync(join(project, "train.py"), "train.py")
      expect(yield* paths("merge", "--preview", "--sourcecode")).toEqual(["lib/a b.py"])
    })
  )

  it.scoped("has its source code among its files, where it is listed and shown", () =>
    Effect.gen(function* () {
      const { call, paths } = yield* later
      expect(yield* paths("ls", "--sourcecode")).toEqual(["lib/a b.py", "notes.md", "train.py"])
      expect(yield* paths("ls", "--sourcecode", "--path", "lib")).toEqual(["lib/a b.py"])
      expect(yield* paths("ls", "--generated")).toContain("model.bin")
      expect(yield* paths("ls", "--generated")).not.toContain("train.py")
      expect((yield* call("cat", "--sourcecode", "--path", "train.py")).out).toBe("train.py")
    })
  )
})

describe("a run that keeps its source code where its operation says", () => {
  it.scoped("is shown and compared by that directory, whose files are listed as its own", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      for (const nth of [0, 1]) {
        const run = writeSampleRun(home, nth)
        writeRunFile(run, ".guild/attrs/op", "op-cmd: {}\nsourcecode-root: src\n")
        writeRunFile(run, "src/train.py", `# ${nth}\n`)
        writeRunFile(run, "out.txt", "")
      }
      expect((yield* guild(home, ["ls", "-s", "-n"])).out).toBe("")
      expect((yield* guild(home, ["ls", "-n"])).out).toBe("out.txt\nsrc/\nsrc/train.py\n")
      expect((yield* guild(home, ["ls", "-g", "-n"])).out).toBe("out.txt\n")
      expect((yield* guild(home, ["cat", "-s", "-p", "train.py"])).out).toBe("# 1\n")
      expect((yield* guild(home, ["diff", "--sourcecode"])).out).toContain("-# 0\n+# 1")
    })
  )
})
