import { Effect, Layer, Option } from "effect"
import { ArchiveError, RunArchives, RunVanished } from "../services/RunArchives.ts"
import { RunStore } from "../services/RunStore.ts"

/** Runs carried within the RunStore that is given, for tests. A zip file is a directory of that name; links are not told apart. */
export const layer: Layer.Layer<RunArchives, never, RunStore> = Layer.effect(
  RunArchives,
  Effect.map(RunStore, (store) =>
    RunArchives.of({
      open: ({ path }) => Effect.succeed(path),
      openToAdd: ({ path }) => Effect.succeed(path),
      has: ({ id }, dir) =>
        Effect.map(Effect.orElseSucceed(store.read({ id, dir: `${dir}/${id}` }), Option.none), Option.isSome),
      carry: (run, dir, { move }) =>
        Effect.gen(function* () {
          const to = { id: run.id, dir: `${dir}/${run.id}` }
          if (Option.isSome(yield* store.read(to))) return false
          const read = yield* store.read(run)
          if (Option.isNone(read)) return yield* new RunVanished({ id: run.id })
          const found = read.value
          const attrs = yield* store.readAttrs(run)
          yield* store.allocate(to)
          yield* store.establish(to, found.opRef)
          yield* store.removeAttr(to, "initialized")
          yield* Effect.forEach(attrs, ([name, value]) => store.writeAttr(to, name, value))
          if (found.status._tag !== "Pending") yield* store.unmark(to, "PENDING")
          if (found.status._tag === "Staged") yield* store.mark(to, "STAGED")
          if (move) yield* store.purge(run)
          return true
        }).pipe(
          Effect.mapError((cause) =>
            cause._tag === "RunVanished"
              ? cause
              : new ArchiveError({ operation: move ? "move" : "copy", path: run.dir, cause })
          )
        ),
      save: (archive, _dir, moved) =>
        Effect.forEach(moved, (run) => store.purge(run), { discard: true }).pipe(
          Effect.mapError((cause) => new ArchiveError({ operation: "save", path: archive.path, cause }))
        )
    })
  )
)
