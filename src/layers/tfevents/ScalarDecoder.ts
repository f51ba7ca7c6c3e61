import { FIXED32, FIXED64, LENGTH, ProtoReader, Undecodable, VARINT } from "./ProtoReader.ts"
import { tensorScalar } from "./TensorScalar.ts"
import { TextInterner } from "./TextInterner.ts"

const SCALARS_PLUGIN = "scalars"

interface FoundScalar {
  readonly tag: string
  readonly value: number
}

export type OnPoint = (tag: string, value: number, step: number, wallTime: number) => void

/**
 * Finds the scalars in the events of one log: plain values, and tensors of one element that belong to TensorBoard's scalars
 * plugin. A writer may name the plugin with a tag's first value only, so a decoder remembers the tags it has seen named.
 * Written by hand because a run may have millions of events; a property test holds it against generated protobuf code.
 */
export class ScalarDecoder {
  private readonly reader = new ProtoReader()
  private readonly inner = new ProtoReader()
  private readonly tags = new TextInterner()
  private readonly scalarTags = new Set<string>()
  private found: Array<FoundScalar> = []

  /** Hands on every scalar of the event in `bytes[start, end)`; `false`, and nothing handed on, where it is no event. */
  decode(bytes: Uint8Array, start: number, end: number, onPoint: OnPoint): boolean {
    try {
      this.event(bytes, start, end, onPoint)
      return true
    } catch (error) {
      if (error instanceof Undecodable) return false
      throw error
    } finally {
      if (this.found.length > 0) this.found = []
    }
  }

  private event(bytes: Uint8Array, start: number, end: number, onPoint: OnPoint): void {
    const { reader } = this
    let wallTime = 0
    let step = 0
    reader.reset(bytes, start, end)
    while (reader.pos < end) {
      const key = reader.uint32()
      if (key === ((1 << 3) | FIXED64)) wallTime = reader.double()
      else if (key === ((2 << 3) | VARINT)) step = reader.int64()
      else if (key === ((5 << 3) | LENGTH)) {
        const from = reader.lengthDelimited()
        const to = reader.pos
        this.summary(bytes, from, to)
        reader.reset(bytes, to, end)
      } else reader.skip(key & 7)
    }
    for (const { tag, value } of this.found) onPoint(tag, value, step, wallTime)
  }

  private summary(bytes: Uint8Array, start: number, end: number): void {
    const { reader } = this
    reader.reset(bytes, start, end)
    while (reader.pos < end) {
      const key = reader.uint32()
      if (key === ((1 << 3) | LENGTH)) {
        const from = reader.lengthDelimited()
        this.value(bytes, from, reader.pos)
      } else reader.skip(key & 7)
    }
  }

  private value(bytes: Uint8Array, start: number, end: number): void {
    const { inner } = this
    let tag = ""
    let simple: number | undefined
    let tensorStart = -1
    let tensorEnd = -1
    let plugin: string | undefined
    inner.reset(bytes, start, end)
    while (inner.pos < end) {
      const key = inner.uint32()
      if (key === ((1 << 3) | LENGTH)) {
        const from = inner.lengthDelimited()
        tag = this.tags.text(bytes, from, inner.pos)
      } else if (key === ((2 << 3) | FIXED32)) {
        simple = inner.float()
        tensorStart = -1
      } else if (key === ((8 << 3) | LENGTH)) {
        tensorStart = inner.lengthDelimited()
        tensorEnd = inner.pos
        simple = undefined
      } else if (key === ((9 << 3) | LENGTH)) {
        const from = inner.lengthDelimited()
        const to = inner.pos
        plugin = this.pluginName(bytes, from, to) ?? plugin
        inner.reset(bytes, to, end)
      } else inner.skip(key & 7)
    }
    if (simple !== undefined) this.found.push({ tag, value: simple })
    else if (tensorStart >= 0 && this.isScalar(tag, plugin)) {
      const value = tensorScalar(inner, bytes, tensorStart, tensorEnd)
      if (value !== undefined) this.found.push({ tag, value })
    }
  }

  private isScalar(tag: string, plugin: string | undefined): boolean {
    if (plugin === SCALARS_PLUGIN) this.scalarTags.add(tag)
    return plugin === undefined ? this.scalarTags.has(tag) : plugin === SCALARS_PLUGIN
  }

  /** `SummaryMetadata.plugin_data.plugin_name`. */
  private pluginName(bytes: Uint8Array, start: number, end: number): string | undefined {
    const { inner } = this
    let name: string | undefined
    inner.reset(bytes, start, end)
    while (inner.pos < end) {
      const key = inner.uint32()
      if (key === ((1 << 3) | LENGTH)) {
        const from = inner.lengthDelimited()
        const to = inner.pos
        inner.reset(bytes, from, to)
        while (inner.pos < to) {
          const innerKey = inner.uint32()
          if (innerKey === ((1 << 3) | LENGTH)) {
            const nameStart = inner.lengthDelimited()
            name = this.tags.text(bytes, nameStart, inner.pos)
          } else inner.skip(innerKey & 7)
        }
        inner.reset(bytes, to, end)
      } else inner.skip(key & 7)
    }
    return name
  }
}
