import type { OpTarget } from "../ops/OpDef.ts"

type Language = Extract<OpTarget, { kind: "script" }>["language"]

const LANGUAGES: ReadonlyArray<readonly [pattern: RegExp, language: Language]> = [
  [/\.[cm]?js$/, "node"],
  [/\.[cm]?ts$/, "typescript"],
  [/\.[rR]$/, "r"],
  [/\.py$/, "python"]
]

/** The language that a script's name says it is in, or `undefined`. */
export const scriptLanguage = (path: string): Language | undefined =>
  LANGUAGES.find(([pattern]) => pattern.test(path))?.[1]
