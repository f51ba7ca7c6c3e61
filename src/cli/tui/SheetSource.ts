import type { Effect } from "effect"
import type { SheetData } from "../../domain/sheet/SheetData.ts"

/** A text to show in place of the table. */
export interface SheetPage {
  readonly title: string
  readonly lines: ReadonlyArray<string>
}

/** Rows, and what tells whether they are still the same. */
export interface LoadedSheet {
  readonly data: SheetData
  readonly version: string
}

/** Where a table's rows come from, and what can be done to them. */
export interface SheetSource<E, R> {
  /** The rows as they are now. */
  readonly load: Effect.Effect<LoadedSheet, E, R>
  /** Differs from that of the loaded rows where `load` would give others; cheaper than that. */
  readonly version: Effect.Effect<string, E, R>
  /** All that is known of a row; nothing where it has gone. */
  readonly details: (id: string) => Effect.Effect<SheetPage | undefined, E, R>
  /** Marks or unmarks a row; `false` where it has gone. */
  readonly mark: (id: string, marked: boolean) => Effect.Effect<boolean, E, R>
}
