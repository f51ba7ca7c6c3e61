import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { OpRef } from "../../src/domain/ops/OpRef.ts"
import type { Run } from "../../src/domain/runs/Run.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import { RunStatus } from "../../src/domain/runs/RunStatus.ts"
import { writeRunDir } from "./writeRunDir.ts"

/** An operation of the Guild file of `/work/project`. */
export const op = (opName: string, dir = "/work/project"): OpRef =>
  new OpRef({ pkgType: "guildfile", pkgName: `${dir}/guild.yml`, pkgVersion: "abc", modelName: "", opName })

/** 2020-05-01 12:00:00 in the machine's time zone, in microseconds. */
export const noon = new Date(2020, 4, 1, 12).getTime() * 1000

const MINUTE = 60_000_000

/** A completed run of `train`, started `nth` minutes after noon; its id begins with `nth` as two letters and repeats them. */
export const sampleRun = (guildHome: string, nth: number, told: Partial<Run> = {}): Run => {
  const id = RunId.make(String.fromCharCode(97 + nth, 97 + nth).repeat(16))
  const started = noon + nth * MINUTE
  return {
    id,
    dir: join(guildHome, "runs", id),
    opRef: op("train"),
    status: RunStatus.Completed(),
    exitStatus: 0,
    initialized: started - 1,
    started,
    stopped: started + MINUTE,
    label: `x=${nth}`,
    marked: false,
    tags: [],
    comments: [],
    flags: { x: nth },
    sourcecodeDigest: undefined,
    isBatch: false,
    ...told
  }
}

/** Writes a sample run to disk. */
export const writeSampleRun = (guildHome: string, nth: number, told: Partial<Run> = {}): Run => {
  const run = sampleRun(guildHome, nth, told)
  writeRunDir(run)
  return run
}

/** Writes a file of a run. */
export const writeRunFile = (run: Run, path: string, content = ""): void => {
  mkdirSync(dirname(join(run.dir, path)), { recursive: true })
  writeFileSync(join(run.dir, path), content)
}
