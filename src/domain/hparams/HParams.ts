import { encodeFlagValue } from "../flags/FlagValue.ts"
import { scalarName } from "../scalars/Scalar.ts"
import type { Value, ValueMap } from "../Value.ts"
import { toNumber } from "../Value.ts"
import type { Bytes } from "./Protobuf.ts"
import { concatBytes } from "../Bytes.ts"
import { bool, delimited, double, string, whole } from "./Protobuf.ts"
import { fileVersion, pluginSummary, scalarSummary } from "./Summary.ts"

/** One run as the HParams plugin of TensorBoard sees it: a session. Times are seconds since the epoch. */
export interface Session {
  /** Unique among the runs that are shown. */
  readonly name: string
  readonly hparams: ValueMap
  readonly metrics: ReadonlyArray<Metric>
  readonly started: number
  /** How it ended, where it has; when, where that is known: a process that was killed with its guild left no time. */
  readonly ended: { readonly at: number | undefined; readonly success: boolean } | undefined
}

/** A scalar by which runs are compared: its tag, and the directory below that of a session in which it is; empty for the same one. */
export interface Metric {
  readonly group: string
  readonly tag: string
}

/** The metric that a scalar of a run is; `undefined` for those with a `/` in their name, which are details. */
export const metricOf = (scalar: { readonly prefix: string; readonly tag: string }): Metric | undefined =>
  scalarName(scalar).includes("/")
    ? undefined
    : { group: scalar.prefix === ".guild" ? "" : scalar.prefix, tag: scalar.tag }

/** The scalar that says how many seconds a run took. */
export const TIME_METRIC = "time"

/** Numbers of `tensorboard.hparams.DataType`. */
const DATA_TYPES = { string: 1, bool: 2, number: 3 }
type HParamType = keyof typeof DATA_TYPES

/** What all runs have in common: the type of each hyperparameter, and the message that tells of all of them and of the metrics. */
export interface Experiment {
  readonly types: ReadonlyMap<string, HParamType>
  readonly message: Bytes
}

/** TensorBoard offers a text to choose from so many values; with more of them it offers a search. */
const MAX_CHOICES = 100

/** JSON, in which TensorBoard hands values on, has no infinity. */
const isPlainNumber = (value: Value): boolean => Number.isFinite(toNumber(value))

const typeOf = (values: ReadonlyArray<Value>): HParamType =>
  values.every(isPlainNumber) ? "number" : values.every((value) => typeof value === "boolean") ? "bool" : "string"

/** A `google.protobuf.Value` of a hyperparameter's type. */
const valueMessage = (type: HParamType, value: Value): Bytes =>
  type === "number"
    ? double(2, toNumber(value) ?? NaN)
    : type === "bool"
      ? bool(4, value === true)
      : string(3, encodeFlagValue(value))

const hparamInfo = (name: string, type: HParamType, values: ReadonlyArray<Value>): Bytes => {
  const choices = type === "number" ? [] : values.map((value) => delimited(1, valueMessage(type, value)))
  return delimited(
    4,
    string(1, name),
    whole(4, DATA_TYPES[type]),
    ...(choices.length > 0 && choices.length <= MAX_CHOICES ? [delimited(5, ...choices)] : [])
  )
}

const metricInfo = ({ group, tag }: Metric): Bytes =>
  delimited(5, delimited(1, ...(group === "" ? [] : [string(1, group)]), string(2, tag)))

/** Lays sessions together. A hyperparameter has one type: where runs do not agree on it, it is a text. */
export const experimentOf = (sessions: ReadonlyArray<Session>): Experiment => {
  const values = new Map<string, Map<string, Value>>()
  const metrics = new Map<string, Metric>()
  const addMetric = (metric: Metric) => void metrics.set(`${metric.tag}\0${metric.group}`, metric)
  for (const session of sessions) {
    for (const [name, value] of Object.entries(session.hparams)) {
      if (value === null) continue
      const known = values.get(name) ?? new Map<string, Value>()
      values.set(name, known.set(encodeFlagValue(value), value))
    }
    session.metrics.forEach(addMetric)
  }
  addMetric({ group: "", tag: TIME_METRIC })
  const found = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, [...each.values()]] as const)
  const types = new Map(found.map(([name, each]) => [name, typeOf(each)]))
  const infos = found.map(([name, each]) => hparamInfo(name, types.get(name) ?? "string", each))
  const named = [...metrics].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, metric]) => metricInfo(metric))
  return { types, message: concatBytes([...infos, ...named]) }
}

/** `HParamsPluginData` with one of its messages; version 0 is left out, as protobuf does. */
const summary = (wallTime: number, tag: string, field: number, ...message: ReadonlyArray<Uint8Array>): Bytes =>
  pluginSummary(wallTime, `_hparams_/${tag}`, "hparams", delimited(field, ...message))

/** Numbers of `tensorboard.hparams.Status`. */
const STATUS = { success: 1, failure: 2 }

/**
 * The event file of a session: the experiment, the session's start and, once the run has ended, its end. What a run that ends
 * adds stands behind what was there before. Messages and field numbers: tensorboard/plugins/hparams/{api,plugin_data}.proto.
 */
export const hparamsFile = (experiment: Experiment, { ended, hparams, name, started }: Session): Bytes => {
  const given = Object.entries(hparams).flatMap(([key, value]) => {
    const type = experiment.types.get(key)
    return type === undefined || value === null
      ? []
      : delimited(1, string(1, key), delimited(2, valueMessage(type, value)))
  })
  return concatBytes([
    fileVersion(started),
    summary(started, "experiment", 2, experiment.message),
    summary(started, "session_start_info", 3, ...given, string(4, name), double(5, started)),
    ...(ended === undefined
      ? []
      : [
          summary(
            ended.at ?? started,
            "session_end_info",
            4,
            whole(1, ended.success ? STATUS.success : STATUS.failure),
            ...(ended.at === undefined ? [] : [double(2, ended.at)])
          )
        ])
  ])
}

/** The event file that says how long a run took. */
export const timeFile = (started: number, ended: number): Bytes =>
  concatBytes([fileVersion(ended), scalarSummary(ended, TIME_METRIC, Math.max(0, ended - started))])
