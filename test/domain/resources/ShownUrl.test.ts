import { describe, expect, it } from "vitest"
import { shownUrl } from "../../../src/domain/resources/ShownUrl.ts"

describe("a URL as it is shown", () => {
  for (const [url, shown] of [
    ["https://me:s3cret@host/a/b.txt", "https://***@host/a/b.txt"],
    ["HTTP://token@host:80", "HTTP://***@host:80"],
    ["https://me:p@ss:w@rd@host/x", "https://***@host/x"]
  ] as const)
    it(`has nobody's name or password in it: ${shown}`, () => {
      expect(shownUrl(url)).toBe(shown)
    })

  for (const url of [
    "https://host/a@b",
    "https://host?user=a@b",
    "https://host#a@b",
    "me@host",
    "data.txt",
    "https://host"
  ])
    it(`is as it was written where nobody signs in: ${url}`, () => {
      expect(shownUrl(url)).toBe(url)
    })
})
