import { describe, expect, it } from "vitest"
import type { Finder } from "../../../src/domain/guildfile/File.ts"
import { load, loaded, messageOf } from "../../support/guildFile.ts"

/** Files in memory that name each other by their file names. */
const finder = (files: Readonly<Record<string, string>>): Finder => ({
  local: (name) => {
    const text = files[name]
    return text === undefined ? undefined : { path: `/p/${name}`, text }
  },
  package: () => undefined
})

describe("the work that a Guild file can make", () => {
  it("does not double with each level of includes of flags", () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `- config: c${i + 1}\n  flags: {$include: [c${i}, c${i}], f${i + 1}: ${i}}\n`
    ).join("")
    const file = loaded(`- config: c0\n  flags: {f0: 0}\n${levels}- operations:\n    op: {flags: {$include: c40}}\n`)
    expect(file.models[0]?.operations[0]?.flags).toHaveLength(41)
  })

  it("does not double with each level of included files, and a file that several include is there once", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`${i}.yml`, `- include: [${i + 1}.yml, ${i + 1}.yml]\n- model: m${i}\n`])
    )
    const file = loaded("- include: [0.yml, 1.yml]\n", finder({ ...files, "40.yml": "- model: last\n" }))
    expect(file.models).toHaveLength(41)
  })

  it("does not double with each level of parents, nor of parameters", () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `- config: c${i + 1}\n  extends: [c${i}, c${i}]\n  params: {p${i + 1}: '{{p${i}}}'}\n`
    ).join("")
    const file = loaded(
      `- config: c0\n  params: {p0: x}\n${levels}- model: m\n  extends: c60\n  description: '{{p60}}'\n`
    )
    expect(file.models[0]?.description).toBe("x")
  })

  it("is bounded where includes, parents and parameters lead on and on", () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `- config: c${i}\n  extends: c${i + 1}\n`).join("")
    expect(messageOf(`${chain}- config: c5000\n- model: m\n  extends: c0\n`)).toContain(
      "'extends' goes deeper than 100 levels"
    )
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}.yml`, `- include: ${i + 1}.yml\n`]))
    expect(messageOf("- include: 0.yml\n", finder(files))).toContain("includes go deeper than 100 files")
    const params = Array.from({ length: 5000 }, (_, i) => `    p${i}: '{{p${i + 1}}}'\n`).join("")
    expect(load(`- model: m\n  params:\n${params}  description: '{{p0}}'\n`)._tag).toBe("Right")
  })

  it("is done where every line is odd", () => {
    const odd = Array.from({ length: 4000 }, (_, i) => `  odd${i}: 1\n`).join("")
    expect(loaded(`op:\n  main: a\n${odd}`).warnings).toHaveLength(4000)
  })
})
