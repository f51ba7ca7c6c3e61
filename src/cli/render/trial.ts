import { Either } from "effect"
import { NoSuchAnswer } from "../../domain/batch/TrialErrors.ts"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import { printJson } from "../../domain/text/JsonValue.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Value } from "../../domain/Value.ts"
import { getKey, isList, isMap } from "../../domain/Value.ts"

/** A value by its name, which may lead into maps: `proto.flags.x`. A name with points in it comes before a way. */
const lookUp = (value: Value, name: string): Value | undefined => {
  if (!isMap(value)) return undefined
  const own = getKey(value, name)
  if (own !== undefined) return own
  for (let at = name.indexOf("."); at > 0; at = name.indexOf(".", at + 1)) {
    const below = getKey(value, name.slice(0, at))
    const found = below === undefined ? undefined : lookUp(below, name.slice(at + 1))
    if (found !== undefined) return found
  }
  return undefined
}

/** A value as a shell takes it: nothing for null, text as it is, JSON for lists and maps. */
const bare = (value: Value): string => {
  if (value === null) return ""
  if (typeof value === "string") return visibleText(value)
  return isList(value) || isMap(value) ? printJson(value) : encodeFlagValue(value)
}

/**
 * What is printed of an answer: all of it as JSON, or the one value that has a name, in the answer or among its scalars. Fails where
 * the answer has no such value.
 */
export const renderAnswer = (answer: Value, name: string | undefined): Either.Either<string, NoSuchAnswer> => {
  if (name === undefined) return Either.right(printJson(answer))
  const found = lookUp(answer, name) ?? lookUp(answer, `scalars.${name}`)
  return found === undefined ? Either.left(new NoSuchAnswer({ name })) : Either.right(bare(found))
}
