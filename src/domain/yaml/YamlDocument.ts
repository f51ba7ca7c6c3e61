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

/** Names, values, signs and blanks; the library takes some 300 bytes for each. */
const MAX_LEXEMES = 3_000_000

/** What the lexer says besides the text: that a document, a scalar or a broken collection in brackets begins or ends here. */
const SIGNS: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f"])

/**
 * The words of a text. YAML has the lines of what is quoted or in brackets indented more than the name that it belongs to; PyYAML
 * takes them wherever they stand, and so do the files that were written for it. The library has no option for that: it holds such
 * lines against the indent that its lexer keeps, which is none as long as a quote or bracket is open. The tests of such lines fail
 * with a library that keeps it elsewhere.
 */
function* lexemesOf(text: string): Generator<string, void> {
  const lexer = new Lexer()
  let at = 0
  let brackets = 0
  let inBlock = false
  let indent = 0
  Object.defineProperty(lexer, "indentNext", {
    get: () => (brackets > 0 || (!inBlock && /["']/.test(text.charAt(at))) ? 0 : indent),
    set: (next: number) => void (indent = next)
  })
  for (const lexeme of lexer.lex(text)) {
    if (lexeme === "[" || lexeme === "{") brackets++
    else if (lexeme === "]" || lexeme === "}") brackets--
    else if (SIGNS.has(lexeme)) inBlock = false
    else if (brackets === 0 && /^[|>]/.test(lexeme)) inBlock = true
    if (!SIGNS.has(lexeme)) at += lexeme.length
    yield lexeme
  }
}

/**
 * The pieces of a text up to the first that is out of its place, from the library's parser, which knows no bounds on how many
 * there are and how deep they stand in each other.
 */
function* piecesOf(text: string, maxDepth: number): Generator<CST.Token, void> {
  const parser = new Parser()
  let lexemes = 0
  for (const lexeme of lexemesOf(text)) {
    for (const piece of parser.next(lexeme)) {
      yield piece
      if (piece.type === "error") return
    }
    if (++lexemes > MAX_LEXEMES)
      throw yamlErrorAt(
        text,
        parser.offset,
        `the text is too big: it has more than ${MAX_LEXEMES} names, values and signs`
      )
    if (parser.stack.length > maxDepth && parser.stack.filter(isCollection).length > maxDepth)
      throw yamlErrorAt(text, parser.offset - lexeme.length, `nesting is deeper than ${maxDepth} levels`)
  }
  yield* parser.end()
}

/** Warnings that leave a value unread. */
const UNREAD: ReadonlyArray<YAMLError["code"]> = ["TAG_RESOLVE_FAILED", "BAD_COLLECTION_TYPE"]

/** PyYAML takes a comment that follows a bracket, a comma or a quote at once. */
const isWrong = ({ message }: YAMLError): boolean => !message.startsWith("Comments must be separated")

/** The first thing that is wrong with a document; warnings only tell what is wrong where something is. */
const firstWrong = (document: Pick<Document, "errors" | "warnings">): YAMLError | undefined => {
  const { warnings } = document
  const errors = document.errors.filter(isWrong)
  if (errors.length === 0 && !warnings.some(({ code }) => UNREAD.includes(code))) return undefined
  const first = (found: YAMLError | undefined, next: YAMLError) =>
    found !== undefined && found.pos[0] <= next.pos[0] ? found : next
  return warnings.reduce(first, errors.reduce<YAMLError | undefined>(first, undefined))
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
