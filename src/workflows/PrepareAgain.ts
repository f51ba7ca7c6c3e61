import { Effect, Option, Schema } from "effect"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { resourceFlags, requiredBy } from "../domain/resources/ResourceFlags.ts"
import type { Run } from "../domain/runs/Run.ts"
import { RunId, shortId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { equals, getKey, isList, isMap, mapOf } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"
import { OpConfigUnusable, basisOfRun } from "./BasisOfRun.ts"
import { editFlags } from "./EditFlags.ts"
import { planDependencies } from "./PlanDependencies.ts"
import { basisOf } from "./PlanRun.ts"
import { prepareOn } from "./PrepareRun.ts"
import type { SettledFlags } from "./SettleFlags.ts"
import { asSpelled, settleFlags } from "./SettleFlags.ts"
import { findOperation, resolveOperation } from "./ResolveOperation.ts"
import { definitionOf, findDefinition } from "./resolve/DefinitionOf.ts"

/** A resource that a run has got may not be chosen anew. */
export class AlreadyResolved extends Schema.TaggedError<AlreadyResolved>()("AlreadyResolved", {
  resource: Schema.String,
  id: Schema.String
}) {
  override get message(): string {
    return `cannot specify a value for '${this.resource}' when restarting ${shortId(this.id)} - resource has already been resolved`
  }
}

/** One run cannot become several. */
export class RestartIsOneRun extends Schema.TaggedError<RestartIsOneRun>()("RestartIsOneRun", {
  id: Schema.String
}) {
  override get message(): string {
    const id = shortId(this.id)
    return `cannot restart run ${id} as a batch: it is one run, and the flags or options make several\nUse 'guild run --proto ${id}' with them to run a batch of its operation.`
  }
}

/** What is to be made of a run that is there. */
export interface Again {
  readonly from: Run
  /** `restart` starts the run itself, `proto` another one like it. */
  readonly how: "restart" | "proto"
  /** The project's source as it is now, in the place of the run's copy. */
  readonly freshSource: boolean
  /** The user edits the flags before anything is checked. */
  readonly edit?: boolean
}

/**
 * Whether a run has its source, if only to have none; a batch says so after its prototype. A guild that was killed while it prepared
 * the run leaves a part of the source, or nothing, and has not come to say what it is.
 */
export const hasItsSource = (from: Run) =>
  Effect.gen(function* () {
    if (from.started !== undefined || from.status._tag === "Staged") return true
    const digest = (yield* RunStore).readAttr(from, "sourcecode_digest")
    return Option.isSome(yield* Effect.orElseSucceed(digest, Option.none))
  })

/** The run whose operation and flags are used: of a batch, its prototype. */
const userRun = (from: Run) =>
  Effect.gen(function* () {
    if (!from.isBatch) return from
    const store = yield* RunStore
    const proto = yield* store.read({ id: RunId.make("proto"), dir: `${from.dir}/${PROTO_DIR}` })
    return Option.getOrUndefined(proto) ?? (yield* new OpConfigUnusable({ dir: from.dir, problem: "missing" }))
  })

/** The operation that is named, or else the one that a run, or the trials of a batch, were of; its script's flags are not yet imported. */
export const operationAgain = (from: Run, spec: string | undefined) =>
  spec === undefined ? Effect.flatMap(userRun(from), ({ opRef }) => findDefinition(opRef)) : findOperation(spec)

/** What the optimizer of a batch was after. */
const batchObjective = (from: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    return Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(from, "objective"), Option.none))
  })

/** Entries of batch files that a batch was made from. */
const fileTrials = (from: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const trials = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(from, "trials"), Option.none))
    return isList(trials) && from.isBatch ? trials.filter(isMap) : undefined
  })

/** The flags of a run that its operation still has, and over them those that are given now. */
const mergedFlags = (op: OpDef, before: ValueMap, request: RunRequest): ValueMap => {
  const defs = [...op.flags, ...resourceFlags(op)]
  const known = new Set(defs.map(({ name }) => name))
  const aliases = new Map(defs.flatMap(({ alias, name }) => (alias === undefined ? [] : [[alias, name] as const])))
  const given = Object.entries(request.flags).map(([name, value]) => {
    const own = known.has(name) ? name : (aliases.get(name) ?? name)
    return [own, value] as const
  })
  const kept = Object.entries(before).filter(([name]) => request.forceFlags || known.has(name))
  return mapOf([...kept, ...given])
}

const refuseResolved = (op: OpDef, run: Run, given: ValueMap) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const resolved = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(run, "resolved_deps"), Option.none))
    if (!isMap(resolved)) return
    const taken = requiredBy(op).find(
      ({ name, sources }) =>
        getKey(resolved, name) !== undefined &&
        sources.some(({ flagName }) => flagName !== undefined && getKey(given, flagName) !== undefined)
    )
    if (taken !== undefined) return yield* new AlreadyResolved({ resource: taken.name, id: run.id })
  })

/** What the optimizer of a batch is run from: what its run keeps of it, or its definition with its source as it is now. */
const ownBasis = ({ freshSource, from }: Again) =>
  freshSource ? Effect.flatMap(definitionOf(from.opRef), basisOf) : basisOfRun(from)

interface Settled {
  readonly basis: OpBasis
  readonly settled: SettledFlags
}

/** Flags that are not what they were. */
const changedFlags = (before: ValueMap, now: ValueMap): ValueMap =>
  mapOf(Object.entries(now).filter(([name, value]) => !equals(value, getKey(before, name) ?? null)))

/** From the operation as it is defined now: flags are held against it. */
const fromDefinition = (op: OpDef, again: Again, user: Run, asked: RunRequest) =>
  Effect.gen(function* () {
    const request = asSpelled(op, asked)
    const restart = again.how === "restart"
    const merged = { ...request, flags: mergedFlags(op, user.flags, request) }
    const wanted = again.edit === true ? asSpelled(op, yield* editFlags(op, merged)) : merged
    const given = again.edit === true ? changedFlags(user.flags, wanted.flags) : request.flags
    if (restart && !again.from.isBatch) yield* refuseResolved(op, user, given)
    const anew = yield* settleFlags(op, wanted)
    const settled = { ...anew, trials: anew.trials ?? (yield* fileTrials(again.from)) }
    const flags = restart ? settled.flags : yield* planDependencies(op, settled.flags)
    const basis = yield* basisOf(op)
    if (again.freshSource) return { basis, settled: { ...settled, flags } } satisfies Settled
    const { source, labelTemplate } = yield* basisOfRun(user)
    // A run that was labelled by its own template is labelled by that again.
    const label = restart ? (labelTemplate ?? basis.labelTemplate) : basis.labelTemplate
    return { basis: { ...basis, source, labelTemplate: label }, settled: { ...settled, flags } } satisfies Settled
  })

const settle = (again: Again, user: Run, request: RunRequest) =>
  Effect.gen(function* () {
    if (request.opSpec !== undefined)
      return yield* fromDefinition(yield* resolveOperation(request.opSpec), again, user, request)
    const changed = Object.keys(request.flags).length > 0 || request.batchFiles.length > 0 || again.edit === true
    // Where nothing is changed, the run alone says all, and its project may be gone.
    if (changed || again.freshSource)
      return yield* fromDefinition(yield* definitionOf(user.opRef), again, user, request)
    const settled = { flags: user.flags, trials: yield* fileTrials(again.from), defaultMaxTrials: undefined }
    return { basis: yield* basisOfRun(user), settled } satisfies Settled
  })

/**
 * What a single run comes to when it is made again. A list that it was given is one value to it: it is no reason for a batch, and is
 * whole in each trial of one.
 */
const prepareSingle = ({ basis, settled }: Settled, from: Run, request: RunRequest) =>
  Effect.gen(function* () {
    const all = Object.entries(settled.flags)
    const isOwnList = ([name, value]: readonly [string, Value]) =>
      isList(value) && getKey(request.flags, name) === undefined && equals(value, getKey(from.flags, name) ?? null)
    const lists = all.filter(isOwnList)
    if (lists.length === 0) return yield* prepareOn(basis, settled, request)
    const others = mapOf(all.filter((entry) => !isOwnList(entry)))
    const prepared = yield* prepareOn(basis, { ...settled, flags: others }, request)
    if (prepared.kind === "run") return { ...prepared, flags: mapOf([...Object.entries(prepared.flags), ...lists]) }
    const whole = mapOf([...all, ...lists.map(([name, value]) => [name, [value]] as const)])
    return yield* prepareOn(basis, { ...settled, flags: whole }, request)
  })

/**
 * What starting a run again comes to: the flags of the run with those that are given over them, its operation, and its source.
 * Fails where flags are given and the operation cannot be found any more, where a resource is chosen that a restarted run has
 * got, where a single run that is restarted would become a batch, and where the run does not say how it was started.
 */
export const prepareAgain = (again: Again, request: RunRequest) =>
  Effect.gen(function* () {
    const { from, how } = again
    const user = yield* userRun(from)
    const { basis, settled }: Settled = yield* settle(again, user, request)
    if (!from.isBatch && how === "restart") {
      const alike =
        equals(settled.flags, from.flags) && request.batch.optimizer === undefined && !request.batch.optimize
      if (alike) return { kind: "run", basis, flags: settled.flags } as const
      const prepared = yield* prepareSingle({ basis, settled }, from, request)
      return prepared.kind === "run" ? prepared : yield* new RestartIsOneRun({ id: from.id })
    }
    if (!from.isBatch) return yield* prepareSingle({ basis, settled }, from, request)
    const objective = yield* batchObjective(from)
    const known = { ...settled, objective }
    const { optFlags, optimizer = from.opRef.opName } = request.batch
    if (from.opRef.pkgType !== "builtin" && request.batch.optimizer === undefined)
      return yield* prepareOn(
        basis,
        { ...known, optimizer: { basis: yield* ownBasis(again), flags: from.flags } },
        { ...request, batch: { ...request.batch, optimizer } }
      )
    const flags = mapOf([...Object.entries(from.flags), ...Object.entries(optFlags)])
    return yield* prepareOn(basis, known, { ...request, batch: { ...request.batch, optimizer, optFlags: flags } })
  })
