// Made from src/domain/script/JsTopLevel.ts by scripts/build-runtime.mjs; change that file instead.
var __defProp = Object.defineProperty
var __getOwnPropDesc = Object.getOwnPropertyDescriptor
var __getOwnPropNames = Object.getOwnPropertyNames
var __hasOwnProp = Object.prototype.hasOwnProperty
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true })
}
var __copyProps = (to, from, except, desc) => {
  if ((from && typeof from === "object") || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, {
          get: () => from[key],
          enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
        })
  }
  return to
}
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod)
var stdin_exports = {}
__export(stdin_exports, {
  isEsModule: () => isEsModule,
  jsTopLevel: () => jsTopLevel,
  replaceJsValues: () => replaceJsValues
})
module.exports = __toCommonJS(stdin_exports)
const WORD = /[\p{ID_Start}$_#@\\][\p{ID_Continue}$\u200c\u200d\\]*/uy
const NUMBER =
  /(?:0[xXoObB][0-9a-fA-F_]+|[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9_]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9_]+)?)n?/y
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/y
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const MARK = /=>|\.\.\.|\?\.|\+\+|--|&&=?|\|\|=?|\?\?=?|[<>=!]==?|[-+*/%&|^]=|[\s\S]/y
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y
const OPERATOR_WORD =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|default|extends|as|satisfies)$/
const CONTINUING_WORD = /^(?:instanceof|in|as|satisfies)$/
const OPEN = /* @__PURE__ */ new Set(["(", "[", "{"])
const CLOSE = /* @__PURE__ */ new Set([")", "]", "}"])
const match = (pattern, source, at) => {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0]
}
const templateEnd = (source, start) => {
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
const replacementEnd = (source, start) => {
  let depth = 1
  let token = nextToken(source, start, void 0)
  while (token !== void 0) {
    depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0
    if (depth === 0) return token.end
    token = nextToken(source, token.end, token)
  }
  return source.length
}
const endsExpression = (token) =>
  token !== void 0 &&
  (token.kind === "mark"
    ? CLOSE.has(token.text) || token.text === "++" || token.text === "--"
    : token.kind !== "word" || !OPERATOR_WORD.test(token.text))
const nextToken = (source, from, previous) => {
  const space = match(SPACE, source, from) ?? ""
  const start = from + space.length
  if (start >= source.length) return void 0
  const newlineBefore = space.includes("\n")
  const token = (kind, text) => ({
    kind,
    text,
    start,
    end: start + text.length,
    newlineBefore
  })
  const char = source[start] ?? ""
  if (char === "`") return token("template", source.slice(start, templateEnd(source, start)))
  const string = match(STRING, source, start)
  if (string !== void 0) return token("string", string)
  const number = match(NUMBER, source, start)
  if (number !== void 0) return token("number", number)
  const word = match(WORD, source, start)
  if (word !== void 0) return token("word", word)
  const regex = char === "/" && !endsExpression(previous) ? match(REGEX, source, start) : void 0
  if (regex !== void 0) return token("regex", regex)
  return token("mark", match(MARK, source, start) ?? char)
}
const tokensOf = (source) => {
  const tokens = []
  const first = source.startsWith("#!") ? source.indexOf("\n") : 0
  let token = first < 0 ? void 0 : nextToken(source, first, void 0)
  while (token !== void 0) {
    tokens.push(token)
    token = nextToken(source, token.end, token)
  }
  return tokens
}
const goesOn = (before, after) =>
  !endsExpression(before) ||
  (after.kind === "word" && CONTINUING_WORD.test(after.text)) ||
  after.kind === "template" ||
  (after.kind === "mark" && !/^(?:[{}@#!~;]|\+\+|--)$/.test(after.text))
const expressionEnd = (tokens, from, stop) => {
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === void 0) break
    if (depth === 0) {
      if (token.kind === "mark" && (token.text === "," || token.text === ";" || CLOSE.has(token.text))) return i
      if (token.kind === "mark" && token.text === stop) return i
      if (i > from && token.newlineBefore && !goesOn(tokens[i - 1], token)) return i
    }
    if (token.kind !== "mark") continue
    if (OPEN.has(token.text) || (stop !== void 0 && token.text === "<")) depth += 1
    else if (CLOSE.has(token.text) || (stop !== void 0 && token.text === ">")) depth -= 1
  }
  return tokens.length
}
const declared = (tokens, from) => {
  const variables = []
  for (let at = from; ; at += 1) {
    const name = tokens[at]
    if (name?.kind !== "word") return { variables, next: at }
    at += 1
    if (tokens[at]?.text === "!") at += 1
    if (tokens[at]?.text === ":") at = expressionEnd(tokens, at + 1, "=")
    if (tokens[at]?.text === "=") {
      const end = expressionEnd(tokens, at + 1, void 0)
      const [first, last] = [tokens[at + 1], tokens[end - 1]]
      if (first !== void 0 && last !== void 0 && end > at + 1)
        variables.push({ name: name.text, start: first.start, end: last.end })
      at = end
    }
    if (tokens[at]?.text !== ",") return { variables, next: at }
  }
}
const jsTopLevel = (source) => {
  const tokens = tokensOf(source)
  const variables = []
  let depth = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (token === void 0) break
    if (token.kind === "mark") depth += OPEN.has(token.text) ? 1 : CLOSE.has(token.text) ? -1 : 0
    const starts = depth === 0 && token.kind === "word" && /^(?:const|let|var)$/.test(token.text)
    if (!starts || tokens[i - 1]?.text === "." || tokens[i - 1]?.text === "?.") continue
    const declaration = declared(tokens, i + 1)
    variables.push(...declaration.variables)
    i = Math.max(i, declaration.next - 1)
  }
  return variables
}
const isEsModule = (source) => {
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
const replaceJsValues = (source, expressions) => {
  let out = ""
  let at = 0
  const done = /* @__PURE__ */ new Set()
  for (const { name, start, end } of jsTopLevel(source)) {
    const expression = expressions.get(name)
    if (expression === void 0 || done.has(name)) continue
    done.add(name)
    const original = source.slice(start, end)
    const replaced = expression(original)
    const lines = original.split("\n").length - replaced.split("\n").length
    out += source.slice(at, start) + replaced + "\n".repeat(Math.max(0, lines))
    at = end
  }
  return out + source.slice(at)
}
