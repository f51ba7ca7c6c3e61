import fc from "fast-check"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import type { Run } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { RunQuery } from "../../src/domain/runs/RunQuery.ts"
import { allRuns } from "../../src/domain/runs/RunQuery.ts"
import type { StatusName } from "../../src/domain/runs/RunStatus.ts"
import { RunStatus } from "../../src/domain/runs/RunStatus.ts"
import type { Value } from "../../src/domain/Value.ts"
import { float, mapOf } from "../../src/domain/Value.ts"

/** Texts that are awkward in SQL, in patterns, in shells and in YAML; few enough that a filter often meets a run. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    "train",
    "a",
    "A",
    "%",
    "_",
    "a_b",
    "50%",
    "'",
    '"',
    "''",
    "a'b",
    "\\",
    "*",
    "?",
    "[a]",
    "é",
    "日本",
    "🦄"
  ),
  fc.constantFrom("null", "yes", "1", "1.0", "1e5", "- x", "a: b", "#", "line\nline", " padded ", "-"),
  fc.string({ maxLength: 5 }),
  fc.string({ unit: "grapheme", maxLength: 5 })
)

export const scalar: fc.Arbitrary<Value> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
  fc.double().map(float)
)

/** A value as an attribute may hold it; maps have distinct keys, `__proto__` among them. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.constant("__proto__"), text), tie("value")), {
        maxLength: 3,
        selector: ([key]) => key
      })
      .map(mapOf)
  )
})).value

/** A word of an opref; some mean something in patterns. The line it stands in holds anything but an end of line. */
const word = fc.oneof(
  text.map((raw) => raw.replace(/[\r\n\0]/g, "")),
  fc.constantFrom("[a]", "?", "a", "a_b")
)

export const opRef: fc.Arbitrary<OpRef> = fc
  .tuple(fc.constantFrom("guildfile", "script", "package", "builtin", "test"), word, word, word, word)
  .map(
    ([pkgType, pkgName, pkgVersion, modelName, opName]) =>
      new OpRef({ pkgType, pkgName, pkgVersion, modelName, opName })
  )

const runStatus: fc.Arbitrary<readonly [RunStatus, number | undefined]> = fc.oneof(
  fc.constant([RunStatus.Pending(), undefined] as const),
  fc.constant([RunStatus.Staged(), undefined] as const),
  fc.constant([RunStatus.Running({ pid: process.pid }), undefined] as const),
  fc.constant([RunStatus.Completed(), 0] as const),
  fc.constantFrom(
    [RunStatus.Failed({ exitCode: 1 }), undefined] as const,
    [RunStatus.Failed({ exitCode: 3 }), 3] as const
  ),
  fc.constant([RunStatus.Terminated({ signal: 15 }), -15] as const)
)

const time = fc.option(fc.integer({ min: 1_600_000_000_000_000, max: 1_600_000_000_000_004 }), { nil: undefined })

const comment: fc.Arbitrary<Value> = fc.oneof(
  text,
  text.map((body) =>
    mapOf([
      ["body", body],
      ["time", 1],
      ["user", "u"]
    ])
  )
)

const id = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map((n) => `${n.toString(16).padStart(8, "1e")}${"0".repeat(24)}`),
  fc.uuid().map((uuid) => uuid.replaceAll("-", "")),
  fc.constantFrom("run-1", "run-10", "12345678901234567890123456789012")
)

/** Any run, standing in `runsDir`. */
export const run = (runsDir: string): fc.Arbitrary<Run> =>
  fc
    .record({
      id,
      opRef,
      proto: fc.option(opRef, { nil: undefined, freq: 3 }),
      status: runStatus,
      initialized: time,
      started: time,
      stopped: time,
      label: fc.oneof(fc.constant(""), text),
      marked: fc.boolean(),
      tags: fc.array(text, { maxLength: 2 }),
      comments: fc.array(comment, { maxLength: 2 }),
      flags: fc.uniqueArray(fc.tuple(text, value), { maxLength: 3, selector: ([name]) => name }).map(mapOf),
      digest: fc.option(fc.constantFrom("abc123", "abd", "", "12", "1e5"), { nil: undefined })
    })
    .map(({ digest, proto, status: [status, exitStatus], ...plain }): Run => ({
      ...plain,
      id: RunId.make(plain.id),
      dir: `${runsDir}/${plain.id}`,
      status,
      exitStatus,
      sourcecodeDigest: digest,
      isBatch: proto !== undefined,
      ...(proto === undefined ? {} : { protoOpRef: proto })
    }))

/** Runs of one directory, each with an id of its own. */
export const runs = (runsDir: string, maxLength: number): fc.Arbitrary<ReadonlyArray<Run>> =>
  fc.uniqueArray(run(runsDir), { maxLength, selector: ({ id }) => id })

const status = fc.constantFrom<StatusName>("pending", "staged", "running", "completed", "error", "terminated")

const some = <A>(item: fc.Arbitrary<A>) => fc.array(item, { minLength: 1, maxLength: 2 })

const operation = fc.oneof(
  text,
  fc.tuple(text, text).map(([a, b]) => `${a}*${b}`),
  fc.constantFrom("*:*", "*/*", "t*n", "m:*", "[a]*", "?*", "*_*")
)

/** Every part of a query by itself, and set. */
const PARTS: ReadonlyArray<fc.Arbitrary<Partial<RunQuery>>> = [
  some(operation).map((operations) => ({ operations })),
  some(fc.oneof(fc.constant("-"), text)).map((labels) => ({ labels })),
  fc.constant({ unlabeled: true }),
  fc.boolean().map((marked) => ({ marked })),
  some(text).map((tags) => ({ tags })),
  some(text).map((comments) => ({ comments })),
  fc.record({ from: time, to: time }).map((started) => ({ started })),
  fc.constantFrom("", "ab", "abc123", "1e").map((digest) => ({ digest })),
  some(status).map((statuses) => ({ statuses })),
  some(status).map((notStatuses) => ({ notStatuses })),
  fc.constantFrom("", "1", "1e", "run-1").map((idPrefix) => ({ idPrefix })),
  fc.integer({ min: 0, max: 4 }).map((limit) => ({ limit })),
  fc.constant({ markedFirst: true }),
  fc.integer({ min: 0, max: 4 }).map((limit) => ({ limit, uncounted: true }))
]

/** Any names of operations that a query may ask for. */
export const opNames: fc.Arbitrary<Partial<RunQuery>> = fc
  .array(word, { maxLength: 3 })
  .map((names) => ({ opNames: names }))

/** Any query; most parts are unset, so that answers are seldom empty. */
export const query: fc.Arbitrary<RunQuery> = fc
  .array(fc.oneof(...PARTS), { maxLength: 3 })
  .map((parts) => parts.reduce<RunQuery>((all, part) => ({ ...all, ...part }), allRuns))
