import type { ProtoReader } from "./ProtoReader.ts"
import { FIXED32, FIXED64, LENGTH, VARINT } from "./ProtoReader.ts"

/** Number types of TensorFlow's `DataType` that a scalar may have. */
const DT_FLOAT = 1
const DT_DOUBLE = 2
const DT_INT32 = 3
const DT_INT64 = 9

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

const TYPES = new Map<number, NumberType>([
  [DT_FLOAT, { field: 5, wireType: FIXED32, size: 4, value: float, content: float }],
  [DT_DOUBLE, { field: 6, wireType: FIXED64, size: 8, value: double, content: double }],
  [DT_INT32, { field: 7, wireType: VARINT, size: 4, value: (r) => r.int64() | 0, content: (r) => r.fixedInt32() }],
  [DT_INT64, { field: 10, wireType: VARINT, size: 8, value: (r) => r.int64(), content: (r) => r.fixedInt64() }]
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
 * The number in a `TensorProto` of one element: float32, float64, int32 or int64, as raw memory (`tensor_content`) or in the
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
