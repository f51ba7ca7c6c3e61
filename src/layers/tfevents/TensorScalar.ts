import type { ProtoReader } from "./ProtoReader.ts"
import { FIXED32, FIXED64, LENGTH, VARINT } from "./ProtoReader.ts"

/** Number types of TensorFlow's `DataType`: what a scalar may be. */
const DT = {
  float: 1,
  double: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  half: 19,
  uint32: 22,
  uint64: 23
}

type Read = (reader: ProtoReader) => number

interface NumberType {
  /** Field of `TensorProto` with the values of this type, one by one or packed. */
  readonly field: number
  /** Wire type of a value that stands alone. */
  readonly wireType: number
  readonly size: number
  /** A value in the field. */
  readonly value: Read
  /** A value in `tensor_content`: little-endian memory. */
  readonly content: Read
}

const float: Read = (reader) => reader.float()
const double: Read = (reader) => reader.double()

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
const halfOf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const floatOfBits = new DataView(new ArrayBuffer(4))

/** The upper half of a float32. */
const bfloat16Of = (bits: number): number => {
  floatOfBits.setUint32(0, (bits & 0xffff) << 16)
  return floatOfBits.getFloat32(0)
}

/** A whole number that stands in a field as a varint and in memory in so many bytes. */
const whole = (
  field: number,
  size: number,
  signed: boolean,
  of: (bits: number) => number = (value) => value
): NumberType => ({
  field,
  wireType: VARINT,
  size,
  value: (reader) => of(signed || size === 8 ? reader.int64() : reader.uint32()),
  content: (reader) => of(reader.fixedInt(size, signed))
})

const TYPES = new Map<number, NumberType>([
  [DT.float, { field: 5, wireType: FIXED32, size: 4, value: float, content: float }],
  [DT.double, { field: 6, wireType: FIXED64, size: 8, value: double, content: double }],
  [DT.int32, whole(7, 4, true, (value) => value | 0)],
  [DT.uint8, whole(7, 1, false)],
  [DT.int16, whole(7, 2, true)],
  [DT.int8, whole(7, 1, true)],
  [DT.uint16, whole(7, 2, false)],
  [DT.int64, whole(10, 8, true)],
  [DT.bool, whole(11, 1, false)],
  [DT.half, whole(13, 2, false, halfOf)],
  [DT.bfloat16, whole(13, 2, false, bfloat16Of)],
  [DT.uint32, whole(16, 4, false)],
  [DT.uint64, whole(17, 8, false, (value) => (value < 0 ? value + 2 ** 64 : value))]
])

/** Fields of interest in a tensor: where each begins and ends. */
interface Span {
  readonly start: number
  readonly end: number
}

/** How many elements a `TensorShape` has; NaN where it does not say. */
const elements = (reader: ProtoReader, bytes: Uint8Array, { end, start }: Span): number => {
  let count = 1
  reader.reset(bytes, start, end)
  while (reader.pos < end) {
    const key = reader.uint32()
    if (key === ((2 << 3) | LENGTH)) {
      const from = reader.lengthDelimited()
      const to = reader.pos
      let size = 0
      reader.reset(bytes, from, to)
      while (reader.pos < to) {
        const dimKey = reader.uint32()
        if (dimKey === ((1 << 3) | VARINT)) size = reader.int64()
        else reader.skip(dimKey & 7)
      }
      count *= size
      reader.reset(bytes, to, end)
    } else if (key === ((3 << 3) | VARINT)) {
      if (reader.uint32() !== 0) count = NaN
    } else reader.skip(key & 7)
  }
  return count
}

/**
 * The number in a `TensorProto` of one element: of any number type, as raw memory (`tensor_content`) or in the
 * field of its type. A tensor that leaves its value out means zero. `undefined` for every other tensor.
 */
export const tensorScalar = (
  reader: ProtoReader,
  bytes: Uint8Array,
  start: number,
  end: number
): number | undefined => {
  let dtype = 0
  let shape: Span | undefined
  let content: Span | undefined
  const fields = new Map<number, { readonly wireType: number; readonly span: Span }>()
  reader.reset(bytes, start, end)
  while (reader.pos < end) {
    const key = reader.uint32()
    const field = key >>> 3
    const wireType = key & 7
    if (field === 1 && wireType === VARINT) dtype = reader.uint32()
    else {
      const before = reader.pos
      const from = wireType === LENGTH ? reader.lengthDelimited() : before
      if (wireType !== LENGTH) reader.skip(wireType)
      const span = { start: from, end: reader.pos }
      if (field === 2 && wireType === LENGTH) shape = span
      else if (field === 4 && wireType === LENGTH) content = span
      else if (!fields.has(field) && span.end > span.start) fields.set(field, { wireType, span })
    }
  }
  const type = TYPES.get(dtype)
  if (type === undefined || (shape !== undefined && elements(reader, bytes, shape) !== 1)) return undefined
  if (content !== undefined && content.end - content.start >= type.size) {
    reader.reset(bytes, content.start, content.end)
    return type.content(reader)
  }
  const values = fields.get(type.field)
  if (values === undefined || (values.wireType !== type.wireType && values.wireType !== LENGTH)) return 0
  reader.reset(bytes, values.span.start, values.span.end)
  return type.value(reader)
}
