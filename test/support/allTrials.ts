import type { TrialsRequest } from "../../src/domain/flags/Trials.ts"
import { trialList } from "../../src/domain/flags/Trials.ts"

/** The trials of a batch, all of them made, and how many there would be without a bound. */
export const allTrials = (request: TrialsRequest) => {
  const { at, size, total } = trialList(request)
  return { trials: Array.from({ length: size }, (_, index) => at(index)), total }
}
