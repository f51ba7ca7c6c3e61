import { Either, Schema } from "effect"
import type { ColSpec } from "../compare/ColSpec.ts"
import { formatFlagAssigns } from "../flags/FlagValueFormat.ts"
import type { InvalidObjective, Objective } from "../compare/Objective.ts"
import { objectiveColumn } from "../compare/Objective.ts"
import type { InvalidSearchSpace } from "../flags/SearchSpace.ts"
import type { ValueMap } from "../Value.ts"
import { mapOf } from "../Value.ts"
import type { Dimension, Point } from "./Dimension.ts"
import { dimensionsOf } from "./Dimension.ts"
import type { OptimizerName } from "./OptimizerName.ts"

/** There is nothing to search. */
export class NoSearchDimensions extends Schema.TaggedError<NoSearchDimensions>()("NoSearchDimensions", {
  flags: Schema.String
}) {
  override get message(): string {
    return `flags for batch (${this.flags}) do not contain any search dimensions\nTry specifying a range for one or more flags as NAME=[MIN:MAX].`
  }
}

/** Trials that are chosen by what came of others were asked for before there is any. */
export class TrialsUnknown extends Schema.TaggedError<TrialsUnknown>()("TrialsUnknown", {
  what: Schema.Literal("printing trials command", "saving trials", "staging trials")
}) {
  override get message(): string {
    return `optimizer does not support ${this.what}`
  }
}

/** Why a search cannot be made. */
export type SearchProblem = InvalidObjective | InvalidSearchSpace | NoSearchDimensions

/** What an optimizer searches: plain data, settled before the first trial. */
export interface SearchRequest {
  readonly optimizer: OptimizerName
  /** Flags of the optimizer. */
  readonly settings: ValueMap
  /** Flags of the operation, with lists and ranges as given. */
  readonly flags: ValueMap
  readonly objective: Objective
  readonly maxTrials: number
  /** Below 2^32. */
  readonly seed: number
}

export interface Search extends SearchRequest {
  readonly dimensions: ReadonlyArray<Dimension>
  readonly column: ColSpec
}

/** Settles a search. Fails where there is nothing to search, a space is wrong, or the objective is no column. */
export const makeSearch = (request: SearchRequest): Either.Either<Search, SearchProblem> =>
  Either.gen(function* () {
    const dimensions = yield* dimensionsOf(request.flags)
    if (dimensions.length === 0) {
      const given = Object.entries(request.flags).filter(([, value]) => value !== null)
      return yield* Either.left(new NoSearchDimensions({ flags: formatFlagAssigns(mapOf(given)).join(", ") }))
    }
    return { ...request, dimensions, column: yield* objectiveColumn(request.objective) }
  })

/** The flags of a trial at a point: those that are searched by it, all others as they are. */
export const trialFlags = ({ flags, dimensions }: Search, point: Point): ValueMap =>
  mapOf([...Object.entries(flags), ...dimensions.map(({ name }, i) => [name, point[i] ?? null] as const)])
