import type { SelectRule } from "../ops/OpDef.ts"
import { selectRule } from "../source/SourceRules.ts"
import { makeSelector } from "../source/SourceSelector.ts"
import { textByName } from "../source/TextFile.ts"

interface File {
  readonly path: string
  readonly type: string
  readonly size: number | undefined
}

/**
 * Those of a run's files that are published with it: none, every one, or those that an operation's `publish: files` selects; where
 * it says nothing, every one. Links only with `links`, which asks for them whatever the rules say.
 */
export const publishedFiles = <A extends File>(
  files: ReadonlyArray<A>,
  which: "none" | "selected" | "all",
  links: boolean,
  rules: ReadonlyArray<SelectRule> | undefined
): ReadonlyArray<A> => {
  if (which === "none") return []
  const selector = makeSelector([selectRule(true, ["*"]), ...(which === "all" ? [] : (rules ?? []))])
  return files.filter(({ path, size, type }) =>
    type === "file"
      ? selector.file(path, { size: () => size ?? 0, isText: () => textByName(path) ?? true }).selected
      : links && type === "file link"
  )
}
