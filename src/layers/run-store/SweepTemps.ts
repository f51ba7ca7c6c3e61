import { existsSync, readdirSync, rmSync } from "node:fs"
import type { RunRef } from "../../domain/runs/Run.ts"
import { GUILD_DIR, PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import { processInfo } from "../process/ProcessTable.ts"
import { writerOf } from "./TempName.ts"

/** Takes away what writes of processes that were killed have left in a run, and in the prototype of a batch. What cannot go stays. */
export const sweepTemps = (run: RunRef): void => {
  for (const dir of [`${run.dir}/${GUILD_DIR}`, `${run.dir}/${PROTO_DIR}/${GUILD_DIR}`].filter(existsSync))
    for (const name of readdirSync(dir)) {
      const writer = writerOf(name)
      if (writer !== undefined && processInfo(writer) === undefined) rmSync(`${dir}/${name}`, { force: true })
    }
}
