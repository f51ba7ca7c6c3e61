import { Either, Schema } from "effect"
import { nearest } from "../domain/text/Nearest.ts"
import type { Operation } from "./Operation.ts"
import type { Pipeline } from "./Pipeline.ts"

/** What a file exports that can be run: nothing that it does needs more than guild provides. */
export type Runnable =
  | Pick<
      Operation<unknown, unknown, unknown, unknown, never>,
      "kind" | "name" | "description" | "fields" | "requires" | "prepare"
    >
  | Pick<Pipeline<unknown, unknown, unknown, never>, "kind" | "name" | "description" | "fields" | "runIn">

/** A file has nothing that can be run by that name, or several things and no name was given. */
export class NotExported extends Schema.TaggedError<NotExported>()("NotExported", {
  file: Schema.String,
  name: Schema.optional(Schema.String),
  known: Schema.Array(Schema.String)
}) {
  override get message(): string {
    if (this.known.length === 0)
      return `${this.file} exports no operation and no pipeline\nExport what 'Operation.make' or 'Pipeline.make' gives.`
    const names = this.known.map((name) => `  ${this.file}:${name}`).join("\n")
    if (this.name === undefined) return `${this.file} has several things to run - name one:\n${names}`
    const hint = nearest(this.name, this.known)
    return `'${this.name}' is not defined in ${this.file}${hint === undefined ? `\nTry one of these:\n${names}` : `\nDid you mean '${hint}'?`}`
  }
}

const isRunnable = (value: unknown): value is Runnable => {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("name" in value)) return false
  return (
    (value.kind === "operation" && "prepare" in value && typeof value.prepare === "function") ||
    (value.kind === "pipeline" && "runIn" in value && typeof value.runIn === "function")
  )
}

/**
 * What of a module is meant: by the name that it is exported as or has itself; without a name its default export, its only pipeline,
 * or its only operation.
 */
export const findExported = (
  file: string,
  exported: Readonly<Record<string, unknown>>,
  name: string | undefined
): Either.Either<Runnable, NotExported> => {
  const all = Object.entries(exported).flatMap(([key, value]) => (isRunnable(value) ? [[key, value] as const] : []))
  const known = all.map(([key, { name }]) => (key === "default" ? name : key))
  const missing = new NotExported({ file, name, known })
  if (name !== undefined) {
    const [, found] = all.find(([key]) => key === name) ?? all.find(([, each]) => each.name === name) ?? []
    return Either.fromNullable(found, () => missing)
  }
  const [, own] = all.find(([key]) => key === "default") ?? []
  const pipelines = all.filter(([, { kind }]) => kind === "pipeline")
  const [only] = pipelines.length === 1 ? pipelines : all.length === 1 ? all : []
  return Either.fromNullable(own ?? only?.[1], () => missing)
}
