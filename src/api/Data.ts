import { Either, ParseResult } from "effect"
import type { Value } from "../domain/Value.ts"
import { float, isFloat, isList, isMap, mapOf } from "../domain/Value.ts"
import { messageOf } from "./Reasons.ts"

/** Plain data, as a Schema encodes to, as a value of a flag or an attribute. What YAML has no words for is null. */
export const toValue = (data: unknown): Value => {
  if (data === null || typeof data === "boolean" || typeof data === "string" || typeof data === "bigint") return data
  if (typeof data === "number") return Number.isSafeInteger(data) ? data : float(data)
  if (Array.isArray(data)) return data.map(toValue)
  if (typeof data === "object")
    return mapOf(Object.entries(data).flatMap(([key, item]) => (item === undefined ? [] : [[key, toValue(item)]])))
  return null
}

/** The data that a flag or an attribute keeps, for a Schema to decode: as `toValue` took it, with NaN and the infinities as they are. */
export const fromValue = (value: Value): unknown =>
  isFloat(value)
    ? value.value
    : typeof value === "bigint"
      ? Number(value)
      : isList(value)
        ? value.map(fromValue)
        : isMap(value)
          ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromValue(item)]))
          : value

/** What is wrong with data, on one line: the first issue with its path. */
const firstIssue = (error: ParseResult.ParseError): string => {
  const [issue] = ParseResult.ArrayFormatter.formatErrorSync(error)
  if (issue === undefined) return error.message
  const path = issue.path.map(String).join(".")
  return `${path === "" ? "" : `${path}: `}${issue.message.replaceAll(/\s*\n\s*/g, " ")}`
}

/**
 * A way through a Schema, with what is wrong on one line. What a user's own part of the Schema throws is wrong with the data, too.
 *
 * @param way such as `Schema.decodeUnknownEither` gives
 */
export const through =
  <A>(way: (data: unknown) => Either.Either<A, ParseResult.ParseError>) =>
  (data: unknown): Either.Either<A, string> =>
    Either.flatMap(Either.try({ try: () => way(data), catch: messageOf }), Either.mapLeft(firstIssue))
