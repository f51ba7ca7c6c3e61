import { frameRecord } from "../scalars/TfRecord.ts"
import type { Bytes } from "./Protobuf.ts"
import { message, delimited, double, float, string, whole } from "./Protobuf.ts"
import type { ImageInfo } from "./ImageInfo.ts"

/** One framed `tensorflow.Event`; `wallTime` is in seconds since the epoch. Field numbers are those of docs/run-layout.md. */
const event = (wallTime: number, what: Uint8Array): Bytes => message(frameRecord(message(double(1, wallTime), what)))

/** The record that an event file begins with. */
export const fileVersion = (wallTime: number): Bytes => event(wallTime, string(3, "brain.Event:2"))

const summary = (wallTime: number, tag: string, ...value: ReadonlyArray<Uint8Array>): Bytes =>
  event(wallTime, delimited(5, delimited(1, string(1, tag), ...value)))

/** What a plugin of TensorBoard reads: its own bytes in the metadata of a summary without a value. */
export const pluginSummary = (wallTime: number, tag: string, plugin: string, content: Uint8Array): Bytes =>
  summary(wallTime, tag, delimited(9, delimited(1, string(1, plugin), delimited(2, content))))

/** One scalar at step 0. */
export const scalarSummary = (wallTime: number, tag: string, value: number): Bytes =>
  summary(wallTime, tag, float(2, value))

/** A whole image file as TensorBoard shows it. */
export const imageSummary = (
  wallTime: number,
  tag: string,
  { colorspace, height, width }: ImageInfo,
  file: Uint8Array
) => summary(wallTime, tag, delimited(4, whole(1, height), whole(2, width), whole(3, colorspace), delimited(4, file)))
