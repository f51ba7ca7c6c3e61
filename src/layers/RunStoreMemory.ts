import { Clock, Effect, Hash, HashMap, Layer, Option, Ref } from "effect"
import { randomUUID } from "node:crypto"
import type { OpRef } from "../domain/ops/OpRef.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { GUILD_DIR, PROTO_DIR } from "../domain/runs/RunLayout.ts"
import type { Marker } from "../domain/runs/RunLayout.ts"
import type { Value } from "../domain/Value.ts"
import type { RunScope } from "../services/RunStore.ts"
import { RunStore, StoreError } from "../services/RunStore.ts"
import { assembleRun } from "./run-store/AssembleRun.ts"
import { isAttrName } from "../domain/runs/RunAttrs.ts"
import { isFileName } from "../domain/text/Paths.ts"
import { runsDirOf, trashDirOf, trashedId } from "./run-store/Paths.ts"

interface StoredRun {
  readonly opRef: OpRef | undefined
  readonly attrs: HashMap.HashMap<string, Value>
  readonly markers: HashMap.HashMap<Marker, string>
}

type Dirs = HashMap.HashMap<string, StoredRun>

const empty: StoredRun = { opRef: undefined, attrs: HashMap.empty(), markers: HashMap.empty() }

const newId = (): RunId => RunId.make(randomUUID().replaceAll("-", ""))

const splitPath = (dir: string): readonly [parent: string, name: string] => {
  const slash = dir.lastIndexOf("/")
  return [dir.slice(0, slash), dir.slice(slash + 1)]
}

/** The run in a directory as a reader finds it; a directory without an operation holds none. */
const readIn = (dirs: Dirs, ref: RunRef, isAlive: (pid: number) => boolean): Option.Option<Run> =>
  Option.flatMap(HashMap.get(dirs, ref.dir), ({ attrs, markers, opRef }) => {
    if (opRef === undefined) return Option.none()
    const proto = Option.getOrUndefined(HashMap.get(dirs, `${ref.dir}/${PROTO_DIR}`))
    const pid = Number(Option.getOrElse(HashMap.get(markers, "LOCK"), () => "0"))
    const names = new Set<string>(HashMap.keys(markers))
    return Option.some(
      assembleRun(ref, {
        opRef,
        isBatch: proto !== undefined,
        protoOpRef: proto?.opRef,
        markers: names,
        lock: names.has("LOCK") ? { pid, alive: pid > 0 && isAlive(pid) } : undefined,
        attr: (name) => Option.getOrUndefined(HashMap.get(attrs, name))
      })
    )
  })

/** A directory and those below it (a batch's prototype) under another name. */
const moved = (dirs: Dirs, from: string, to: string): Dirs =>
  HashMap.reduce(dirs, dirs, (all, run, dir) =>
    dir === from || dir.startsWith(`${from}/`)
      ? HashMap.set(HashMap.remove(all, dir), `${to}${dir.slice(from.length)}`, run)
      : all
  )

export interface MemoryOptions {
  /** The Guild home that paths pretend to lie in. */
  readonly guildHome?: string
  /** Whether a pid in a LOCK lives; all do unless told otherwise. */
  readonly isAlive?: (pid: number) => boolean
}

/** Run directories that live in memory: for tests, doc pages and users' property tests. */
export const layerWith = ({ guildHome = "/guild", isAlive = () => true }: MemoryOptions): Layer.Layer<RunStore> =>
  Layer.effect(
    RunStore,
    Effect.gen(function* () {
      const dirs = yield* Ref.make<Dirs>(HashMap.empty())
      const last = yield* Ref.make(0)
      const runsDir = runsDirOf(guildHome)
      const trashDir = trashDirOf(guildHome)
      const rootOf = (scope: RunScope) => (scope === "live" ? runsDir : scope === "trash" ? trashDir : scope.archive)

      const nextMicros = Effect.flatMap(Clock.currentTimeNanos, (nanos) =>
        Ref.updateAndGet(last, (before) => Math.max(before + 1, Number(nanos / 1_000n)))
      )

      const refuse = (operation: StoreError["operation"], path: string, reason: string) =>
        new StoreError({ operation, path, cause: new Error(reason) })

      const holderOf = ({ markers }: StoredRun): number | undefined => {
        const pid = Number(Option.getOrElse(HashMap.get(markers, "LOCK"), () => "0"))
        return pid > 0 && isAlive(pid) ? pid : undefined
      }

      const change = (run: RunRef, f: (stored: StoredRun) => StoredRun) =>
        Ref.update(dirs, (all) =>
          HashMap.set(all, run.dir, f(Option.getOrElse(HashMap.get(all, run.dir), () => empty)))
        )

      const withAttr = <A, E>(
        operation: StoreError["operation"],
        run: RunRef,
        name: string,
        act: Effect.Effect<A, E>
      ): Effect.Effect<A, E | StoreError> =>
        isAttrName(name) ? act : Effect.fail(refuse(operation, `${run.dir}/${name}`, "not an attribute name"))

      const move = (operation: "trash" | "restore", from: string, to: string) =>
        Effect.flatMap(Ref.get(dirs), (all) =>
          HashMap.has(all, from)
            ? Ref.update(dirs, (now) => moved(now, from, to))
            : Effect.fail(refuse(operation, from, "no such run"))
        )

      const attrsOf = (run: RunRef) =>
        Effect.map(Ref.get(dirs), (all) =>
          Option.match(HashMap.get(all, run.dir), {
            onNone: () => HashMap.empty<string, Value>(),
            onSome: ({ attrs }) => attrs
          })
        )

      return RunStore.of({
        runsDir,
        revision: Effect.map(Ref.get(dirs), (all) =>
          HashMap.reduce(all, 0, (hash, _, dir) => (splitPath(dir)[0] === runsDir ? hash ^ Hash.string(dir) : hash))
        ),
        reserve: Effect.sync(() => {
          const id = newId()
          return { id, dir: `${runsDir}/${id}` }
        }),
        allocate: ({ dir, id = newId() }) =>
          Effect.gen(function* () {
            const run: RunRef = { id, dir: dir ?? `${runsDir}/${id}` }
            if (!isFileName(id)) return yield* refuse("create", run.dir, `'${id}' cannot name a run`)
            const taken = HashMap.has(yield* Ref.get(dirs), run.dir)
            if (taken && dir === undefined) return yield* refuse("create", run.dir, "there is a run with this id")
            const initialized = yield* nextMicros
            yield* change(run, (stored) => ({
              ...stored,
              attrs: stored.attrs.pipe(
                HashMap.set<string, Value>("id", id),
                HashMap.set<string, Value>("initialized", initialized)
              ),
              markers: HashMap.set(stored.markers, "PENDING", "")
            }))
            return run
          }),
        establish: (run, opRef) =>
          Effect.as(
            change(run, (stored) => ({ ...stored, opRef })),
            run
          ),
        readAttr: (run, name) => withAttr("read", run, name, Effect.map(attrsOf(run), HashMap.get(name))),
        readAttrs: (run) =>
          Effect.map(attrsOf(run), (attrs) => HashMap.toEntries(attrs).sort(([a], [b]) => byCodePoint(a, b))),
        writeAttr: (run, name, value) =>
          withAttr(
            "write",
            run,
            name,
            change(run, (stored) => ({ ...stored, attrs: HashMap.set(stored.attrs, name, value) }))
          ),
        stamp: (run, name) =>
          Effect.tap(nextMicros, (micros) =>
            change(run, (stored) => ({ ...stored, attrs: HashMap.set<string, Value>(stored.attrs, name, micros) }))
          ),
        removeAttr: (run, name) =>
          withAttr(
            "write",
            run,
            name,
            change(run, (stored) => ({ ...stored, attrs: HashMap.remove(stored.attrs, name) }))
          ),
        mark: (run, marker, content = "") =>
          change(run, (stored) => ({ ...stored, markers: HashMap.set(stored.markers, marker, content) })),
        unmark: (run, marker) =>
          change(run, (stored) => ({ ...stored, markers: HashMap.remove(stored.markers, marker) })),
        claim: (run, pid, from) =>
          Ref.modify(dirs, (all) => {
            const stored = Option.getOrUndefined(HashMap.get(all, run.dir))
            if (stored === undefined) return [false, all]
            const holder = holderOf(stored)
            if (holder !== undefined && holder !== from) return [false, all]
            const claimed = { ...stored, markers: HashMap.set(stored.markers, "LOCK", String(pid)) }
            return [true, HashMap.set(all, run.dir, claimed)]
          }),
        holder: (run) =>
          Effect.map(Ref.get(dirs), (all) => holderOf(Option.getOrElse(HashMap.get(all, run.dir), () => empty))),
        // No act of the store reads it again: it is for the user's shell.
        writeEnv: () => Effect.void,
        linkRun: (from, name) =>
          isFileName(name) && name !== GUILD_DIR
            ? Effect.void
            : Effect.fail(refuse("write", `${from.dir}/${name}`, "not a name for a link")),
        read: (run) => Effect.map(Ref.get(dirs), (all) => readIn(all, run, isAlive)),
        list: (scope) =>
          Effect.map(Ref.get(dirs), (all) =>
            HashMap.toEntries(all).flatMap(([dir, { opRef }]) => {
              const [parent, name] = splitPath(dir)
              const id = RunId.make(scope === "trash" ? trashedId(name) : name)
              return parent === rootOf(scope) && opRef !== undefined && !name.startsWith(".") ? [{ id, dir }] : []
            })
          ),
        // There are no links in memory, and nobody is killed.
        halfMade: () => Effect.succeed([]),
        trash: (run) =>
          Effect.gen(function* () {
            const to = `${trashDir}/${splitPath(run.dir)[1]}`
            if (!HashMap.has(yield* Ref.get(dirs), run.dir)) return yield* refuse("trash", run.dir, "no such run")
            if (HashMap.has(yield* Ref.get(dirs), to)) yield* move("trash", to, `${to}_${randomUUID().slice(0, 8)}`)
            yield* move("trash", run.dir, to)
          }),
        restore: (run) =>
          Effect.gen(function* () {
            const to = `${runsDir}/${run.id}`
            if (!isFileName(run.id)) return yield* refuse("restore", run.dir, `'${run.id}' cannot name a run`)
            if (HashMap.has(yield* Ref.get(dirs), to)) {
              return yield* refuse("restore", run.dir, `there is a run with this id in ${runsDir}`)
            }
            yield* move("restore", run.dir, to)
          }),
        purge: (run) =>
          Ref.update(dirs, (all) => HashMap.filter(all, (_, dir) => dir !== run.dir && !dir.startsWith(`${run.dir}/`)))
      })
    })
  )

export const layer: Layer.Layer<RunStore> = layerWith({})
