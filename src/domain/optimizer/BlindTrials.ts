import type { ValueMap } from "../Value.ts"
import { optimizer } from "./Optimizers.ts"
import type { Search } from "./Search.ts"
import { trialFlags } from "./Search.ts"

/** The trials of a search whose optimizer does not look at what comes of them; the same for the same seed. */
export const blindTrials = (search: Search): ReadonlyArray<ValueMap> => {
  let current = optimizer(search.optimizer, search.dimensions, {}, { seed: search.seed, reports: [] })
  return Array.from({ length: search.maxTrials }, () => {
    const suggestion = current.suggest()
    current = current.report({ ...suggestion, objective: undefined, seconds: undefined })
    return trialFlags(search, suggestion.point)
  })
}
