import { Effect, Either } from "effect"
import { describe, expect, it } from "vitest"
import { renderSourcePreview, renderSourceWarning } from "../../../src/cli/render/sourcecode.ts"
import type { SourceCodeDef } from "../../../src/domain/ops/OpDef.ts"
import { dirCandidates, rulesFor, selectRule, sourceRoot } from "../../../src/domain/source/SourceRules.ts"
import { decodeSourceCode } from "../../../src/domain/source/SourceRulesDecode.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { layer } from "../../../src/layers/SourceFilesMemory.ts"
import { SourceFiles } from "../../../src/services/SourceFiles.ts"

const PATHS = [
  ".dotdir/a.txt",
  ".gitattributes",
  "__pycache__/hello.pyc",
  "a.txt",
  "empty",
  "env/bin/activate",
  "env/some-env-file",
  "guild.yml",
  "hello.py",
  "hello.pyc",
  "nocopy_dir/.guild-nocopy",
  "nocopy_dir/a.txt",
  "subdir/b.txt",
  "subdir/logo.png"
]

const project = layer(new Map(PATHS.map((path) => [`/project/${path}`, new Uint8Array()])))

const def = (value: Value): SourceCodeDef => Either.getOrThrow(decodeSourceCode(value))

const preview = (model: Value, op: Value): string =>
  Effect.runSync(
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const sourcecode = { model: def(model), op: def(op) }
      const root = sourceRoot(sourcecode)
      const dir = root === "." ? "/project" : `/project/${root}`
      const dirs = yield* sources.directories(dir, dirCandidates(sourcecode))
      const { rules, disabled } = rulesFor(sourcecode, (path) => dirs.has(path))
      return renderSourcePreview({ root, rules, disabled, selection: yield* sources.select(dir, rules) })
    }).pipe(Effect.provide(project))
  )

const DEFAULT_RULES = `Rules:
  exclude dir '__pycache__'
  exclude dir '.*'
  exclude dir '*' with '.guild-nocopy'
  exclude dir '*' with 'bin/activate'
  exclude dir 'build'
  exclude dir '*.egg-info'
  include text '*' size < 1048577, max match 100
`

const OFF = `Copying from the current directory
Rules:
  exclude '*'
Source code copy disabled`

const from = (rules: string): string => `Copying from the current directory\n${DEFAULT_RULES}${rules}`

describe("source code preview", () => {
  it("shows the default rules", () => {
    expect(preview(null, null)).toBe(
      from(`Selected for copy:
  ./.gitattributes
  ./a.txt
  ./empty
  ./guild.yml
  ./hello.py
  ./subdir/b.txt
Skipped:
  ./hello.pyc
  ./subdir/logo.png`)
    )
  })

  it("shows another root", () => {
    expect(preview(null, { root: "subdir" })).toBe(
      `Copying from 'subdir'\n${DEFAULT_RULES}Selected for copy:
  subdir/b.txt
Skipped:
  subdir/logo.png`
    )
  })

  it("shows how patterns alone select nothing else", () => {
    expect(preview(null, "*.png")).toBe(
      from(`  exclude '*'
  include '*.png'
Selected for copy:
  ./subdir/logo.png
Skipped:
  ./.gitattributes
  ./a.txt
  ./empty
  ./guild.yml
  ./hello.py
  ./hello.pyc
  ./subdir/b.txt`)
    )
  })

  it("shows a directory's name as what is below it", () => {
    const expected = from(`  exclude '*'
  include 'subdir/*'
Selected for copy:
  ./subdir/b.txt
  ./subdir/logo.png
Skipped:
  ./.gitattributes
  ./a.txt
  ./empty
  ./guild.yml
  ./hello.py
  ./hello.pyc`)
    expect(preview(null, "subdir/*")).toBe(expected)
    expect(preview(null, "subdir")).toBe(expected)
  })

  it("does not mention an excluded directory", () => {
    expect(preview(null, [{ exclude: { dir: "subdir" } }])).toBe(
      from(`  exclude dir 'subdir'
Selected for copy:
  ./.gitattributes
  ./a.txt
  ./empty
  ./guild.yml
  ./hello.py
Skipped:
  ./hello.pyc`)
    )
  })

  it("shows an included hidden directory in its place", () => {
    expect(preview(null, [{ include: { dir: ".dotdir" } }])).toBe(
      from(`  include dir '.dotdir'
Selected for copy:
  ./.gitattributes
  ./a.txt
  ./empty
  ./guild.yml
  ./hello.py
  ./.dotdir/a.txt
  ./subdir/b.txt
Skipped:
  ./hello.pyc
  ./subdir/logo.png`)
    )
  })

  it("shows the model's rules before the operation's", () => {
    expect(preview([{ include: "subdir/logo.png" }], [{ exclude: ["*.py", "a.*"] }])).toBe(
      from(`  include 'subdir/logo.png'
  exclude '*.py', 'a.*'
Selected for copy:
  ./.gitattributes
  ./empty
  ./guild.yml
  ./subdir/b.txt
  ./subdir/logo.png
Skipped:
  ./a.txt
  ./hello.py
  ./hello.pyc`)
    )
  })

  it("ends with an empty list where nothing is skipped", () => {
    expect(preview("*", null).endsWith("  ./subdir/logo.png\nSkipped:")).toBe(true)
  })

  it("says so where the copy is switched off", () => {
    expect(preview(null, false)).toBe(OFF)
    expect(preview(null, [])).toBe(OFF)
    expect(preview(false, null)).toBe(OFF)
    expect(preview("*", false)).toBe(OFF)
    expect(preview(null, [{ exclude: "*" }])).toBe(from("  exclude '*'\nSource code copy disabled"))
  })

  it("lets no file name act on the terminal", () => {
    const text = renderSourcePreview({
      root: ".",
      rules: [selectRule(true, ["\u001b]0;x\u0007"])],
      disabled: false,
      selection: { selected: ["a\u001b[2J\nb"], skipped: [], warnings: [] }
    })
    expect(text).toContain("  ./a\\x1b[2J\\x0ab\n")
    expect(text).toContain("include '\\x1b]0;x\\x07'")
  })
})

describe("source code warning", () => {
  it("tells of too many files", () => {
    expect(renderSourceWarning(".", { kind: "too-many", limit: 100 })).toBe(
      "Found more than 100 source code files but will only copy 100 as a safety measure. " +
        "To control which files are copied, define 'sourcecode' for the operation in a Guild file."
    )
  })

  it("tells of a file that is too big", () => {
    expect(renderSourceWarning(".", { kind: "too-big", path: "too-big.txt" })).toBe(
      "Skipping potential source code file ./too-big.txt because it's too big. " +
        "To control which files are copied, define 'sourcecode' for the operation in a Guild file."
    )
  })

  it("tells of a file that cannot be read, and why", () => {
    expect(renderSourceWarning("..", { kind: "unreadable", path: "x", reason: "EACCES: permission denied" })).toContain(
      "source code file ../x because it cannot be read: EACCES: permission denied."
    )
  })
})
