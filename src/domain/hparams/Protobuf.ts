import { concatBytes } from "../Bytes.ts"

/**
 * A small writer of protobuf messages: each function gives one field, and a message is its fields one behind another. Numbers of
 * fields are below 16, which is all that TensorBoard's summaries need. Wire format: https://protobuf.dev/programming-guides/encoding
 */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()

/** A message: its fields, one behind another. */
export const message = (...fields: ReadonlyArray<Uint8Array>): Bytes => concatBytes(fields)

const varint = (value: number): ReadonlyArray<number> => {
  const bytes: Array<number> = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  return [...bytes, rest]
}

const WIRE = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 }

/** Bytes, or a message within a message. */
export const delimited = (field: number, ...parts: ReadonlyArray<Uint8Array>): Bytes => {
  const content = concatBytes(parts)
  return concatBytes([Uint8Array.from([(field << 3) | WIRE.delimited, ...varint(content.length)]), content])
}

export const string = (field: number, text: string): Bytes => delimited(field, encoder.encode(text))

/** A number of a set (an enum), or a whole number that is not negative. */
export const whole = (field: number, value: number): Bytes =>
  Uint8Array.from([(field << 3) | WIRE.varint, ...varint(value)])

export const bool = (field: number, value: boolean): Bytes => whole(field, value ? 1 : 0)

export const double = (field: number, value: number): Bytes => {
  const bytes = new Uint8Array(9)
  bytes[0] = (field << 3) | WIRE.fixed64
  new DataView(bytes.buffer).setFloat64(1, value, true)
  return bytes
}

export const float = (field: number, value: number): Bytes => {
  const bytes = new Uint8Array(5)
  bytes[0] = (field << 3) | WIRE.fixed32
  new DataView(bytes.buffer).setFloat32(1, value, true)
  return bytes
}
