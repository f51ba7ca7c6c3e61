import type { SyntaxNode } from "@lezer/common"
import type { Value } from "../Value.ts"
import { float, isFloat, isInt, mapOf } from "../Value.ts"
import { pythonString } from "./PythonString.ts"

/** The nodes below a node, tokens such as brackets and commas included. */
export const childrenOf = (node: SyntaxNode): ReadonlyArray<SyntaxNode> => {
  const out: Array<SyntaxNode> = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) out.push(child)
  return out
}

export const textOf = (node: SyntaxNode, source: string): string => source.slice(node.from, node.to)

const integer = (value: bigint): number | bigint =>
  value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER) ? value : Number(value)

const numberValue = (literal: string): Value | undefined => {
  const text = literal.replaceAll("_", "").toLowerCase()
  if (/^(?:0x[0-9a-f]+|0o[0-7]+|0b[01]+|0+|[1-9][0-9]*)$/.test(text)) return integer(BigInt(text))
  return /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(text) ? float(Number(text)) : undefined
}

const negated = (value: Value): Value | undefined =>
  isFloat(value)
    ? float(-value.value)
    : typeof value === "bigint"
      ? integer(-value)
      : typeof value === "number"
        ? 0 - value
        : undefined

const unary = (node: SyntaxNode, source: string): Value | undefined => {
  const [operator, operand] = childrenOf(node)
  if (operator === undefined || operand === undefined) return undefined
  const value = literalValue(operand, source)
  if (value === undefined || !(isFloat(value) || isInt(value))) return undefined
  const sign = textOf(operator, source)
  return sign === "-" ? negated(value) : sign === "+" ? value : undefined
}

/** All values, or none where one of them is no literal. */
const allValues = (nodes: ReadonlyArray<SyntaxNode>, source: string): ReadonlyArray<Value> | undefined => {
  const out: Array<Value> = []
  for (const node of nodes) {
    const value = literalValue(node, source)
    if (value === undefined) return undefined
    out.push(value)
  }
  return out
}

const isMark = (node: SyntaxNode): boolean => /^[[\](),{}:]$/.test(node.name) || node.name === "Comment"

/**
 * The value of a Python expression that is a number, a string, a boolean, None, or a list of such; `undefined` for every other
 * expression. A tuple, a dictionary and bytes are no flag values.
 */
export const literalValue = (node: SyntaxNode, source: string): Value | undefined => {
  const inner = childrenOf(node).filter((child) => !isMark(child))
  switch (node.name) {
    case "Number":
    // The parser takes `1.` and `1.e-5` for a member of 1.
    case "MemberExpression":
    case "BinaryExpression":
      return numberValue(textOf(node, source))
    case "String":
      return pythonString(textOf(node, source))
    case "ContinuedString": {
      const parts = allValues(inner, source)
      return parts?.every((part) => typeof part === "string") === true ? parts.join("") : undefined
    }
    case "Boolean":
      return textOf(node, source) === "True"
    case "None":
      return null
    case "UnaryExpression":
      return unary(node, source)
    case "ParenthesizedExpression":
      return inner[0] === undefined || inner.length > 1 ? undefined : literalValue(inner[0], source)
    case "ArrayExpression":
      return allValues(inner, source)
    default:
      return undefined
  }
}

/** `[key, value]` of each item of `{...}` whose key is a string and whose value is a literal or another such dictionary. */
const dictionaryItems = (node: SyntaxNode, source: string): ReadonlyArray<readonly [string, Value]> => {
  const parts = childrenOf(node)
  return parts.flatMap((part, i) => {
    const [key, value] = [parts[i - 1], parts[i + 1]]
    if (part.name !== ":" || key === undefined || value === undefined) return []
    const name = literalValue(key, source)
    const item = itemValue(value, source)
    return typeof name === "string" && item !== undefined ? [[name, item]] : []
  })
}

/** The same of the named arguments of a call. */
const namedArguments = (call: SyntaxNode, source: string): ReadonlyArray<readonly [string, Value]> => {
  const parts = call.getChild("ArgList") === null ? [] : childrenOf(call.getChild("ArgList") ?? call)
  return parts.flatMap((part, i) => {
    const [key, value] = [parts[i - 1], parts[i + 1]]
    if (part.name !== "AssignOp" || key === undefined || value === undefined) return []
    const item = itemValue(value, source)
    return item === undefined ? [] : [[textOf(key, source), item]]
  })
}

const itemValue = (node: SyntaxNode, source: string): Value | undefined => {
  const value = literalValue(node, source)
  return value === undefined ? objectValue(node, source) : value
}

const CONSTRUCTORS = /^(?:dict|(?:types\.)?SimpleNamespace|(?:argparse\.)?Namespace)$/

/**
 * What is known of an object that holds parameters: `{...}`, `dict(a=1)`, `SimpleNamespace(a=1)`, `argparse.Namespace(a=1)`,
 * nested as well. Items that are no literals are left out; `undefined` for every other expression.
 */
export const objectValue = (node: SyntaxNode, source: string): Value | undefined => {
  if (node.name === "DictionaryExpression") return mapOf(dictionaryItems(node, source))
  if (node.name !== "CallExpression") return undefined
  const callee = node.firstChild
  return callee !== null && CONSTRUCTORS.test(textOf(callee, source)) ? mapOf(namedArguments(node, source)) : undefined
}
