import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { lockEvidence } from "../../../src/layers/run-store/Liveness.ts"
import { readProcStat } from "../../../src/layers/run-store/ProcessFacts.ts"
import { DEAD_PID } from "../../support/deadPid.ts"
import { PATIENCE_MS } from "../../support/patience.ts"

const hour = 3_600_000

const evidence = (content: string, workDir: string, lockedMs: number, path = "/no/such/LOCK") =>
  lockEvidence(content, { path, workDir, lockedMs })

describe("a LOCK", () => {
  it("holds while its process lives", () => {
    expect(evidence(`${process.pid}`, "/run", Date.now())).toEqual({ pid: process.pid, alive: true })
    expect(evidence(`${process.pid}\n`, "/run", Date.now()).alive).toBe(true)
  })

  it("does not hold once its process is gone", () => {
    const pid = DEAD_PID
    expect(evidence(String(pid), "/run", Date.now())).toEqual({ pid, alive: false })
  })

  it("locks nothing without a pid", () => {
    for (const content of ["", "abc", "-1", "0", "1.5", "99999999999999"]) {
      expect(evidence(content, "/run", Date.now()).alive).toBe(false)
    }
  })

  it.runIf(process.platform === "linux")("does not hold for a process that began after it was written", () => {
    expect(evidence(`${process.pid}`, "/run", Date.now() - 24 * hour).alive).toBe(false)
    expect(evidence(`${process.pid}`, process.cwd(), Date.now() - 24 * hour).alive).toBe(true)
  })

  it.runIf(process.platform === "linux")("does not hold for a zombie", async () => {
    // The shell's child ends while the shell, turned into sleep, never waits for it.
    const untilSleep = 'while [ "$(cat /proc/$$/comm)" != sleep ]; do :; done'
    const words = ["-c", `(${untilSleep}) & echo $!; exec sleep 3600`]
    const parent = spawn("sh", words, { stdio: ["ignore", "pipe", "ignore"] })
    try {
      const [line] = await once(parent.stdout, "data")
      const pid = Number(String(line))
      const deadline = performance.now() + PATIENCE_MS
      while (readProcStat(readFileSync(`/proc/${pid}/stat`, "utf8"), "").state !== "Z") {
        if (performance.now() > deadline) throw new Error("no zombie came of it")
      }
      expect(evidence(String(pid), "/run", Date.now())).toEqual({ pid, alive: false })
    } finally {
      parent.kill("SIGKILL")
    }
  })
})

describe("/proc/<pid>/stat", () => {
  it("is read past a name with spaces and parentheses", () => {
    const rest = Array.from({ length: 19 }, (_, i) => i).join(" ")
    expect(readProcStat(`12 (a) b (c)) S ${rest.replace(/18$/, "250")}`, "cpu 1\nbtime 1000\n")).toEqual({
      state: "S",
      ticks: 250,
      startedMs: 1_002_500
    })
  })

  it("gives no start where the boot time is unknown", () => {
    expect(readProcStat("1 (x) R 1", "").startedMs).toBeUndefined()
  })
})
