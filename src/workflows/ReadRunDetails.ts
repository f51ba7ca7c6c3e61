import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { ATTRS_DIR, PROTO_DIR } from "../domain/runs/RunLayout.ts"
import type { Value } from "../domain/Value.ts"
import { RunFiles } from "../services/RunFiles.ts"
import type { AttrDamaged, StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"

/** A run with all its attributes, and those of a batch's prototype. */
export interface RunDetails {
  readonly run: Run
  readonly attrs: ReadonlyMap<string, Value>
  readonly proto: ReadonlyMap<string, Value> | undefined
}

/** The prototype run of a batch has no id of its own in the store. */
const PROTO_ID = RunId.make("proto")

/** Reads everything that is known of a run. */
export const readRunDetails = (run: Run): Effect.Effect<RunDetails, StoreError, RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const attrs = new Map(yield* store.readAttrs(run))
    const protoRef = { id: PROTO_ID, dir: `${run.dir}/${PROTO_DIR}` }
    const proto = run.isBatch ? new Map(yield* store.readAttrs(protoRef)) : undefined
    return { run, attrs, proto }
  })

/** The attributes of a run that are there and say nothing that can be read: those of its files that `attrs` does not have. */
export const damagedAttrs = ({
  run,
  attrs
}: RunDetails): Effect.Effect<ReadonlyArray<AttrDamaged>, never, RunFiles | RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const files = yield* (yield* RunFiles).list(`${run.dir}/${ATTRS_DIR}`, { followLinks: false })
    const unread = files.filter(({ kind, path }) => kind === "file" && !attrs.has(path))
    const damaged = yield* Effect.forEach(unread, ({ path }) =>
      store.readAttr(run, path).pipe(
        Effect.as([]),
        Effect.catchTag("AttrDamaged", (error) => Effect.succeed([error]))
      )
    )
    return damaged.flat()
  }).pipe(Effect.orElseSucceed(() => []))
