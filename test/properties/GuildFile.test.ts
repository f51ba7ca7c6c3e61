import fc from "fast-check"
import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { FlagDef } from "../../src/domain/flags/FlagDef.ts"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import { Findings } from "../../src/domain/guildfile/Findings.ts"
import { mergeImported } from "../../src/domain/guildfile/ImportedFlags.ts"
import { mergeParent } from "../../src/domain/guildfile/Merge.ts"
import { nearest } from "../../src/domain/text/Nearest.ts"
import type { Node } from "../../src/domain/guildfile/Node.ts"
import { toValue } from "../../src/domain/guildfile/Node.ts"
import { nodeFromJson, nodeToJson } from "../../src/domain/guildfile/NodeJson.ts"
import { readYaml } from "../../src/domain/guildfile/ReadYaml.ts"
import type { FlagsImport, OpDef } from "../../src/domain/ops/OpDef.ts"
import { lookUpOp, parseOpSpec } from "../../src/domain/ops/OpSpec.ts"
import type { Value } from "../../src/domain/Value.ts"
import { float, isMap, mapOf } from "../../src/domain/Value.ts"
import { dumpYaml, parseYaml } from "../../src/domain/yaml/Yaml.ts"
import { load, loaded, operation } from "../support/guildFile.ts"
import { absolutePath, normalizePath } from "../../src/domain/text/Paths.ts"

/** Words that Guild files are made of, so that arbitrary values reach deep into the readers. */
const word = fc.constantFrom(
  ..."model config include package operations resources flags params extends sourcecode operation-defaults $include main exec steps requires optimizer optimizers algorithm choices value default sources file url operation flags-import flags-import-skip run-attrs env compare a b train __proto__ constructor toString".split(
    " "
  )
)

const leaf: fc.Arbitrary<Value> = fc.oneof(
  word,
  fc.constantFrom<Value>("{{a}}", "{{b}} x", "a#b", "a:b", "pkg/a", "", "yes", "x y"),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
  fc.string()
)

const { tree: value } = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie("tree")), { maxLength: 5 }).map((entries) => mapOf(entries))
  )
}))

const topLevel = fc.oneof(
  value,
  fc.array(
    fc
      .tuple(fc.constantFrom("model", "config", "include"), leaf, fc.array(fc.tuple(word, value), { maxLength: 6 }))
      .map(([type, name, entries]) => mapOf([[type, name], ...entries])),
    { maxLength: 4 }
  )
)

const node = (data: Value): Node => readYaml({ path: "<string>", text: dumpYaml(data) }, new Findings())

const merge = (parent: Value, child: Value): Value => toValue(mergeParent(node(parent), node(child)))

describe("a Guild file", () => {
  it("is read or refused with its path, whatever the values in it", () => {
    fc.assert(
      fc.property(topLevel, (data) => {
        Either.match(load(dumpYaml(data)), {
          onLeft: (error) => {
            expect(error.message.startsWith("error in ")).toBe(true)
            expect(error.reason).not.toBe("cannot be read")
          },
          onRight: (file) => {
            for (const model of file.models)
              for (const op of model.operations) expect(lookUpOp(file, op.fullName).kind).toBe("found")
          }
        })
      }),
      { numRuns: 700 }
    )
  })

  it("is read or refused, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab:-?[]{},&*!|>'\"%@`#~ \n\t\r.0".split("")), maxLength: 60 }),
        (text) => {
          load(text)
        }
      ),
      { numRuns: 2000 }
    )
  })

  it("is read as YAML is read everywhere else", () => {
    fc.assert(
      fc.property(value, (data) => {
        const text = dumpYaml(data)
        expect(Either.right(toValue(node(data)))).toEqual(parseYaml(text))
      })
    )
    const pieces =
      "a: |b|- |\n|\n  |\n    |? |: |{|}|[|]|, |&x |*x|'|\"|# c|!!str |!!int |<<: |1|>\n|>-\n|=|... |---\n".split("|")
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (parts) => {
        const text = parts.join("")
        const findings = new Findings()
        const read = toValue(readYaml({ path: "<string>", text }, findings))
        const value = parseYaml(text)
        expect(findings.failed).toBe(Either.isLeft(value))
        if (Either.isRight(value)) expect(read).toEqual(value.right)
      }),
      { numRuns: 3000 }
    )
  })
})

/** A tree without places, its maps in their order. */
const bare = (node: Node): unknown =>
  node.kind === "scalar"
    ? [node.value, node.text]
    : node.kind === "list"
      ? node.items.map(bare)
      : { map: Array.from(node.entries, ([name, entry]) => [name, bare(entry.value)]) }

describe("a remembered tree", () => {
  it("is what was remembered, but for the places", () => {
    const written = fc.oneof(
      value.map(dumpYaml),
      fc
        .array(
          fc.tuple(
            fc.constantFrom("10", "9", "b", "__proto__", "yes", "2024-01-31", "'c d'"),
            fc.constantFrom(
              "1.0",
              "1",
              "1e4",
              "12:30",
              "0x1f",
              ".nan",
              "-.inf",
              "9007199254740993",
              "~",
              "",
              "no",
              "'no'",
              "1_0"
            )
          ),
          { maxLength: 6 }
        )
        .map((pairs) => pairs.map(([name, text]) => `${name}: ${text}\n`).join(""))
    )
    fc.assert(
      fc.property(written, (text) => {
        const source = { path: "<string>", text }
        const tree = readYaml(source, new Findings())
        const json = nodeToJson(tree)
        expect(json).toBeDefined()
        expect(bare(nodeFromJson(json ?? "", source) ?? tree)).toEqual(bare(tree))
      }),
      { numRuns: 500 }
    )
  })

  it("is nothing where its text was tampered with, or a tree all the same", () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.constantFrom("", "9", ",", "]", '"', "-1", "0.5", "null"), (data, at, noise) => {
        const source = { path: "<string>", text: dumpYaml(data) }
        const json = nodeToJson(readYaml(source, new Findings())) ?? ""
        const cut = at % (json.length + 1)
        const read = nodeFromJson(json.slice(0, cut) + noise + json.slice(cut + 1), source)
        if (read !== undefined) expect(bare(read)).toBeDefined()
      })
    )
  })

  it("is not made of aliases that make it much larger than its text, nor of what a tag has made another value", () => {
    const json = (text: string) => nodeToJson(readYaml({ path: "<string>", text }, new Findings()))
    const items = Array.from({ length: 40 }, (_, i) => `- ${i}\n`).join("")
    expect(json(`a: &a\n${items}b: [${Array(100).fill("*a").join(", ")}]\n`)).toBeUndefined()
    expect(json("a: !!null x\n")).toBeUndefined()
    expect(json("a: !!float 1\n")).toBeUndefined()
  })
})

describe("merging a parent into a child", () => {
  it("leaves what the child says and takes what it lacks", () => {
    fc.assert(
      fc.property(value, value, (parent, child) => {
        const merged = merge(parent, child)
        if (!isMap(parent) || !isMap(child)) expect(merged).toEqual(toValue(node(child)))
        else
          expect(Object.keys(isMap(merged) ? merged : {}).sort()).toEqual(
            Array.from(new Set([...Object.keys(child), ...Object.keys(parent)])).sort()
          )
      })
    )
  })

  it("is idempotent and associative, and an empty map is neutral", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(merge(a, a)).toEqual(toValue(node(a)))
        expect(merge(a, merge(a, b))).toEqual(merge(a, b))
        expect(merge({}, a)).toEqual(toValue(node(a)))
        if (isMap(a)) expect(merge(a, {})).toEqual(toValue(node(a)))
      })
    )
    const { tree: maps } = fc.letrec<{ tree: Value }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.integer(),
        fc.array(fc.tuple(word, tie("tree")), { maxLength: 4 }).map((entries) => mapOf(entries))
      )
    }))
    const onlyMaps = fc.array(fc.tuple(word, maps), { maxLength: 4 }).map((entries) => mapOf(entries))
    fc.assert(
      fc.property(onlyMaps, onlyMaps, onlyMaps, (a, b, c) => {
        const left = merge(a, merge(b, c))
        const right = merge(merge(a, b), c)
        // A scalar in the middle hides what lies under it on one side only; elsewhere the order of merging is free.
        if (JSON.stringify(Object.keys(b)) === "[]" || sameShape(a, b) || sameShape(b, c)) expect(left).toEqual(right)
      })
    )
  })
})

/** Maps stand where maps stand. */
const sameShape = (a: Value, b: Value): boolean =>
  isMap(a) && isMap(b)
    ? Object.keys(a).every((key) => !Object.hasOwn(b, key) || sameShape(a[key] ?? null, b[key] ?? null))
    : isMap(a) === isMap(b)

describe("extends", () => {
  const data = fc.array(fc.tuple(word, fc.oneof(leaf, value)), { maxLength: 4 }).map((entries) => mapOf(entries))
  const extra = (file: ReturnType<typeof loaded>, model: string) =>
    file.models.find((one) => one.name === model)?.extra ?? null

  it("lets no parent change what the model or an earlier parent says, and says nothing twice", () => {
    fc.assert(
      fc.property(data, data, data, (own, first, second) => {
        const plain = (one: Value) => !JSON.stringify(one).includes("{{")
        fc.pre(plain(own) && plain(first) && plain(second))
        const file = loaded(
          dumpYaml([
            { config: "first", extra: first },
            { config: "second", extra: second },
            { model: "m", extends: ["first", "second"], extra: own },
            { model: "twice", extends: ["first", "second", "first", "second"], extra: own }
          ])
        )
        expect(extra(file, "m")).toEqual(merge(second, merge(first, own)))
        expect(extra(file, "twice")).toEqual(extra(file, "m"))
      })
    )
  })

  it("is refused where it leads back, with a way that does, and nowhere else", () => {
    const names = ["a", "b", "c", "d", "e"]
    const parents = fc.dictionary(fc.constantFrom(...names), fc.subarray(names, { maxLength: 2 }))
    fc.assert(
      fc.property(parents, (given) => {
        const of = (one: string) => (Object.hasOwn(given, one) ? (given[one] ?? []) : [])
        const reaches = (from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean =>
          of(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))))
        const text = dumpYaml(names.map((one) => ({ config: one, extends: of(one) })))
        const read = load(text)
        expect(Either.isLeft(read)).toBe(names.some((one) => reaches(one, one)))
        if (Either.isRight(read)) return
        const way = /^cycle in 'extends' \((.*)\)$/.exec(read.left.reason)?.[1]?.split(" -> ") ?? []
        expect(way.length).toBeGreaterThan(1)
        expect(way.slice(1).every((next, at) => of(way[at] ?? "").includes(next))).toBe(true)
        expect(way.indexOf(way.at(-1) ?? "")).toBeLessThan(way.length - 1)
      })
    )
  })
})

const name = fc.constantFrom("a", "b", "c", "d")

const flag = (from: string) =>
  fc
    .record({ name, default: fc.constantFrom<Value>(null, 1, from), argName: fc.option(name, { nil: undefined }) })
    .map((said): FlagDef => ({ ...emptyFlagDef(said.name), ...said, description: from }))

const flags = (from: string) => fc.uniqueArray(flag(from), { selector: (one) => one.name, maxLength: 4 })

const withFlags = (own: ReadonlyArray<FlagDef>, imports: FlagsImport, skip: ReadonlyArray<string>): OpDef => ({
  ...operation("op: {main: a}\n", "op"),
  flags: own,
  flagsImport: imports,
  flagsImportSkip: skip
})

const imports: fc.Arbitrary<FlagsImport> = fc.oneof(
  fc.constantFrom<FlagsImport>("all", "none", "defined"),
  fc.array(name, { maxLength: 3 })
)

describe("flags imported from a script", () => {
  it("never change what the Guild file says, and never remove a flag of it", () => {
    fc.assert(
      fc.property(flags("file"), flags("script"), imports, fc.array(name), (own, found, how, skip) => {
        const merged = mergeImported(withFlags(own, how, skip), found, "args").flags
        for (const before of own) {
          const after = merged.find((one) => one.name === before.name)
          expect(after?.description).toBe("file")
          if (before.default !== null) expect(after?.default).toEqual(before.default)
          if (before.argName !== undefined) expect(after?.argName).toBe(before.argName)
        }
      })
    )
  })

  it("add only what is asked for and not skipped, each at most once", () => {
    fc.assert(
      fc.property(flags("file"), flags("script"), imports, fc.array(name), (own, found, how, skip) => {
        const merged = mergeImported(withFlags(own, how, skip), found, "args").flags
        const added = merged.filter((one) => one.description === "script")
        for (const one of added) {
          expect(skip).not.toContain(one.name)
          expect(found.some((each) => each.name === one.name)).toBe(true)
          expect(how === "all" || (Array.isArray(how) && how.includes(one.name))).toBe(true)
        }
        expect(new Set(added.map((one) => one.name)).size).toBe(added.length)
        expect(merged.map((one) => one.name)).toEqual([...merged.map((one) => one.name)].sort())
      })
    )
  })

  it("are complete with all of the script's where all are asked for", () => {
    fc.assert(
      fc.property(flags("script"), (found) => {
        const plain = found.map((one) => ({ ...one, argName: undefined }))
        expect(mergeImported(withFlags([], "all", []), plain, "args").flags.map((one) => one.name)).toEqual(
          plain.map((one) => one.name).sort()
        )
      })
    )
  })
})

describe("op specs and paths", () => {
  it("split and join to the same spec", () => {
    fc.assert(
      fc.property(fc.option(name, { nil: undefined }), name, (model, op) => {
        const spec = model === undefined ? op : `${model}:${op}`
        expect(parseOpSpec(spec)).toEqual({ model, op })
        expect(parseOpSpec(`pkg/${spec}`)).toEqual({ model: `pkg/${model ?? ""}`, op })
      })
    )
  })

  it("of paths are normal after being made normal, and stay below what they are resolved in unless they climb", () => {
    const part = fc.constantFrom("a", "b", ".", "..", "", "c.py")
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const path = parts.join("/")
        expect(normalizePath(normalizePath(path))).toBe(normalizePath(path))
        const resolved = absolutePath(path, "/p/q")
        expect(resolved.startsWith("/")).toBe(true)
        if (!parts.includes("..") && !path.startsWith("/")) expect(`${resolved}/`.startsWith("/p/q/")).toBe(true)
      })
    )
  })

  it("find the name that is one slip away", () => {
    expect(nearest("flags_import", ["flags-import", "flags-dest"])).toBe("flags-import")
    expect(nearest("mian", ["main", "exec"])).toBe("main")
    expect(nearest("colour", ["main", "exec"])).toBeUndefined()
    fc.assert(
      fc.property(word, (one) => {
        expect(nearest(one, ["zzzz", one.toLowerCase()])).toBe(one.toLowerCase())
      })
    )
  })
})

describe("parameters", () => {
  it("without references are what they are, wherever they stand", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{1,12}$/), (text) => {
        const file = loaded(
          dumpYaml([{ model: "m", params: { p: text }, description: "<{{p}}>", references: ["{{ p }}", "{{q}}"] }])
        )
        expect(file.models[0]).toMatchObject({ description: `<${text}>`, references: [text, "{{q}}"] })
      })
    )
  })
})
