import { Either } from "effect"
import { SqlRefused } from "./SqlErrors.ts"

/** Blanks and comments, which may stand before a statement. */
const NOTHING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?(?:\*\/|$))+/

const QUERIES = new Set(["select", "with", "values", "explain"])

/**
 * Lets a statement pass that can only be a question. What begins like one and writes all the same (`WITH ... DELETE`) is left
 * to the database, which is opened for reading alone.
 */
export const checkQuery = (statement: string): Either.Either<string, SqlRefused> => {
  const text = statement.replace(NOTHING, "")
  const word = /^[a-z]+/i.exec(text)?.[0] ?? ""
  if (text === "") return Either.left(new SqlRefused({ reason: "there is no statement" }))
  return QUERIES.has(word.toLowerCase())
    ? Either.right(statement)
    : Either.left(new SqlRefused({ reason: `'${word === "" ? text.slice(0, 20) : word}' is no query` }))
}

/** Which parts of the index a statement may read, going by the words in it: more than it does is no harm. */
export const partsMentioned = (
  statement: string
): { readonly scalars: boolean; readonly attributes: boolean; readonly files: boolean } => {
  const mentions = (...words: ReadonlyArray<string>) => new RegExp(`\\b(?:${words.join("|")})\\b`, "i").test(statement)
  return {
    scalars: mentions("scalars", "scalar_rows", "scalar_sets"),
    attributes: mentions("attributes", "attribute_rows", "dependencies"),
    files: mentions("files", "file_rows")
  }
}
