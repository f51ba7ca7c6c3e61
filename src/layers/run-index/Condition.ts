import type { Cell } from "./InsertRows.ts"

/** A condition of SQL with the values for its question marks. It holds or does not: it is never NULL. */
export interface Condition {
  readonly sql: string
  readonly params: ReadonlyArray<Cell>
}

export const ALWAYS: Condition = { sql: "1", params: [] }

export const NEVER: Condition = { sql: "0", params: [] }

export const join = (word: "AND" | "OR", parts: ReadonlyArray<Condition>): Condition => ({
  sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
  params: parts.flatMap(({ params }) => params)
})

export const not = ({ params, sql }: Condition): Condition => ({ sql: `NOT ${sql}`, params })
