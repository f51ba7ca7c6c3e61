import { Either } from "effect"
import { encodeFlagValue } from "../flags/FlagValue.ts"
import { formatFlagAssigns } from "../flags/FlagValueFormat.ts"
import { resolveRefs } from "../ops/OpCommandRefs.ts"
import type { OpRef } from "../ops/OpRef.ts"
import type { ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"
import { stepFlags } from "./StepFlags.ts"
import type { StepNode } from "./StepNodes.ts"
import type { GivenOption, RunOption } from "./StepWords.ts"
import { optionWords } from "./StepWords.ts"

/** What a step's stepped run lends it. */
export interface StepParent {
  readonly opRef: OpRef
  readonly flags: ValueMap
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  /** Trials of steps that are batches are staged. */
  readonly stageTrials: boolean
}

/** What a step runs: the words behind `guild run`. */
export interface StepCommand {
  readonly words: ReadonlyArray<string>
  /** The words as messages show them. */
  readonly shown: string
  /** What the step comes to: its operation with flags and batch files. A step is the same step as long as this is. */
  readonly identity: string
}

/** An operation that is named alone is one of the stepped operation's own model, or package. */
export const qualified = (opSpec: string, { modelName, pkgName, pkgType }: OpRef): string => {
  if (opSpec.includes("/")) return opSpec
  const withModel = opSpec.includes(":") || modelName === "" ? opSpec : `${modelName}:${opSpec}`
  return pkgType === "package" ? `${pkgName}/${withModel}` : withModel
}

const LABEL: RunOption = { param: "label", spelling: "--label", takesValue: true }
const TAG: RunOption = { param: "tag", spelling: "--tag", takesValue: true }
const STAGE_TRIALS: RunOption = { param: "stage_trials", spelling: "--stage-trials", takesValue: false }

/** The parent's label and tags come first; a label of the step's own stands in its place. */
const withParent = (
  own: ReadonlyArray<GivenOption>,
  { label, stageTrials, tags }: StepParent
): ReadonlyArray<GivenOption> => [
  ...(label === undefined || own.some(({ param }) => param === "label") ? [] : [{ ...LABEL, values: [label] }]),
  ...(tags.length === 0 ? [] : [{ ...TAG, values: tags }]),
  ...(stageTrials && !own.some(({ param }) => param === "stage_trials") ? [{ ...STAGE_TRIALS, values: [] }] : []),
  ...own
]

/** An option's text with flags of the stepped run filled in. Other references are left: a label may name flags of the step's run. */
export const filledIn = (text: string, scope: ValueMap): string =>
  text.replaceAll(/\$\{[^{}]+\}/g, (reference) =>
    Either.match(resolveRefs(reference, scope), {
      onLeft: () => reference,
      onRight: (value) => (typeof value === "string" ? value : encodeFlagValue(value))
    })
  )

const ownOptions = ({ matrix, options }: StepNode, parent: ValueMap): ReadonlyArray<GivenOption> => {
  const scope = mapOf([...Object.entries(parent), ...Object.entries(matrix)])
  return options.map((option) => ({ ...option, values: option.values.map((text) => filledIn(text, scope)) }))
}

/** The command of a step. A left says what is wrong with its flags. */
export const stepCommand = (node: StepNode, parent: StepParent): Either.Either<StepCommand, string> =>
  Either.map(
    stepFlags([...node.rest, ...node.def.flagWords], node.def.flags, node.matrix, parent.flags, [
      node.id,
      node.name,
      node.opSpec,
      qualified(node.opSpec, parent.opRef)
    ]),
    ({ batchFiles, flags, written }) => {
      const opSpec = qualified(node.opSpec, parent.opRef)
      const options = optionWords(withParent(ownOptions(node, parent.flags), parent))
      const files = batchFiles.map((path) => `@${path}`)
      const assigns = Object.entries(flags).map(
        ([name, value]) => `${name}=${written.get(name) ?? encodeFlagValue(value)}`
      )
      const shownFlags = formatFlagAssigns(flags)
      return {
        words: [opSpec, ...options, ...files, ...assigns],
        shown: [opSpec, ...options, ...files, ...shownFlags].join(" "),
        identity: [opSpec, ...files, ...shownFlags].join(" ")
      }
    }
  )
