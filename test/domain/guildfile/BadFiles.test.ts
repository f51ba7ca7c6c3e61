import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { layer } from "../../../src/layers/GuildFilesFs.ts"
import { GuildFiles } from "../../../src/services/GuildFiles.ts"
import { testHost } from "../../support/testHost.ts"

const dir = join(import.meta.dirname, "../../../fixtures/bad-guild-files")

const expectedMessages = Schema.decodeUnknownSync(
  Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
)(readFileSync(join(dir, "expected.json"), "utf8"))

const names = readdirSync(dir).filter((name) => name.endsWith(".yml"))

describe("a bad Guild file", () => {
  it("has its expected message, and each message its file", () => {
    expect(Object.keys(expectedMessages).sort()).toEqual(names.sort())
    expect(names.length).toBeGreaterThanOrEqual(60)
  })

  it.effect.each(names)("says what is wrong and where: %s", (name) =>
    Effect.gen(function* () {
      const files = yield* GuildFiles
      const error = yield* Effect.flip(files.forFile(join(dir, name)))
      expect(error.message.replaceAll(`${dir}/`, "")).toBe(expectedMessages[name])
    }).pipe(Effect.provide(Layer.provide(layer, testHost({ cwd: dir }))))
  )
})
