import { Effect } from "effect"
import { hasLists, searchFlags } from "../domain/flags/Trials.ts"
import { Change } from "../domain/plan/Change.ts"
import type { RequiredRun, Wanted } from "../domain/plan/Decision.ts"
import { decide, Decision } from "../domain/plan/Decision.ts"
import type { RequiredSource } from "../domain/resources/ResourceFlags.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { ValueMap } from "../domain/Value.ts"
import type { Aspects } from "./PlanRunsEvidence.ts"
import { candidatesOf, commandNow } from "./PlanRunsEvidence.ts"

/** What one requirement of an operation comes to. */
export interface Met extends RequiredRun, RequiredSource {}

/** Whether a request comes to trials and not to one run. */
export const isBatch = (request: RunRequest, flags: ValueMap): boolean =>
  request.batchFiles.length > 0 ||
  request.batch.optimizer !== undefined ||
  request.batch.optimize ||
  hasLists(flags) ||
  searchFlags(flags).length > 0

const wantedOf = ({ basis, flags, required }: Aspects, met: ReadonlyArray<Met>): Wanted => ({
  flags,
  command: commandNow(basis),
  sources: required.flatMap(({ sources }) => sources.map(({ uri }) => uri)),
  runs: new Map(
    met
      .filter(({ named, run }) => named || run === undefined)
      .map(({ flagName, named, operation, run, source }) => [
        named ? flagName : `${flagName} ${source.uri}`,
        { operation, run }
      ])
  )
})

/** What is to be done about an operation, going by earlier runs of it, latest first. */
export const decideOn = (aspects: Aspects, met: ReadonlyArray<Met>, earlier: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const wanted = wantedOf(aspects, met)
    return decide(wanted, yield* candidatesOf(earlier, wanted, aspects))
  })

/** A batch makes its trials anew each time. */
export const batchRuns = Decision.Run({ changes: [Change.Batch()], latest: undefined })
