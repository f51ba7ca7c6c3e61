import { Clock, Effect, Either, Layer, Option } from "effect"
import { randomUUID } from "node:crypto"
import { readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { printOpRef } from "../domain/ops/OpRef.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { ATTRS_DIR, ENV_FILE, GUILD_DIR, OPREF_FILE } from "../domain/runs/RunLayout.ts"
import type { Value } from "../domain/Value.ts"
import { dumpYaml } from "../domain/yaml/Yaml.ts"
import { Host } from "../services/Host.ts"
import { AttrDamaged, RunStore, StoreError } from "../services/RunStore.ts"
import { lockKeeper } from "./run-store/KeepLocks.ts"
import { claimLock, lockHolder, releaseLock, writeOwner } from "./run-store/Lease.ts"
import {
  bringOut,
  hiddenFrom,
  hiddenPlace,
  isHidden,
  leaveHidden,
  makeHidden,
  markPending,
  placeOf,
  sweepHidden
} from "./run-store/NewRun.ts"
import { isTaken, moveTree, removeTree, sweepGoing } from "./run-store/MoveRun.ts"
import { listRunDirs, scopeDir } from "./run-store/ListRunDirs.ts"
import { isAttrName } from "../domain/runs/RunAttrs.ts"
import { isFileName } from "../domain/text/Paths.ts"
import { runsDirOf, trashDirOf } from "./run-store/Paths.ts"
import { parseAttr, readAttrFile, readRunDir } from "./run-store/ReadRunDir.ts"
import { sweepTemps } from "./run-store/SweepTemps.ts"
import { linkWhole, writeWhole } from "./run-store/WriteWhole.ts"
import { makeDirs } from "./SafeDirs.ts"

type Operation = StoreError["operation"]

/** Asks the disk for something; whatever it throws becomes the typed refusal. */
const onDisk = <A>(operation: Operation, path: string, act: () => A): Effect.Effect<A, StoreError> =>
  Effect.try({ try: act, catch: (cause) => new StoreError({ operation, path, cause }) })

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")

const attrPath = (run: RunRef, name: string): string => `${run.dir}/${ATTRS_DIR}/${name}`

/** The path of an attribute, refused where the name would lead elsewhere. */
const checkedAttr = (operation: Operation, run: RunRef, name: string): Effect.Effect<string, StoreError> =>
  isAttrName(name)
    ? Effect.succeed(attrPath(run, name))
    : Effect.fail(new StoreError({ operation, path: attrPath(run, name), cause: new Error("not an attribute name") }))

const writeValue = (run: RunRef, name: string, value: Value): void => {
  const dumped = dumpYaml(value)
  const text = dumped.endsWith("\n") ? dumped : `${dumped}\n`
  // Nobody reads of a run that is out of sight.
  if (isHidden(run.dir)) writeFileSync(attrPath(run, name), text, { mode: 0o644 })
  else writeWhole(attrPath(run, name), text, `${run.dir}/${GUILD_DIR}`)
}

let lastMicros = 0

/** Microseconds since the epoch; never the same twice in a process, so that runs of one millisecond keep their order. */
const nextMicros = Effect.map(Clock.currentTimeNanos, (nanos) => {
  lastMicros = Math.max(lastMicros + 1, Number(nanos / 1_000n))
  return lastMicros
})

const newId = (): RunId => RunId.make(randomUUID().replaceAll("-", ""))

/** Fills the directory of a run with what every run has; one that was made for it does not stay where that cannot be done. */
const begin = (run: RunRef, initialized: number, hiddenIn: string | undefined): void => {
  try {
    markPending(run.dir)
    writeValue(run, "id", run.id)
    writeValue(run, "initialized", initialized)
  } catch (cause) {
    if (hiddenIn !== undefined) {
      rmSync(run.dir, { recursive: true, force: true })
      leaveHidden(hiddenIn)
    }
    throw cause
  }
}

/** Makes the link to a run; what it leads to need not be there, but has to be in a directory that is. */
const makeLink = (from: RunRef, name: string, to: RunRef): void =>
  linkWhole(
    `${from.dir}/${name}`,
    join(relative(realpathSync(from.dir), realpathSync(dirname(to.dir))), basename(to.dir)),
    `${from.dir}/${GUILD_DIR}`
  )

/** A file system without links holds runs all the same. */
const linkAhead = (from: RunRef, to: RunRef): void => {
  makeDirs(dirname(to.dir))
  try {
    makeLink(from, to.id, to)
  } catch {
    return
  }
}

/** Run directories as files, in the layout of docs/run-layout.md, under the Guild home that `Host` names. */
export const layer: Layer.Layer<RunStore, never, Host> = Layer.scoped(
  RunStore,
  Effect.gen(function* () {
    const { guildHome } = yield* Host
    const runsDir = runsDirOf(guildHome)
    const trashDir = trashDirOf(guildHome)
    const swept = new Set<string>()
    let isSwept = false
    const keeper = lockKeeper()
    yield* Effect.addFinalizer(() => Effect.sync(keeper.close))

    return RunStore.of({
      runsDir,
      revision: onDisk("read", runsDir, () => statSync(runsDir, { throwIfNoEntry: false })?.mtimeMs ?? 0),
      reserve: Effect.sync(() => {
        const id = newId()
        return { id, dir: `${runsDir}/${id}` }
      }),
      allocate: ({ dir, id = newId(), linkedFrom }) =>
        Effect.flatMap(nextMicros, (initialized) => {
          const run: RunRef = dir === undefined ? hiddenPlace(runsDir, id) : { id, dir }
          const place = placeOf(runsDir, run)
          return onDisk("create", place.dir, () => {
            if (!isFileName(id)) throw new Error(`'${id}' cannot name a run`)
            if (!isSwept) sweepHidden(runsDir, initialized / 1_000)
            isSwept = true
            if (dir === undefined) makeHidden(runsDir, run)
            if (linkedFrom !== undefined) linkAhead(linkedFrom, place)
            begin(run, initialized, dir === undefined ? runsDir : undefined)
            return run
          })
        }),
      establish: (run, opRef) => {
        const path = `${run.dir}/${OPREF_FILE}`
        return onDisk("create", placeOf(runsDir, run).dir, () => {
          writeWhole(path, printOpRef(opRef), dirname(path))
          return bringOut(runsDir, run)
        })
      },
      readAttr: (run, name) =>
        Effect.flatMap(checkedAttr("read", run, name), (path) =>
          Effect.matchEffect(
            onDisk("read", path, () => readFileSync(path, "utf8")),
            {
              onFailure: (error) => (isMissing(error.cause) ? Effect.succeedNone : Effect.fail(error)),
              onSuccess: (text) =>
                Either.match(parseAttr(text), {
                  onLeft: (error) => Effect.fail(new AttrDamaged({ path, reason: error.message })),
                  onRight: (value) => Effect.succeedSome(value)
                })
            }
          )
        ),
      readAttrs: (run) =>
        onDisk("read", `${run.dir}/${ATTRS_DIR}`, () => readdirSync(`${run.dir}/${ATTRS_DIR}`)).pipe(
          Effect.catchIf(
            (error) => isMissing(error.cause),
            () => Effect.succeed([])
          ),
          Effect.map((names) =>
            names
              .filter(isAttrName)
              .sort()
              .flatMap((name) => {
                const value = readAttrFile(attrPath(run, name))
                return value === undefined ? [] : [[name, value] as const]
              })
          )
        ),
      writeAttr: (run, name, value) =>
        Effect.flatMap(checkedAttr("write", run, name), (path) =>
          onDisk("write", path, () => writeValue(run, name, value))
        ),
      stamp: (run, name) =>
        Effect.tap(nextMicros, (micros) => onDisk("write", attrPath(run, name), () => writeValue(run, name, micros))),
      removeAttr: (run, name) =>
        Effect.flatMap(checkedAttr("write", run, name), (path) =>
          onDisk("write", path, () => rmSync(path, { force: true }))
        ),
      mark: (run, marker, content = "") => {
        const path = `${run.dir}/${GUILD_DIR}/${marker}`
        return onDisk("write", path, () => {
          writeWhole(path, content, `${run.dir}/${GUILD_DIR}`)
          if (marker !== "LOCK") return
          writeOwner(path, Number(content))
          keeper.keep(path)
        })
      },
      unmark: (run, marker) => {
        const path = `${run.dir}/${GUILD_DIR}/${marker}`
        return onDisk("write", path, () => (marker === "LOCK" ? releaseLock(path) : rmSync(path, { force: true })))
      },
      claim: (run, pid, from) => {
        const path = `${run.dir}/${GUILD_DIR}/LOCK`
        return onDisk("write", path, () => {
          const won = claimLock({ lock: path, workDir: run.dir, pid, from })
          if (!won) return false
          keeper.keep(path)
          sweepTemps(run)
          return true
        })
      },
      holder: (run) => {
        const path = `${run.dir}/${GUILD_DIR}/LOCK`
        return onDisk("read", path, () => lockHolder(path, run.dir))
      },
      writeEnv: (run, script) => {
        const path = `${run.dir}/${ENV_FILE}`
        return onDisk("write", path, () => writeWhole(path, script, dirname(path)))
      },
      linkRun: (from, name, to) => {
        const path = `${from.dir}/${name}`
        return onDisk("write", path, () => {
          if (!isFileName(name) || name === GUILD_DIR) throw new Error("not a name for a link")
          makeLink(from, name, to)
        })
      },
      read: (run) => onDisk("read", run.dir, () => Option.fromNullable(readRunDir(run))),
      list: (scope) => onDisk("list", scopeDir(guildHome, scope), () => listRunDirs(guildHome, scope)),
      halfMade: (from) => onDisk("list", from.dir, () => hiddenFrom(runsDir, from)),
      trash: (run) =>
        onDisk("trash", run.dir, () => {
          const to = `${trashDir}/${basename(run.dir)}`
          if (isTaken(to)) moveTree(to, `${to}_${randomUUID().slice(0, 8)}`)
          moveTree(run.dir, to)
        }),
      restore: (run) =>
        onDisk("restore", run.dir, () => {
          const to = `${runsDir}/${run.id}`
          if (!isFileName(run.id)) throw new Error(`'${run.id}' cannot name a run`)
          if (isTaken(to)) throw new Error(`there is a run with this id in ${runsDir}`)
          moveTree(run.dir, to)
        }),
      purge: (run) =>
        onDisk("purge", run.dir, () => {
          const dir = dirname(run.dir)
          if (!swept.has(dir) && isTaken(dir)) sweepGoing(dir)
          swept.add(dir)
          removeTree(run.dir)
          if (isHidden(run.dir)) leaveHidden(runsDir)
        })
    })
  })
)
