import { Effect, Either } from "effect"
import { makeGraph } from "../../domain/graph/Graph.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import { decodeSteps } from "../../domain/steps/DecodeSteps.ts"
import type { StepCommand, StepParent } from "../../domain/steps/StepCommand.ts"
import { filledIn, stepCommand } from "../../domain/steps/StepCommand.ts"
import type { StepDef } from "../../domain/steps/StepDef.ts"
import { StepInvalid } from "../../domain/steps/StepErrors.ts"
import type { ReadStep, StepNode } from "../../domain/steps/StepNodes.ts"
import { stepNodes } from "../../domain/steps/StepNodes.ts"
import { namesIn, stepPart } from "../../domain/steps/StepWhen.ts"
import { settleOptions } from "../../domain/steps/StepWords.ts"
import { nearest } from "../../domain/text/Nearest.ts"
import { pyRepr } from "../../domain/text/PyRepr.ts"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { getKey, isList, isMap, mapOf } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { StepsReader } from "./StepsPort.ts"

/** A step that is ready to be run when its turn comes. */
export interface PlannedStep extends StepNode {
  readonly command: StepCommand
}

/** How the words of steps are read. */
type Words = Pick<StepsReader, "options" | "read">

const invalid = (def: StepDef, position: number, reason: string) =>
  new StepInvalid({ position, reason: `invalid step ${pyRepr(def.data)}: ${reason}` })

/** The words of a step told apart as they are with flags filled in, which a number may need to be one, and then as they are written. */
const readWords = ({ matrix, words }: StepDef, flags: ValueMap, port: Words) => {
  const values = matrix.map(([name, [first = null]]) => [name, first] as const)
  const scope = mapOf([...Object.entries(flags), ...values])
  const filled = words.map((word) => filledIn(word, scope))
  const written = (word: string): string => words[filled.indexOf(word)] ?? word
  return Either.map(port.read(filled), ({ opSpec, options, rest }) => ({
    opSpec: opSpec === undefined ? undefined : written(opSpec),
    options: options.map((option) => ({ ...option, values: option.values.map(written) })),
    rest: rest.map(written)
  }))
}

const readStep = (def: StepDef, position: number, flags: ValueMap, port: Words) =>
  Effect.gen(function* () {
    const { opSpec, options, rest } = yield* Either.mapLeft(readWords(def, flags, port), (reason) =>
      invalid(def, position, reason)
    )
    if (opSpec === undefined) return yield* invalid(def, position, "must define run")
    const settled = yield* Either.mapLeft(settleOptions(options, def.params, port.options, def.runSpec), (reason) =>
      invalid(def, position, reason)
    )
    const terminal = yield* Terminal
    for (const warning of settled.warnings) yield* terminal.log("WARNING", visibleText(warning))
    return { def, opSpec, rest, options: settled.options } satisfies ReadStep
  })

/** What the stepped run was asked for that is meant for its steps as well. */
const parentOf = (plan: RunPlan): StepParent => {
  const params = plan.attrs.find(([name]) => name === "run_params")?.[1] ?? null
  const param = (name: string): Value => (isMap(params) ? (getKey(params, name) ?? null) : null)
  const [label, tags] = [param("label"), param("tag")]
  return {
    opRef: plan.opRef,
    flags: plan.flags,
    label: typeof label === "string" ? label : undefined,
    tags: isList(tags) ? tags.map(String) : [],
    stageTrials: param("stage_trials") === true
  }
}

/** What a condition speaks of, as of a step, that is none; a flag may have a dot in its name as well. */
const unknownInCondition = ({ when }: StepDef, flags: ValueMap, steps: ReadonlyArray<string>): string | undefined => {
  if (when === undefined) return undefined
  const name = namesIn(when.expr).find(
    (each) => each.includes(".") && getKey(flags, each) === undefined && stepPart(each, steps) === undefined
  )
  if (name === undefined) return undefined
  const meant = nearest(name.slice(0, name.lastIndexOf(".")), steps)
  return `'when': '${name}' is of no step${meant === undefined ? "" : ` - did you mean '${meant}'?`}`
}

/** A step that hangs on a condition is another one when the flags in it change. */
const withCondition = (command: StepCommand, { when }: StepDef, { flags }: StepParent): StepCommand => {
  if (when === undefined) return command
  const told = namesIn(when.expr).flatMap((name) => {
    const value = getKey(flags, name)
    return value === undefined ? [] : [`${name}=${encodeFlagValue(value)}`]
  })
  return { ...command, identity: [command.identity, "when", when.text, ...told].join(" ") }
}

/**
 * The steps of a stepped run with their commands, and their graph. Warns of options that mean nothing to a step. Fails where a step
 * is not well defined, refers to a flag or a step that is not there, or waits for itself.
 */
export const readSteps = (steps: ReadonlyArray<Value>, plan: RunPlan, port: Words) =>
  Effect.gen(function* () {
    const defs = yield* decodeSteps(steps)
    const read: Array<ReadStep> = []
    for (const [at, def] of defs.entries()) read.push(yield* readStep(def, at + 1, plan.flags, port))
    const nodes = yield* Either.mapLeft(stepNodes(read, plan.flags), (error) =>
      typeof error === "string" ? new StepInvalid({ position: 0, reason: error }) : error
    )
    const names = nodes.flatMap(({ group, id, name }) => [id, name, group])
    for (const { def, matrix } of nodes) {
      const reason = unknownInCondition(def, { ...plan.flags, ...matrix }, names)
      if (reason !== undefined) return yield* invalid(def, defs.indexOf(def) + 1, reason)
    }
    const parent = parentOf(plan)
    const planned: Array<PlannedStep> = []
    for (const node of nodes) {
      const command = yield* Either.flatMap(stepCommand(node, parent), (made) =>
        // What attributes say is read as words are: what is wrong with it is found before anything is run.
        Either.map(port.read(made.words), () => made)
      ).pipe(Either.mapLeft((reason) => invalid(node.def, defs.indexOf(node.def) + 1, reason)))
      planned.push({ ...node, command: withCondition(command, node.def, parent) })
    }
    return { steps: planned, graph: yield* makeGraph(planned) }
  })
