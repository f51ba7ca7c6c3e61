import type { CST, Document, ParsedNode, YAMLError } from "yaml"
import { Composer, Lexer, Parser } from "yaml"
import { yamlErrorAt } from "./YamlError.ts"
import { reasonOf } from "./YamlReasons.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { YAML_TAGS } from "./YamlTags.ts"

export interface DocumentOptions {
  readonly bareExponents: BareExponents
  /** Lists and maps may stand in each other this deep: whoever walks them does so by recursion. */
  readonly maxDepth: number
}

const composerFor = (bareExponents: BareExponents) =>
  new Composer({
    version: "1.1",
    schema: "failsafe",
    customTags: [...YAML_TAGS[bareExponents]],
    merge: false,
    resolveKnownTags: false,
    // Who makes something of the pairs sees to what is said twice, which here takes time in the square of their number.
    uniqueKeys: false,
    prettyErrors: false
  })

const isCollection = ({ type }: CST.Token): boolean =>
  type === "block-map" || type === "block-seq" || type === "flow-collection"

/** The pieces of a text, from the library's parser, which knows no bound on how deep they stand in each other. */
function* piecesOf(text: string, maxDepth: number): Generator<CST.Token, void> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth && parser.stack.filter(isCollection).length > maxDepth)
      throw yamlErrorAt(text, parser.offset - lexeme.length, `nesting is deeper than ${maxDepth} levels`)
  }
  yield* parser.end()
}

/** Warnings that leave a value unread. */
const UNREAD: ReadonlyArray<YAMLError["code"]> = ["TAG_RESOLVE_FAILED", "BAD_COLLECTION_TYPE"]

/** What is wrong with a document, the first thing first; warnings only explain what is wrong besides. */
const firstWrong = ({ errors, warnings }: Document): YAMLError | undefined => {
  const wrong: Array<YAMLError> = [...errors, ...warnings.filter(({ code }) => UNREAD.includes(code))]
  if (wrong.length > 0) wrong.push(...warnings)
  return wrong.sort((a, b) => a.pos[0] - b.pos[0])[0]
}

/**
 * What the one document of a text holds, as the library's nodes, which know where they stand. Line ends must be line feeds.
 * Throws YamlSyntaxError.
 */
export const documentOf = (text: string, { bareExponents, maxDepth }: DocumentOptions): ParsedNode | null => {
  const composer = composerFor(bareExponents)
  let document: Document.Parsed | undefined
  for (const next of composer.compose(piecesOf(text, maxDepth), true, text.length)) {
    const wrong = firstWrong(document ?? next)
    if (wrong !== undefined) {
      const { at = wrong.pos[0], hint, reason } = reasonOf(wrong, text)
      throw yamlErrorAt(text, at, reason, hint)
    }
    if (document !== undefined)
      throw yamlErrorAt(text, next.range[0], "expected a single document in the stream, but found another document")
    document = next
  }
  return document?.contents ?? null
}
