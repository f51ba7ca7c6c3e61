import type { SheetState } from "./SheetState.ts"

/** What a key asks for that the table cannot do by itself. */
export type SheetAsk =
  | { readonly kind: "quit" }
  | { readonly kind: "suspend" }
  | { readonly kind: "redraw" }
  | { readonly kind: "refresh" }
  | { readonly kind: "details"; readonly id: string }
  | { readonly kind: "mark"; readonly id: string; readonly marked: boolean }

/** The table after a key. */
export interface Pressed {
  readonly state: SheetState
  readonly ask?: SheetAsk
}

/** Keys that mean the same wherever they are typed. */
export const EVERYWHERE: ReadonlyMap<string, SheetAsk> = new Map([
  ["ctrl-c", { kind: "quit" }],
  ["ctrl-z", { kind: "suspend" }],
  ["ctrl-l", { kind: "redraw" }]
])
