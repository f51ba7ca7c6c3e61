import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { Chunk, Effect, Layer, Option } from "effect"
import { formatCommit, parseGitStatus } from "../domain/source/GitStatus.ts"
import { Host } from "../services/Host.ts"
import { Processes } from "../services/Processes.ts"
import { Vcs } from "../services/Vcs.ts"

/** A repository that takes longer than this is not worth the wait. */
const GIT_TIMEOUT_MS = 10_000

/** Paths on one command line of git. */
const PATHS_AT_ONCE = 200

/** The nearest directory upward that has a repository of its own; no process is started to find it. */
const repositoryOf = (dir: string): string | undefined => {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at
    if (dirname(at) === at) return undefined
  }
}

/** Variables by which an enclosing git command (guild in a hook, say) would have git look at another repository. */
const REDIRECTIONS = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"]

const gitEnv = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !REDIRECTIONS.includes(name))),
  LC_ALL: "C",
  // Looking must not take the lock that a commit at the same moment needs.
  GIT_OPTIONAL_LOCKS: "0"
})

/** Asks the git program. */
export const layer: Layer.Layer<Vcs, never, Host | Processes> = Layer.effect(
  Vcs,
  Effect.gen(function* () {
    const host = yield* Host
    const processes = yield* Processes

    /** What git prints, or none where it refuses or is not there. */
    const git = (dir: string, ...args: ReadonlyArray<string>): Effect.Effect<Option.Option<string>> =>
      processes
        .capture({
          // A repository's own configuration may name a program to watch its files; that is not for us to start.
          argv: ["git", "-c", "core.fsmonitor=false", ...args],
          cwd: dir,
          env: gitEnv(host.env),
          stdin: "ignore",
          timeoutMs: GIT_TIMEOUT_MS
        })
        .pipe(
          Effect.map(({ exitStatus, stdout }) => (exitStatus === 0 ? Option.some(stdout) : Option.none())),
          Effect.catchTag("SpawnFailed", () => Effect.succeedNone)
        )

    const status = (dir: string) =>
      Effect.map(git(dir, "status", "--porcelain=v2", "--branch"), Option.map(parseGitStatus))

    /** The latest commit of anything below a directory; history is searched only for a part of the repository. */
    const latest = (dir: string) =>
      Effect.map(
        git(dir, "log", "-1", "--format=%H", "--", "."),
        Option.flatMap((output) => Option.liftPredicate(output.trim(), (commit) => commit !== ""))
      )

    /** Those of some paths that a command lists, as many at a time as a command line surely takes. */
    const listed = (dir: string, paths: ReadonlyArray<string>, ...args: ReadonlyArray<string>) =>
      Effect.reduce(
        Chunk.chunksOf(Chunk.fromIterable(paths), PATHS_AT_ONCE),
        Option.some(new Set<string>()),
        (seen, some) =>
          Effect.map(git(dir, "--literal-pathspecs", ...args, "--", ...some), (output) =>
            Option.zipWith(
              seen,
              output,
              (all, text) => new Set([...all, ...text.split("\0").filter((path) => path !== "")])
            )
          )
      )

    return Vcs.of({
      committed: (dir, paths) =>
        Effect.gen(function* () {
          if (repositoryOf(dir) === undefined) return new Set<string>()
          const known = yield* listed(dir, paths, "ls-files", "-z")
          const differs = yield* listed(
            dir,
            paths,
            ...["diff", "--name-only", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--no-renames", "HEAD"]
          )
          const kept = Option.zipWith(known, differs, (all, changed) => [...all].filter((path) => !changed.has(path)))
          return new Set(Option.getOrElse(kept, () => []))
        }),
      commit: (dir) =>
        Effect.gen(function* () {
          if (host.env["NO_VCS_COMMIT"] === "1") return Option.none()
          const repository = repositoryOf(dir)
          if (repository === undefined) return Option.none()
          // A directory in somebody's large repository that has no commit of its own is not worth a look at all of that.
          const part = repository === dir ? Option.none() : yield* latest(dir)
          if (repository !== dir && Option.isNone(part)) return Option.none()
          const found = yield* status(dir)
          return Option.flatMap(found, ({ head, changed }) =>
            Option.map(
              Option.orElse(part, () => Option.fromNullable(head)),
              (commit) => formatCommit(commit, changed)
            )
          )
        })
    })
  })
)
