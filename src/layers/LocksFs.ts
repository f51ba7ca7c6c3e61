import { Effect, Layer, Schedule } from "effect"
import { Host } from "../services/Host.ts"
import { Locks } from "../services/Locks.ts"
import { StoreError } from "../services/RunStore.ts"
import { claimLock, releaseLock } from "./run-store/Lease.ts"
import { isFileName } from "./run-store/Paths.ts"
import { makeDirs } from "./SafeDirs.ts"

/** How often a lock that somebody else holds is looked at. */
const LOOK = "20 millis"

/** Locks as files that name the process which holds them, under the Guild home that `Host` names. */
export const layer: Layer.Layer<Locks, never, Host> = Layer.effect(
  Locks,
  Effect.gen(function* () {
    const { guildHome, pid } = yield* Host
    const dir = `${guildHome}/locks`
    // What this process holds itself, its pid does not tell apart.
    const own = Effect.unsafeMakeSemaphore(1)

    const onDisk = <A>(lock: string, act: () => A): Effect.Effect<A, StoreError> =>
      Effect.try({ try: act, catch: (cause) => new StoreError({ operation: "write", path: lock, cause }) })

    const claim = (name: string) =>
      onDisk(`${dir}/${name}`, () => {
        if (!isFileName(name)) throw new Error(`'${name}' cannot name a lock`)
        makeDirs(dir)
        return claimLock({ lock: `${dir}/${name}`, workDir: dir, pid })
      }).pipe(
        Effect.repeat({ schedule: Schedule.spaced(LOOK), until: (won) => won }),
        // A claim is made in one go, so that none is won and then forgotten.
        Effect.asVoid
      )

    return Locks.of({
      withLock: (name, work) =>
        own.withPermits(1)(
          Effect.acquireUseRelease(
            Effect.interruptible(claim(name)),
            () => work,
            () => Effect.ignore(onDisk(`${dir}/${name}`, () => releaseLock(`${dir}/${name}`)))
          )
        )
    })
  })
)
