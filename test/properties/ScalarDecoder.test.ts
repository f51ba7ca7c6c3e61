import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { guild } from "../../src/layers/tfevents/event.gen.js"
import { EventBuffer } from "../../src/layers/tfevents/EventEncoder.ts"
import { ScalarDecoder } from "../../src/layers/tfevents/ScalarDecoder.ts"

const { Event } = guild.tfevents

type Found = readonly [tag: string, value: number, step: number, wallTime: number]

const decode = (payload: Uint8Array): ReadonlyArray<Found> | "undecodable" => {
  const found: Array<Found> = []
  const read = new ScalarDecoder().decode(payload, 0, payload.length, (...point) => found.push(point))
  return read ? found : "undecodable"
}

const int64 = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const tag = fc.oneof(fc.constantFrom("loss", "acc", "__proto__"), fc.string({ unit: "grapheme", maxLength: 8 }))

/** A tensor of one element in one of its forms, and the number in it. */
const tensor = fc
  .oneof(
    fc.record({ dtype: fc.constant(1), value: fc.float() }),
    fc.record({ dtype: fc.constant(2), value: fc.double() }),
    fc.record({ dtype: fc.constant(3), value: int32 }),
    fc.record({ dtype: fc.constant(9), value: int64 })
  )
  .chain(({ dtype, value }) => {
    const view = new DataView(new ArrayBuffer(dtype === 1 || dtype === 3 ? 4 : 8))
    if (dtype === 1) view.setFloat32(0, value, true)
    else if (dtype === 2) view.setFloat64(0, value, true)
    else if (dtype === 3) view.setInt32(0, value, true)
    else view.setBigInt64(0, BigInt(value), true)
    const field = { 1: "float_val", 2: "double_val", 3: "int_val", 9: "int64_val" }[dtype] ?? ""
    const dims = fc.constantFrom<ReadonlyArray<{ size: number }>>([], [{ size: 1 }], [{ size: 1 }, { size: 1 }])
    return fc.record({
      value: fc.constant(value),
      proto: fc
        .record({
          form: fc.constantFrom({ tensor_content: new Uint8Array(view.buffer) }, { [field]: [value] }),
          dim: dims
        })
        .map(({ dim, form }) => ({ dtype, tensor_shape: { dim: [...dim] }, ...form }))
    })
  })

const value = fc.oneof(
  fc.record({ tag, simple: fc.float() }).map(({ simple, tag }) => ({
    proto: { tag, simple_value: simple },
    scalars: [[tag, simple] as const]
  })),
  fc.record({ tag, tensor }).map(({ tag, tensor }) => ({
    proto: { tag, tensor: tensor.proto, metadata: { plugin_data: { plugin_name: "scalars" }, display_name: "x" } },
    scalars: [[tag, tensor.value] as const]
  })),
  fc.record({ tag: tag.map((text) => `other/${text}`), tensor }).map(({ tag, tensor }) => ({
    proto: { tag, tensor: tensor.proto, metadata: { plugin_data: { plugin_name: "histograms" } } },
    scalars: []
  })),
  tag.map((tag) => ({
    proto: { tag, image: { height: 1, width: 1, colorspace: 3, encoded_image_string: Uint8Array.of(1, 2, 3) } },
    scalars: []
  }))
)

const event = fc.record({
  wall_time: fc.double({ noNaN: true }),
  step: int64,
  values: fc.array(value, { maxLength: 4 })
})

describe("scalars in an event", () => {
  it("are found as generated protobuf code encodes them", () => {
    fc.assert(
      fc.property(event, ({ step, values, wall_time }) => {
        const payload = Event.encode({ wall_time, step, summary: { value: values.map(({ proto }) => proto) } }).finish()
        const expected = values.flatMap(({ scalars }) => scalars.map(([tag, value]) => [tag, value, step, wall_time]))
        // A zero leaves its sign behind where protobuf leaves out zeros.
        expect(JSON.stringify(decode(payload))).toBe(JSON.stringify(expected))
      })
    )
  })

  it("are none in bytes that are no event, and never a failure", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
        const found = decode(payload)
        if (found !== "undecodable") return
        expect(() => Event.decode(payload)).toThrow()
      })
    )
  })

  it("are none in an event that was cut, wherever protobuf says so", () => {
    fc.assert(
      fc.property(event, fc.nat(), ({ step, values, wall_time }, at) => {
        const whole = Event.encode({ wall_time, step, summary: { value: values.map(({ proto }) => proto) } }).finish()
        const payload = whole.slice(0, at % (whole.length + 1))
        if (decode(payload) === "undecodable") expect(() => Event.decode(payload)).toThrow()
      })
    )
  })
})

describe("a written event", () => {
  it("is what generated protobuf code reads", () => {
    fc.assert(
      fc.property(tag, fc.float(), int64, fc.double({ noNaN: true }), (tag, value, step, wallTime) => {
        const buffer = new EventBuffer(1)
        buffer.scalar(tag, value, step, wallTime)
        const bytes = buffer.take()
        const read = Event.decode(bytes.slice(12, -4))
        expect(read.wall_time).toBe(wallTime)
        expect(String(read.step)).toBe(String(step))
        expect(read.summary?.value).toMatchObject([{ tag, simple_value: value }])
      })
    )
  })
})
