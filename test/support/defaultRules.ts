import { rulesFor } from "../../src/domain/source/SourceRules.ts"

/** What is selected where the user says nothing. */
export const defaultRules = rulesFor({ model: undefined, op: undefined }, () => false).rules
