import type { Context, Scope } from "effect"
import { Effect, Fiber, Layer } from "effect"
import { OpRef } from "../domain/ops/OpRef.ts"
import { SOURCECODE_DIR } from "../domain/runs/RunLayout.ts"
import { Host } from "../services/Host.ts"
import type { OutputSink, RunningProcess, SpawnFailed, StartSpec } from "../services/Processes.ts"
import { Processes } from "../services/Processes.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { cancellable } from "../workflows/graph/Cancellable.ts"
import { startRun } from "../workflows/RunOperation.ts"
import { planOf } from "./ApiPlan.ts"
import type { GuildRun } from "./GuildArgv.ts"
import { readGuildArgv } from "./GuildArgv.ts"
import type { NodeServices } from "./NodeRun.ts"

const NO_SOURCE = { dest: SOURCECODE_DIR, rules: [], disabled: true, digest: false } as const

/** A run of an operation of a Guild file, whose process is the scripted guild itself. */
const asRun = ({ argv, cwd }: StartSpec, { flags, id, label, spec, tags }: GuildRun, sink: OutputSink) =>
  Effect.gen(function* () {
    const plan = yield* planOf({ operation: spec, label, tags, flags, argv }, cwd, { root: cwd, ...NO_SOURCE })
    const [opName = spec, modelName = ""] = spec.split(":").toReversed()
    const opRef = new OpRef({ pkgType: "guildfile", pkgName: `${cwd}/guild.yml`, pkgVersion: "", modelName, opName })
    const planned = yield* initRunDir.run({ plan: { ...plan, opRef, runId: id } })
    const hooks = { quiet: true, tee: sink, onInit: () => Effect.void, onSourceWarning: () => Effect.void }
    return (yield* cancellable(startRun(planned, hooks))).exitStatus
  })

/**
 * Processes among which a guild that is started for an operation of a Guild file leaves a run, as the real one does: what the script of
 * its process prints is the run's output, with the scalars in it, and how that ends is the run's end. Every other process is as before.
 */
export const layer: Layer.Layer<Processes, never, NodeServices> = Layer.effect(
  Processes,
  Effect.gen(function* () {
    const processes = yield* Processes
    const { pid, self } = yield* Host
    const around: Context.Context<NodeServices> = yield* Effect.context<NodeServices>()
    const start = (spec: StartSpec, sink: OutputSink): Effect.Effect<RunningProcess, SpawnFailed, Scope.Scope> => {
      const isGuild = self.every((word, i) => spec.argv[i] === word)
      const asked = isGuild ? readGuildArgv(spec.argv.slice(self.length)) : undefined
      if (asked === undefined) return processes.start(spec, sink)
      const run = Effect.orDie(Effect.provide(asRun(spec, asked, sink), around))
      return Effect.map(Effect.forkScoped(Effect.interruptible(run)), (fiber) => ({
        pid,
        begin: Effect.void,
        exitStatus: Fiber.join(fiber),
        stop: () => Effect.asVoid(Fiber.interrupt(fiber)),
        signal: () => Effect.asVoid(Fiber.interruptFork(fiber))
      }))
    }
    return Processes.of({ ...processes, start })
  })
)
