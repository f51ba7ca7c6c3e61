import { Effect, Either, Option } from "effect"
import { describe, expect, it } from "vitest"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import { decodeDependency } from "../../../src/domain/resources/ResourceDecode.ts"
import {
  dependencyFlags,
  missingRunWarning,
  requiredBy,
  resourceFlags
} from "../../../src/domain/resources/ResourceFlags.ts"
import type { ResourceDef } from "../../../src/domain/resources/ResourceDef.ts"
import { pickOpRun } from "../../../src/domain/resources/ResourceOpRun.ts"
import { resolveResourceRefs } from "../../../src/domain/resources/ResourceRefs.ts"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { isMap } from "../../../src/domain/Value.ts"

const op = (...specs: ReadonlyArray<ValueMap>) => ({
  requires: specs.map((spec) => ({ spec })),
  resources: {},
  flags: [emptyFlagDef("defined")],
  fullName: "op"
})

const TRAIN: Run = {
  id: RunId.make("0123456789abcdef0123456789abcdef"),
  dir: "/runs/0",
  opRef: new OpRef({ pkgType: "guildfile", pkgName: "/p/guild.yml", pkgVersion: "", modelName: "", opName: "train" }),
  status: RunStatus.Completed(),
  exitStatus: 0,
  initialized: undefined,
  started: undefined,
  stopped: undefined,
  label: "",
  marked: false,
  tags: [],
  comments: [],
  flags: {},
  sourcecodeDigest: undefined,
  isBatch: false
}

const settled = (resources: ReadonlyArray<ResourceDef>, flags: ValueMap, modelName: string, runs: ReadonlyArray<Run>) =>
  Effect.runSync(
    dependencyFlags(resources, flags, modelName, (request) =>
      Effect.sync(() => Option.fromNullable(pickOpRun(runs, request)))
    )
  )

describe("flags of required resources", () => {
  it("are those of operations and of sources that name one, but for what the operation defines", () => {
    const flags = resourceFlags(
      op(
        { operation: "train" },
        { file: "a.txt" },
        { file: "b.txt", "flag-name": "b" },
        { operation: "x", name: "defined" }
      )
    )
    expect(flags.map(({ name, argSkip }) => [name, argSkip])).toEqual([
      ["train", true],
      ["b", undefined]
    ])
  })

  it("are one each where a resource has several operations, and name a run each", () => {
    const sources = [{ operation: "train" }, { operation: "tune", description: "a tuned one" }]
    const required = op({ name: "up", description: "runs", sources })
    expect(resourceFlags(required).map(({ name, description }) => [name, description])).toEqual([
      ["train", "runs"],
      ["tune", "a tuned one"]
    ])
    const tune = { ...TRAIN, id: RunId.make("fedcba98"), opRef: new OpRef({ ...TRAIN.opRef, opName: "tune" }) }
    expect(settled(requiredBy(required), {}, "", [tune, TRAIN])).toEqual({
      flags: { train: "01234567", tune: "fedcba98" },
      missing: []
    })
    expect(settled(requiredBy(required), { tune: "01" }, "", [tune, TRAIN]).missing).toEqual(["up"])
  })

  it("do not name one run where they stand for several operations", () => {
    const required = op({ "flag-name": "up", sources: [{ operation: "train" }, { operation: "tune" }] })
    expect(settled(requiredBy(required), {}, "", [TRAIN])).toEqual({ flags: {}, missing: ["up"] })
  })

  it("leave out what cannot be decoded, of which the run will tell", () => {
    expect(resourceFlags(op({ nothing: 1 }, { operation: "train" })).map(({ name }) => name)).toEqual(["train"])
  })

  it("name the run that would be used where the user names none", () => {
    const resources = requiredBy(op({ operation: "train" }, { file: "a.txt" }))
    expect(settled(resources, { lr: 1 }, "", [TRAIN])).toEqual({
      flags: { lr: 1, train: "01234567" },
      missing: []
    })
    expect(settled(resources, { train: "" }, "", [TRAIN]).flags).toEqual({ train: "01234567" })
  })

  it("stay as the user has them, and tell where there is no such run", () => {
    const resources = requiredBy(op({ operation: "train" }))
    expect(settled(resources, { train: "0123" }, "", [TRAIN])).toEqual({
      flags: { train: "0123" },
      missing: []
    })
    expect(settled(resources, { train: "foobar" }, "", [TRAIN])).toEqual({
      flags: { train: "foobar" },
      missing: ["train"]
    })
    expect(settled(resources, {}, "", [])).toEqual({ flags: { train: null }, missing: ["train"] })
    expect(settled(resources, { train: "/some/dir" }, "", [TRAIN]).missing).toEqual([])
    expect(settled(resources, { train: ["0123", "01234567"] }, "", [TRAIN]).missing).toEqual([])
    expect(settled(resources, { train: ["0123", "x"] }, "", [TRAIN]).missing).toEqual(["train"])
    expect(missingRunWarning("train")).toBe("cannot find a suitable run for required resource 'train'")
  })
})

describe("flags in a required resource", () => {
  const resolve = (spec: ValueMap, flags: ValueMap) =>
    Either.flatMap(decodeDependency(spec, {}, "op"), (resource) => resolveResourceRefs(resource, flags, "op"))

  it("are filled in wherever its sources speak of them", () => {
    const found = Either.getOrThrow(
      resolve(
        { file: "${filename}-${n}.txt", rename: ".+ ${to}.txt", path: "${to}", params: { a: "${n}" } },
        { filename: "bar", n: 1, to: "baz" }
      )
    )
    expect(found.name).toBe("file:bar-1.txt")
    expect(found.sources).toMatchObject([
      {
        target: "bar-1.txt",
        uri: "file:bar-1.txt",
        path: "baz",
        rename: [{ pattern: ".+", replacement: "baz.txt" }],
        params: { a: 1 }
      }
    ])
    expect(isMap(found.extra)).toBe(true)
  })

  it("must be known", () => {
    const message = (spec: ValueMap) => Either.match(resolve(spec, {}), { onLeft: (e) => e.message, onRight: () => "" })
    expect(message({ file: "${undefined}", name: "file" })).toBe(
      "invalid definition for operation 'op': invalid flag reference 'file' in dependency 'undefined'"
    )
    expect(message({ file: "foo-file.txt", rename: "${undefined} x" })).toBe(
      "invalid definition for operation 'op': invalid flag reference 'file:foo-file.txt' in dependency 'undefined'"
    )
  })
})
