import type { YamlSyntaxError } from "./YamlError.ts"

/** The pieces of a YAML text, named as messages name them. */
export type YamlTokenKind =
  | "<stream end>"
  | "<directive>"
  | "<document start>"
  | "<document end>"
  | "<block sequence start>"
  | "<block mapping start>"
  | "<block end>"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "-"
  | "?"
  | ":"
  | "<alias>"
  | "<anchor>"
  | "<tag>"
  | "<scalar>"

export interface YamlToken {
  readonly kind: YamlTokenKind
  readonly pos: number
  /**
   * Of scalars, names and tags. A `?` with a text is a plain key that was taken at once: what follows is its value where that is a
   * scalar on the same line, or else its colon.
   */
  readonly text: string
  /** A scalar without quotes, whose value is what it looks like. */
  readonly plain: boolean
}

/** The pieces up to the end of a text, which is the last of them, or up to where it stops being YAML. */
export interface YamlTokens {
  readonly tokens: ReadonlyArray<YamlToken>
  readonly error: YamlSyntaxError | undefined
}
