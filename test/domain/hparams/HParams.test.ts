import { describe, expect, it } from "vitest"
import protobuf from "protobufjs"
import { experimentOf, hparamsFile, metricOf } from "../../../src/domain/hparams/HParams.ts"
import { imageInfo } from "../../../src/domain/hparams/ImageInfo.ts"
import { TfRecordReader } from "../../../src/domain/scalars/TfRecord.ts"
import { float } from "../../../src/domain/Value.ts"

/** The part of TensorFlow's and TensorBoard's messages that the file is made of, as their .proto files number it. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Event { double wall_time = 1; string file_version = 3; Summary summary = 5; }
  message Summary { repeated Item value = 1; }
  message Item { string tag = 1; Metadata metadata = 9; }
  message Metadata { Plugin plugin_data = 1; }
  message Plugin { string plugin_name = 1; HParamsPluginData content = 2; }
  message HParamsPluginData { Experiment experiment = 2; Start session_start_info = 3; End session_end_info = 4; }
  message Experiment { repeated HParam hparam_infos = 4; repeated Metric metric_infos = 5; }
  message HParam { string name = 1; int32 type = 4; List domain_discrete = 5; }
  message List { repeated Value values = 1; }
  message Value { oneof kind { double number_value = 2; string string_value = 3; bool bool_value = 4; } }
  message Metric { MetricName name = 1; }
  message MetricName { string group = 1; string tag = 2; }
  message Start { map<string, Value> hparams = 1; string group_name = 4; double start_time_secs = 5; }
  message End { int32 status = 1; double end_time_secs = 2; }
`)
const Event = root.lookupType("Event")

const read = (file: Uint8Array): ReadonlyArray<unknown> => {
  const events: Array<unknown> = []
  const reader = new TfRecordReader({
    record: (bytes, start, end) => void events.push(Event.toObject(Event.decode(bytes.slice(start, end)))),
    problem: (offset, reason) => expect.fail(`${reason} at ${offset}`)
  })
  reader.push(file)
  reader.finish()
  return events
}

const session = {
  name: "a",
  hparams: { lr: float(0.1), on: true, opt: "adam", none: null, __proto__x: 1 },
  metrics: [
    { group: "", tag: "loss" },
    { group: "train", tag: "acc" }
  ],
  started: 100,
  ended: undefined
}

describe("HParams summaries", () => {
  it("are read back by another reader of protobuf as they were meant", () => {
    const file = hparamsFile(experimentOf([session]), { ...session, ended: { at: 160, success: true } })
    const item = (tag: string, content: object) => ({
      value: [{ tag: `_hparams_/${tag}`, metadata: { pluginData: { pluginName: "hparams", content } } }]
    })
    expect(read(file)).toEqual([
      { wallTime: 100, fileVersion: "brain.Event:2" },
      {
        wallTime: 100,
        summary: item("experiment", {
          experiment: {
            hparamInfos: [
              { name: "__proto__x", type: 3 },
              { name: "lr", type: 3 },
              { name: "on", type: 2, domainDiscrete: { values: [{ boolValue: true }] } },
              { name: "opt", type: 1, domainDiscrete: { values: [{ stringValue: "adam" }] } }
            ],
            metricInfos: [
              { name: { group: "train", tag: "acc" } },
              { name: { tag: "loss" } },
              { name: { tag: "time" } }
            ]
          }
        })
      },
      {
        wallTime: 100,
        summary: item("session_start_info", {
          sessionStartInfo: {
            hparams: {
              lr: { numberValue: 0.1 },
              on: { boolValue: true },
              opt: { stringValue: "adam" },
              __proto__x: { numberValue: 1 }
            },
            groupName: "a",
            startTimeSecs: 100
          }
        })
      },
      {
        wallTime: 160,
        summary: item("session_end_info", { sessionEndInfo: { status: 1, endTimeSecs: 160 } })
      }
    ])
  })

  it("only grow when a run ends, so that who reads the file goes on reading", () => {
    const experiment = experimentOf([session])
    const running = hparamsFile(experiment, session)
    const ended = hparamsFile(experiment, { ...session, ended: { at: 160, success: false } })
    expect(ended.slice(0, running.length)).toEqual(running)
    expect(ended.length).toBeGreaterThan(running.length)
  })

  it("say how a run ended of which nobody knows when, and no time", () => {
    const file = hparamsFile(experimentOf([session]), { ...session, ended: { at: undefined, success: false } })
    const content = { sessionEndInfo: { status: 2 } }
    const item = { tag: "_hparams_/session_end_info", metadata: { pluginData: { pluginName: "hparams", content } } }
    expect(read(file).at(-1)).toEqual({ wallTime: 100, summary: { value: [item] } })
  })

  it("have scalars as metrics, by the directory that they are in, and no details", () => {
    expect(metricOf({ prefix: ".guild", tag: "loss" })).toEqual({ group: "", tag: "loss" })
    expect(metricOf({ prefix: "", tag: "loss" })).toEqual({ group: "", tag: "loss" })
    expect(metricOf({ prefix: "train", tag: "loss" })).toEqual({ group: "train", tag: "loss" })
    expect(metricOf({ prefix: "logs/train", tag: "loss" })).toBeUndefined()
    expect(metricOf({ prefix: ".guild", tag: "sys/cpu" })).toBeUndefined()
  })

  it("take numbers that JSON does not have as texts", () => {
    const { types } = experimentOf([{ ...session, hparams: { lr: float(Infinity), m: float(NaN), n: 1 } }])
    expect([...types]).toEqual([
      ["lr", "string"],
      ["m", "string"],
      ["n", "number"]
    ])
  })

  it("take a hyperparameter on whose type runs do not agree as a text", () => {
    const { types } = experimentOf([session, { ...session, hparams: { lr: "auto" } }])
    expect(types.get("lr")).toBe("string")
  })

  it("are a choice of texts while there are few of them, and no longer than that with thousands of runs", () => {
    const sessions = Array.from({ length: 2000 }, (_, i) => ({
      ...session,
      hparams: { opt: `o${i % 2}`, name: `n${i}` }
    }))
    expect(experimentOf(sessions).message.length).toBeLessThan(200)
    expect(experimentOf(sessions.slice(0, 100)).message.length).toBeGreaterThan(600)
  })
})

describe("image headers", () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 180, 0, 0, 0, 90, 8, 6]
  const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 50, 0, 60, 3, 0, 0]
  const gif = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 44, 1, 200, 0]
  const bmp = (width: number, height: number, bits: number) => {
    const header = new DataView(new ArrayBuffer(54))
    header.setUint16(0, 0x424d)
    header.setUint32(14, 40, true)
    header.setInt32(18, width, true)
    header.setInt32(22, height, true)
    header.setUint16(28, bits, true)
    return new Uint8Array(header.buffer)
  }
  it("say size and colours", () => {
    expect(imageInfo(Uint8Array.from(gif))).toEqual({ width: 300, height: 200, colorspace: 3 })
    expect(imageInfo(bmp(300, 200, 24))).toEqual({ width: 300, height: 200, colorspace: 3 })
    expect(imageInfo(bmp(300, -200, 32))).toEqual({ width: 300, height: 200, colorspace: 4 })
    expect(imageInfo(Uint8Array.from(png))).toEqual({ width: 180, height: 90, colorspace: 4 })
    expect(imageInfo(Uint8Array.from(jpeg))).toEqual({ width: 60, height: 50, colorspace: 3 })
  })
  it("that are cut anywhere are no images", () => {
    for (let size = 0; size < png.length; size++) expect(imageInfo(Uint8Array.from(png.slice(0, size)))).toBeUndefined()
    for (let size = 0; size < gif.length; size++) expect(imageInfo(Uint8Array.from(gif.slice(0, size)))).toBeUndefined()
    expect(imageInfo(bmp(300, 200, 24).slice(0, 29))).toBeUndefined()
    expect(imageInfo(bmp(-300, 200, 24))).toBeUndefined()
    for (let size = 0; size < 18; size++) expect(imageInfo(Uint8Array.from(jpeg.slice(0, size)))).toBeUndefined()
  })
})
