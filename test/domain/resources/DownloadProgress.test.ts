import { describe, expect, it } from "vitest"
import { progressText } from "../../../src/domain/resources/DownloadProgress.ts"

describe("how far a download has come", () => {
  it("is told in bytes and their thousands, with its share where the whole is known", () => {
    expect(progressText(0, undefined)).toBe("0 bytes")
    expect(progressText(999, undefined)).toBe("999 bytes")
    expect(progressText(1500, 3000)).toBe("1.5 KB of 3.0 KB (50%)")
    expect(progressText(2_999_999_999, 3_000_000_000)).toBe("3.0 GB of 3.0 GB (99%)")
    expect(progressText(5, 0)).toBe("5 bytes")
  })
})
