import type { Effect } from "effect"
import type { SheetData } from "../../domain/sheet/SheetData.ts"

/** A text to show in place of the table. */
export interface SheetPage {
  readonly title: string
  readonly lines: ReadonlyArray<string>
}

/** Where a table's rows come from, and what can be done to them. */
export interface SheetSource<E, R> {
  /** The rows as they are now. */
  readonly load: Effect.Effect<SheetData, E, R>
  /** Differs from the last time where `load` would give something else; cheaper than that. */
  readonly version: Effect.Effect<string, E, R>
  /** All that is known of a row; nothing where it has gone. */
  readonly details: (id: string) => Effect.Effect<SheetPage | undefined, E, R>
  /** Marks or unmarks a row; `false` where it has gone. */
  readonly mark: (id: string, marked: boolean) => Effect.Effect<boolean, E, R>
}
