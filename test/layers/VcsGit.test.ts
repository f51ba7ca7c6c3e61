import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { afterAll, describe } from "vitest"
import { layer } from "../../src/layers/VcsGit.ts"
import { Vcs } from "../../src/services/Vcs.ts"
import { captureProcesses } from "../support/captureProcesses.ts"
import { testHost } from "../support/testHost.ts"

const base = realpathSync(mkdtempSync(join(tmpdir(), "guild-vcs-")))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const PATH = process.env["PATH"] ?? ""

const git = (cwd: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH, HOME: base }
  }).trim()

const makeRepo = (): string => {
  const repo = mkdtempSync(join(base, "repo-"))
  git(repo, "init", "-q")
  return repo
}

const commitAll = (repo: string): string => {
  git(repo, "add", ".")
  git(repo, "commit", "-q", "-m", "commit")
  return git(repo, "rev-parse", "HEAD")
}

const commitOf = (dir: string, env: Readonly<Record<string, string>> = {}, started?: Array<ReadonlyArray<string>>) =>
  Effect.flatMap(Vcs, (vcs) => vcs.commit(dir)).pipe(
    Effect.map(Option.getOrUndefined),
    Effect.provide(
      layer.pipe(Layer.provide([testHost({ env: { PATH, HOME: base, ...env } }), captureProcesses(started)]))
    )
  )

describe("the git commit of a directory", () => {
  it.effect("is none before anything is committed", () =>
    Effect.gen(function* () {
      expect(yield* commitOf(makeRepo())).toBeUndefined()
    })
  )

  it.effect("is the latest commit, with a star while anything is not committed", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      const first = commitAll(repo)
      expect(yield* commitOf(repo)).toBe(`git:${first}`)
      writeFileSync(join(repo, "hello-2"), "")
      expect(yield* commitOf(repo)).toBe(`git:${first}*`)
      const second = commitAll(repo)
      expect(yield* commitOf(repo)).toBe(`git:${second}`)
      writeFileSync(join(repo, "hello"), "changed")
      expect(yield* commitOf(repo)).toBe(`git:${second}*`)
    })
  )

  it.effect("counts nothing that git ignores", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, ".gitignore"), "*.log\n")
      const commit = commitAll(repo)
      writeFileSync(join(repo, "a.log"), "")
      expect(yield* commitOf(repo)).toBe(`git:${commit}`)
    })
  )

  it.effect("is that of the directory's own files in a part of a repository", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      const part = join(repo, "subdir")
      mkdirSync(part)
      writeFileSync(join(repo, "hello"), "")
      commitAll(repo)
      expect(yield* commitOf(part)).toBeUndefined()
      writeFileSync(join(part, "hello-3"), "")
      expect(yield* commitOf(part)).toBeUndefined()
      const commit = commitAll(repo)
      expect(yield* commitOf(part)).toBe(`git:${commit}`)
      writeFileSync(join(repo, "hello-4"), "")
      commitAll(repo)
      expect(yield* commitOf(part)).toBe(`git:${commit}`)
    })
  )

  it.effect("is found in a linked working tree", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      const commit = commitAll(repo)
      const tree = join(base, "tree")
      git(repo, "worktree", "add", "-q", tree)
      expect(yield* commitOf(tree)).toBe(`git:${commit}`)
    })
  )

  it.effect("is none without a repository, and no program is started to find that out", () =>
    Effect.gen(function* () {
      const started: Array<ReadonlyArray<string>> = []
      expect(yield* commitOf(mkdtempSync(join(base, "plain-")), {}, started)).toBeUndefined()
      expect(started).toEqual([])
    })
  )

  it.effect("is none in a directory that only looks like a repository, and without git", () =>
    Effect.gen(function* () {
      const fake = mkdtempSync(join(base, "fake-"))
      mkdirSync(join(fake, ".git"))
      expect(yield* commitOf(fake)).toBeUndefined()
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      commitAll(repo)
      expect(yield* commitOf(repo, { PATH: "/nowhere" })).toBeUndefined()
    })
  )

  it.effect("is none where the environment says so", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      commitAll(repo)
      expect(yield* commitOf(repo, { NO_VCS_COMMIT: "1" })).toBeUndefined()
    })
  )

  it.effect("does not let an enclosing git command name another repository", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      const commit = commitAll(repo)
      expect(yield* commitOf(repo, { GIT_DIR: join(makeRepo(), ".git") })).toBe(`git:${commit}`)
    })
  )

  it.effect("starts no program that the repository's configuration names", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      writeFileSync(join(repo, "hello"), "")
      const commit = commitAll(repo)
      git(repo, "config", "core.fsmonitor", `touch ${join(repo, "was-here")} #`)
      expect(yield* commitOf(repo)).toBe(`git:${commit}`)
    })
  )
})

describe("what is committed of some paths", () => {
  const committedOf = (dir: string, paths: ReadonlyArray<string>) =>
    Effect.flatMap(Vcs, (vcs) => vcs.committed(dir, paths)).pipe(
      Effect.map((found) => [...found].sort()),
      Effect.provide(layer.pipe(Layer.provide([testHost({ env: { PATH, HOME: base } }), captureProcesses()])))
    )

  it.effect("is what the latest commit has as it is on the disk", () =>
    Effect.gen(function* () {
      const repo = makeRepo()
      mkdirSync(join(repo, "sub"))
      for (const name of ["kept", "changed", "staged", "sub/*", "sub/a"]) writeFileSync(join(repo, name), name)
      expect(yield* committedOf(repo, ["kept"])).toEqual([])
      commitAll(repo)
      writeFileSync(join(repo, "changed"), "other")
      writeFileSync(join(repo, "staged"), "other")
      writeFileSync(join(repo, "new"), "")
      git(repo, "add", "staged")
      expect(yield* committedOf(repo, ["kept", "changed", "staged", "new", "none", "sub/*"])).toEqual(["kept", "sub/*"])
      // Paths count from the directory that is asked about, and a star is a star.
      expect(yield* committedOf(join(repo, "sub"), ["*"])).toEqual(["*"])
    })
  )

  it.effect("is nothing where there is no repository", () =>
    Effect.gen(function* () {
      const dir = mkdtempSync(join(base, "plain-"))
      writeFileSync(join(dir, "a"), "")
      expect(yield* committedOf(dir, ["a"])).toEqual([])
    })
  )
})
