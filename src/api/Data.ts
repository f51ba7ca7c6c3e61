import { ParseResult } from "effect"
import type { Value } from "../domain/Value.ts"
import { float, mapOf } from "../domain/Value.ts"

/** Plain data, as a Schema encodes to, as a value of a flag or an attribute. What YAML has no words for is null. */
export const toValue = (data: unknown): Value => {
  if (data === null || typeof data === "boolean" || typeof data === "string" || typeof data === "bigint") return data
  if (typeof data === "number") return Number.isSafeInteger(data) ? data : float(data)
  if (Array.isArray(data)) return data.map(toValue)
  if (typeof data === "object")
    return mapOf(Object.entries(data).flatMap(([key, item]) => (item === undefined ? [] : [[key, toValue(item)]])))
  return null
}

/** What is wrong with data, on one line: the first issue with its path. */
export const firstIssue = (error: ParseResult.ParseError): string => {
  const [issue] = ParseResult.ArrayFormatter.formatErrorSync(error)
  if (issue === undefined) return error.message
  const path = issue.path.map(String).join(".")
  return `${path === "" ? "" : `${path}: `}${issue.message.replaceAll(/\s*\n\s*/g, " ")}`
}
