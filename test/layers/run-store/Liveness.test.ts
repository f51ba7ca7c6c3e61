import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { lockEvidence } from "../../../src/layers/run-store/Liveness.ts"
import { bootMs, printMark, processMark, readProcStat } from "../../../src/layers/run-store/ProcessFacts.ts"
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

describe.runIf(process.platform === "linux")("a LOCK whose holder is on another machine", () => {
  const minute = 60_000

  it("holds while its mark is touched now and then, and for nobody that has its pid here", () => {
    const dir = mkdtempSync(join(tmpdir(), "guild-lock-"))
    const lock = join(dir, "LOCK")
    const touchedMs = (ms: number) => {
      const { boot, pid, space, ticks = 0 } = processMark(process.pid) ?? { pid: 0, boot: "", space: "" }
      writeFileSync(`${lock}.owner`, printMark({ pid, ticks, boot: `other-${boot}`, space }))
      utimesSync(`${lock}.owner`, ms / 1_000, ms / 1_000)
      return evidence(String(process.pid), dir, Date.now(), lock)
    }
    try {
      expect(touchedMs(Date.now())).toEqual({ pid: 0, alive: true })
      expect(touchedMs(Date.now() - 10 * minute)).toEqual({ pid: 0, alive: false })
      // Or this machine was started anew since.
      expect(touchedMs(bootMs() - 1_000).alive).toBe(false)
    } finally {
      rmSync(dir, { recursive: true })
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
