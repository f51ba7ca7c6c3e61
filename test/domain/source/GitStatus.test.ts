import { describe, expect, it } from "vitest"
import { formatCommit, parseGitStatus } from "../../../src/domain/source/GitStatus.ts"

const SHA = "0123456789abcdef0123456789abcdef01234567"

describe("what git says of a working tree", () => {
  it("is its commit, and whether anything differs from it", () => {
    const head = `# branch.oid ${SHA}\n# branch.head main\n`
    expect(parseGitStatus(head)).toEqual({ head: SHA, changed: false })
    expect(parseGitStatus(`${head}? new.txt\n`)).toEqual({ head: SHA, changed: true })
    expect(parseGitStatus(`${head}1 .M N... 100644 100644 100644 ${SHA} ${SHA} a\n`).changed).toBe(true)
  })

  it("is no commit before the first", () => {
    expect(parseGitStatus("# branch.oid (initial)\n# branch.head main\n").head).toBeUndefined()
  })

  it("is written with a star where anything differs", () => {
    expect([formatCommit(SHA, false), formatCommit(SHA, true)]).toEqual([`git:${SHA}`, `git:${SHA}*`])
  })
})
