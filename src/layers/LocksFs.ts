import { Effect, Layer } from "effect"
import { Host } from "../services/Host.ts"
import { Locks } from "../services/Locks.ts"
import { StoreError } from "../services/RunStore.ts"
import { isFileName } from "../domain/text/Paths.ts"
import { claimLock, emptyLock } from "./run-store/Lease.ts"
import { makeDirs } from "./SafeDirs.ts"

/** Locks as files that name the process which holds them, under the Guild home that `Host` names. */
export const layer: Layer.Layer<Locks, never, Host> = Layer.effect(
  Locks,
  Effect.gen(function* () {
    const { guildHome, pid } = yield* Host
    const dir = `${guildHome}/locks`
    // What this process holds itself, its pid does not tell apart.
    const own = new Set<string>()

    const onDisk = <A>(lock: string, act: () => A): Effect.Effect<A, StoreError> =>
      Effect.try({ try: act, catch: (cause) => new StoreError({ operation: "write", path: lock, cause }) })

    const claim = (name: string) =>
      onDisk(`${dir}/${name}`, () => {
        if (!isFileName(name)) throw new Error(`'${name}' cannot name a lock`)
        if (own.has(name)) return false
        makeDirs(dir)
        const won = claimLock({ lock: `${dir}/${name}`, workDir: dir, pid })
        if (won) own.add(name)
        return won
      })

    const giveUp = (name: string) =>
      Effect.ignore(
        onDisk(`${dir}/${name}`, () => {
          own.delete(name)
          emptyLock(`${dir}/${name}`)
        })
      )

    return Locks.of({
      ifFree: (name, work) =>
        Effect.acquireUseRelease(
          claim(name),
          (won) => (won ? Effect.asSome(work) : Effect.succeedNone),
          (won) => (won ? giveUp(name) : Effect.void)
        )
    })
  })
)
