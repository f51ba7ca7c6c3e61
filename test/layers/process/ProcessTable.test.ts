import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { envOf, parsePs, parseStat, processInfo, processTable } from "../../../src/layers/process/ProcessTable.ts"

const stat = (pid: number, name: string, state: string): string =>
  `${pid} (${name}) ${state} 10 20 30 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 2 18446744073709551615 1`

describe("what the system says of a process", () => {
  it("is read from /proc, whatever the program calls itself", () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 4_194_304 }), (name, pid) => {
        expect(parseStat(stat(pid, name, "S"))).toEqual({ pid, parent: 10, group: 20, session: 30, began: "987654" })
      })
    ))

  it("is nothing for a process that waits to be reaped, and for text that is none of it", () => {
    for (const text of [stat(1, "sh", "Z"), stat(1, "sh", "X"), "", "1 (", "what is this"])
      expect(parseStat(text)).toBeUndefined()
  })

  it("is read from ps where there is no /proc", () => {
    expect(parsePs("  501     1   501 Ss   Mon Nov 23 20:14:00 2026    ")).toEqual({
      pid: 501,
      parent: 1,
      group: 501,
      session: 0,
      began: "Mon Nov 23 20:14:00 2026"
    })
    for (const line of ["", "  502   501   501 Z+   Mon Nov 23 20:14:00 2026", "PID PPID"])
      expect(parsePs(line)).toBeUndefined()
  })

  it("agrees with ps on this machine", () => {
    const columns = ["-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart="]
    const told = parsePs(execFileSync("ps", ["-p", String(process.pid), ...columns], { encoding: "utf8" }))
    expect(processInfo(process.pid)).toMatchObject({ pid: told?.pid, parent: told?.parent, group: told?.group })
  })

  it("lists this process and its environment", () => {
    expect(processTable().map(({ pid }) => pid)).toContain(process.pid)
    expect(envOf(process.pid, "HOME")).toBe(process.env["HOME"])
    expect(envOf(process.pid, "NO_SUCH_VARIABLE")).toBeUndefined()
    expect(envOf(4_194_304, "PATH")).toBeUndefined()
  })
})
