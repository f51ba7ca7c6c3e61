// Also compiled into runtime/js-top-level.cjs by scripts/build-runtime.mjs, so it imports nothing.

/** A variable that a JavaScript or TypeScript module declares at its top level with a value. */
export interface JsVariable {
  readonly name: string
  /** Where the value's expression starts and ends in the source; comments and spaces around it are outside. */
  readonly start: number
  readonly end: number
}

/** One word, number, string, template, regular expression or punctuation mark. */
interface Token {
  readonly kind: "word" | "number" | "string" | "template" | "regex" | "mark"
  readonly text: string
  readonly start: number
  readonly end: number
  readonly newlineBefore: boolean
}

const WORD = /[\p{ID_Start}$_#@\\][\p{ID_Continue}$\u200c\u200d\\]*/uy
const NUMBER =
  /(?:0[xXoObB][0-9a-fA-F_]+|[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9_]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9_]+)?)n?/y
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/y
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const MARK = /=>|\.\.\.|\?\.|\+\+|--|&&=?|\|\|=?|\?\?=?|[<>=!]==?|[-+*/%&|^]=|[\s\S]/y
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y

/** After these words a slash starts a regular expression, and an expression still has to come. */
const OPERATOR_WORD =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|default|extends|as|satisfies)$/
/** Before these words an expression goes on, whatever lines lie between. */
const CONTINUING_WORD = /^(?:instanceof|in|as|satisfies)$/
const OPEN = new Set(["(", "[", "{"])
const CLOSE = new Set([")", "]", "}"])

const match = (pattern: RegExp, source: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}

/** The end of a template literal that starts at a backtick; what stands in its replacements may hold templates again. */
const templateEnd = (source: string, start: number): number => {
  let at = start + 1
  while (at < source.length) {
    const char = source[at]
    if (char === "`") return at + 1
    if (char === "\\") at += 2
    else if (char === "$" && source[at + 1] === "{") at = replacementEnd(source, at + 2)
    else at += 1
  }
  return source.length
}

const replacementEnd = (source: string, start: number): number => {
  let depth = 1
  let token = nextToken(source, start, undefined)
  while (token !== undefined) {
    depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0
    if (depth === 0) return token.end
    token = nextToken(source, token.end, token)
  }
  return source.length
}

/** Whether an expression can end with this token, so that a slash behind it divides and a line's end may end a statement. */
const endsExpression = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === "mark"
    ? CLOSE.has(token.text) || token.text === "++" || token.text === "--"
    : token.kind !== "word" || !OPERATOR_WORD.test(token.text))

const nextToken = (source: string, from: number, previous: Token | undefined): Token | undefined => {
  const space = match(SPACE, source, from) ?? ""
  const start = from + space.length
  if (start >= source.length) return undefined
  const newlineBefore = space.includes("\n")
  const token = (kind: Token["kind"], text: string): Token => ({
    kind,
    text,
    start,
    end: start + text.length,
    newlineBefore
  })
  const char = source[start] ?? ""
  if (char === "`") return token("template", source.slice(start, templateEnd(source, start)))
  const string = match(STRING, source, start)
  if (string !== undefined) return token("string", string)
  const number = match(NUMBER, source, start)
  if (number !== undefined) return token("number", number)
  const word = match(WORD, source, start)
  if (word !== undefined) return token("word", word)
  const regex = char === "/" && !endsExpression(previous) ? match(REGEX, source, start) : undefined
  if (regex !== undefined) return token("regex", regex)
  return token("mark", match(MARK, source, start) ?? char)
}

const tokensOf = (source: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  const first = source.startsWith("#!") ? source.indexOf("\n") : 0
  let token = first < 0 ? undefined : nextToken(source, first, undefined)
  while (token !== undefined) {
    tokens.push(token)
    token = nextToken(source, token.end, token)
  }
  return tokens
}

/** Whether a statement goes on from one token to one that stands on a later line. */
const goesOn = (before: Token | undefined, after: Token): boolean =>
  !endsExpression(before) ||
  (after.kind === "word" && CONTINUING_WORD.test(after.text)) ||
  after.kind === "template" ||
  (after.kind === "mark" && !/^(?:[{}@#!~;]|\+\+|--)$/.test(after.text))

/**
 * The index of the token that ends the expression or type that starts at `from`: a comma or semicolon, a closing bracket of
 * what is around it, `stop`, or the first token of the next statement.
 */
const expressionEnd = (tokens: ReadonlyArray<Token>, from: number, stop: string | undefined): number => {
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    if (depth === 0) {
      if (token.kind === "mark" && (token.text === "," || token.text === ";" || CLOSE.has(token.text))) return i
      if (token.kind === "mark" && token.text === stop) return i
      if (i > from && token.newlineBefore && !goesOn(tokens[i - 1], token)) return i
    }
    if (token.kind !== "mark") continue
    // A type such as Map<string, number> has a comma that ends nothing.
    if (OPEN.has(token.text) || (stop !== undefined && token.text === "<")) depth += 1
    else if (CLOSE.has(token.text) || (stop !== undefined && token.text === ">")) depth -= 1
  }
  return tokens.length
}

/** The variables of one declaration, from the token behind `const`, `let` or `var`; and where the declaration ends. */
const declared = (
  tokens: ReadonlyArray<Token>,
  from: number
): { readonly variables: ReadonlyArray<JsVariable>; readonly next: number } => {
  const variables: Array<JsVariable> = []
  for (let at = from; ; at += 1) {
    const name = tokens[at]
    if (name?.kind !== "word") return { variables, next: at }
    at += 1
    if (tokens[at]?.text === "!") at += 1
    if (tokens[at]?.text === ":") at = expressionEnd(tokens, at + 1, "=")
    if (tokens[at]?.text === "=") {
      const end = expressionEnd(tokens, at + 1, undefined)
      const [first, last] = [tokens[at + 1], tokens[end - 1]]
      if (first !== undefined && last !== undefined && end > at + 1)
        variables.push({ name: name.text, start: first.start, end: last.end })
      at = end
    }
    if (tokens[at]?.text !== ",") return { variables, next: at }
  }
}

/**
 * The variables that a module declares at its top level with a value (`const`, `let`, `var`, exported or not), in the order of
 * the source. Takes JavaScript and TypeScript; destructured names, enumerations and anything within brackets are left out.
 */
export const jsTopLevel = (source: string): ReadonlyArray<JsVariable> => {
  const tokens = tokensOf(source)
  const variables: Array<JsVariable> = []
  let depth = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === undefined) break
    if (token.kind === "mark") depth += OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0
    const starts = depth === 0 && token.kind === "word" && /^(?:const|let|var)$/.test(token.text)
    if (!starts || tokens[i - 1]?.text === "." || tokens[i - 1]?.text === "?.") continue
    const declaration = declared(tokens, i + 1)
    variables.push(...declaration.variables)
    i = Math.max(i, declaration.next - 1)
  }
  return variables
}

/** Whether the module has statements that only an ES module has: `import`, `export`, or `import.meta`. */
export const isEsModule = (source: string): boolean => {
  const tokens = tokensOf(source)
  let depth = 0
  return tokens.some((token, i) => {
    if (token.kind === "mark") depth += OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0
    if (token.kind !== "word" || tokens[i - 1]?.text === ".") return false
    const next = tokens[i + 1]?.text
    if (token.text === "import") return next === "." || (depth === 0 && next !== "(")
    return depth === 0 && (token.text === "export" || token.text === "await") && next !== "=" && next !== ":"
  })
}

/**
 * The source with other expressions as the values of some variables: the first declaration of each counts. Lines keep their
 * numbers. Names that are not declared stay unused.
 */
export const replaceJsValues = (
  source: string,
  expressions: ReadonlyMap<string, (original: string) => string>
): string => {
  let out = ""
  let at = 0
  const done = new Set<string>()
  for (const { name, start, end } of jsTopLevel(source)) {
    const expression = expressions.get(name)
    if (expression === undefined || done.has(name)) continue
    done.add(name)
    const original = source.slice(start, end)
    const replaced = expression(original)
    const lines = original.split("\n").length - replaced.split("\n").length
    out += source.slice(at, start) + replaced + "\n".repeat(Math.max(0, lines))
    at = end
  }
  return out + source.slice(at)
}
