import { Either } from "effect"
import type { PublishDef } from "../ops/OpDef.ts"
import { selectRule } from "../source/SourceRules.ts"
import { decodeSourceCode } from "../source/SourceRulesDecode.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { getKey, isList, isMap } from "../Value.ts"

/** What is published where nothing is said of it. */
export const noPublishDef: PublishDef = { template: undefined, files: undefined }

/**
 * An operation's `publish` attribute: a map of `template`, a name, and `files`, which selects as `sourcecode` does. Where `files`
 * cannot be followed nothing may be published in its stead, so that is wrong and not every file. Gives what is wrong, on the left.
 */
export const decodePublish = (value: Value): Either.Either<PublishDef, string> => {
  if (value === null) return Either.right(noPublishDef)
  if (!isMap(value)) return Either.left(`invalid publish ${pyRepr(value)}: expected a mapping of template and files`)
  const unknown = Object.keys(value).find((key) => key !== "template" && key !== "files")
  if (unknown !== undefined)
    return Either.left(`invalid publish attribute ${pyRepr(unknown)}: expected one of template or files`)
  const template = getKey(value, "template") ?? null
  if (template !== null && typeof template !== "string")
    return Either.left(`invalid publish template ${pyRepr(template)}: expected a name`)
  const files = getKey(value, "files") ?? null
  const def = (rules: PublishDef["files"]): PublishDef => ({ template: template ?? undefined, files: rules })
  if (files === null) return Either.right(def(undefined))
  // A map of anything else would be read as the attributes of source code.
  if (isMap(files) && !["include", "exclude"].some((key) => Object.hasOwn(files, key)))
    return Either.left(`invalid publish files ${pyRepr(files)}: expected include or exclude`)
  if (!isList(files) && !isMap(files) && typeof files !== "string" && typeof files !== "boolean")
    return Either.left(`invalid publish files ${pyRepr(files)}: expected a string, list, or mapping`)
  return Either.mapBoth(decodeSourceCode(files), {
    onLeft: ({ reason }) => `invalid publish files: ${reason}`,
    onRight: ({ disabled, rules }) => def(disabled ? [selectRule(false, ["*"])] : rules)
  })
}
