import type { Value } from "../Value.ts"
import { mapOf } from "../Value.ts"

/** The pairs of one map as they come: the last of equal keys wins, and any of them wins over a merged one. */
export class YamlPairs {
  private readonly own = new Map<string, Value>()
  private readonly merged = new Map<string, Value>()

  add(key: string, value: Value, merged: boolean): void {
    if (!merged) this.own.set(key, value)
    else if (!this.merged.has(key)) this.merged.set(key, value)
  }

  toMap(): Value {
    if (this.merged.size === 0) return mapOf(this.own)
    return mapOf(new Map([...this.merged, ...this.own]))
  }
}
