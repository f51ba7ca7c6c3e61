import type { Entry, MapNode } from "./Node.ts"

/** Entries of one map as they come: the last of equal keys wins, and any of them wins over a merged one. */
export class Pairs {
  readonly #own = new Map<string, Entry>()
  #merged: Map<string, Entry> | undefined

  /** Gives whether the name is new. */
  set(name: string, entry: Entry): boolean {
    const { size } = this.#own
    this.#own.set(name, entry)
    return this.#own.size > size
  }

  merge(from: MapNode): void {
    const merged = (this.#merged ??= new Map())
    for (const [name, entry] of from.entries) if (!merged.has(name)) merged.set(name, entry)
  }

  get entries(): ReadonlyMap<string, Entry> {
    return this.#merged === undefined ? this.#own : new Map([...this.#merged, ...this.#own])
  }
}
