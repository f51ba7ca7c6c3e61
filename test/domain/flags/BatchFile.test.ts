import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { BatchFileMissing, decodeBatchFile, encodeBatchFile } from "../../../src/domain/flags/BatchFile.ts"
import { float } from "../../../src/domain/Value.ts"

const trials = (path: string, text: string) => Either.getOrThrow(decodeBatchFile(path, text)).trials
const message = (path: string, text: string) => Either.getOrThrow(Either.flip(decodeBatchFile(path, text))).message

describe("a batch file", () => {
  it("in CSV has names in its first row and flag values below", () => {
    expect(trials("./batch.csv", "msg,loud\nhello 1\nhello 2,yes\nhello 3\n")).toEqual([
      { msg: "hello 1" },
      { msg: "hello 2", loud: true },
      { msg: "hello 3" }
    ])
    expect(trials("b.CSV", '\uFEFFa,b\r\n"[1,2]","say ""x"""\r\n\r\n1e-3,,9\r\n')).toEqual([
      { a: [1, 2], b: 'say "x"' },
      { a: float(0.001), b: "" }
    ])
    expect(trials("b.csv", "")).toEqual([])
  })

  it("in CSV passes on what there is to warn about", () => {
    expect(Either.getOrThrow(decodeBatchFile("b.csv", "x\nrange[]\n")).warnings.length).toBe(1)
  })

  it("in YAML is a list of maps or one map", () => {
    const expected = [{ msg: "hello 77" }, { msg: "hello 88", loud: true }]
    expect(trials("./batch.yml", "- msg: hello 77\n- msg: hello 88\n  loud: yes\n")).toEqual(expected)
    expect(trials("./batch.yaml", "msg: hello 77\n")).toEqual(expected.slice(0, 1))
  })

  it("in JSON keeps whole floats floats", () => {
    expect(trials("./batch.json", '[\n\t{"x": 1.0, "y": 1, "s": "\\u00e9\\ud83d\\ude00", "__proto__": 1}\n]')).toEqual([
      Object.fromEntries([
        ["x", float(1)],
        ["y", 1],
        ["s", "é😀"],
        ["__proto__", 1]
      ])
    ])
    expect(trials("./one.json", '{"a"\n:\n1.5e3}')).toEqual([{ a: float(1500) }])
    expect(trials("./two.json", '[{"a": 1e3, "b": -Infinity}]')).toEqual([{ a: float(1000), b: float(-Infinity) }])
  })

  it.each([
    ["./batch.unknown", "", "unsupported extension"],
    ["./batch", "", "unsupported extension"],
    ["./invalid-data.json", "123", "invalid data type for trials: expected list or dict, got int"],
    ["./b.yml", "", "invalid data type for trials: expected list or dict, got NoneType"],
    ["./b.yml", "1.5", "invalid data type for trials: expected list or dict, got float"],
    ["./invalid-item.json", "[123]", "invalid data type for trial 123: expected dict"],
    ["./invalid-item.yaml", "- [1, 2, 3]\n", "invalid data type for trial [1, 2, 3]: expected dict"]
  ])("%s with %j is refused", (path, text, reason) => {
    expect(message(path, text)).toBe(`cannot read trials for ${path}: ${reason}`)
  })

  it("that is neither JSON nor YAML is refused with the place", () => {
    expect(message("b.json", "[1,")).toMatch(/^cannot read trials for .\/b.json: .*JSON/)
    expect(message("b.yml", "a: b: c")).toContain("line 1, column 5")
  })

  it("that is not there is named", () => {
    expect(new BatchFileMissing({ path: "doesnt-exist" }).message).toBe("batch file ./doesnt-exist does not exist")
    expect(new BatchFileMissing({ path: "./doesnt-exist" }).message).toBe("batch file ./doesnt-exist does not exist")
  })
})

describe("saved trials", () => {
  const saved = [
    { x: float(1.1), y: 1, z: "b" },
    { x: float(2.2), y: 2, z: "a, b" }
  ]

  it("are CSV, by flag name", () => {
    expect(encodeBatchFile("trials.csv", saved)).toBe('x,y,z\n1.1,1,b\n2.2,2,"a, b"\n')
  })

  it("are JSON where the path says so", () => {
    expect(JSON.parse(encodeBatchFile("trials.json", saved))).toEqual([
      { x: 1.1, y: 1, z: "b" },
      { x: 2.2, y: 2, z: "a, b" }
    ])
  })

  it("are batch files", () => {
    for (const path of ["trials.csv", "trials.json"]) expect(trials(path, encodeBatchFile(path, saved))).toEqual(saved)
  })
})

describe("a batch file that is broken", () => {
  const reason = (path: string, text: string) => Either.getOrThrow(Either.flip(decodeBatchFile(path, text))).message

  it.each([
    ["t.csv", 'x,y\n1,2\n"3,4\n', "a value in quotes that begins in line 3 has no end"],
    ["t.csv", "x,y,x\n1,2,3\n", "there are two columns 'x'"],
    ["t.csv", "x\0\n1\0\n", "not a text file"],
    ["t.yml", "\0", "not a text file"],
    ["t.csv", "x\n\ufffd\n", "not UTF-8 text"],
    ["t.json", "[1,", "Unexpected end of JSON input"]
  ])("is refused: %s %j", (path, text, why) =>
    expect(reason(path, text)).toBe(`cannot read trials for ./${path}: ${why}`)
  )

  it("has values for no column, which are left out", () =>
    expect(Either.getOrThrow(decodeBatchFile("t.csv", "x\n1,2\n3\n"))).toMatchObject({
      trials: [{ x: 1 }, { x: 3 }],
      warnings: ["trial 1 has 2 values for 1 column(s) - ignoring the others"]
    }))

  it("may have columns without a name, as tables end in commas, and tells of what stands in them", () =>
    expect(Either.getOrThrow(decodeBatchFile("t.csv", "x,,\n1,,\n3,4,\n"))).toMatchObject({
      trials: [{ x: 1 }, { x: 3 }],
      warnings: ["trial 2 has a value in a column without a name - ignoring it"]
    }))
})

describe("names in a batch file", () => {
  it.each([
    ["t.csv", "run,x\n0123,010\n1234567e9\n"],
    ["t.yml", "- {run: 0123, x: 010}\n- run: 1234567e9\n"],
    ["t.json", '[{"run": "0123", "x": "010"}, {"run": "1234567e9"}]']
  ])("are there as they are spelled: %s", (path, text) =>
    expect(Either.getOrThrow(decodeBatchFile(path, text)).spellings).toEqual([
      { run: "0123", x: "010" },
      { run: "1234567e9" }
    ])
  )
})
