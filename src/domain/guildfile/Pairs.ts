import type { Entry, MapNode } from "./Node.ts"

/** Entries of one map as they come: the last of equal keys wins, and any of them wins over a merged one. */
export class Pairs {
  readonly #own = new Map<string, Entry>()
  readonly #merged = new Map<string, Entry>()
  size = 0

  set(name: string, entry: Entry, onDuplicate: () => void): void {
    this.size++
    if (this.#own.has(name)) onDuplicate()
    this.#own.set(name, entry)
  }

  merge(from: MapNode): void {
    this.size++
    for (const [name, entry] of from.entries) if (!this.#merged.has(name)) this.#merged.set(name, entry)
  }

  get entries(): ReadonlyMap<string, Entry> {
    return this.#merged.size === 0 ? this.#own : new Map([...this.#merged, ...this.#own])
  }
}
