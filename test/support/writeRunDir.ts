import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { OpRef } from "../../src/domain/ops/OpRef.ts"
import { printOpRef } from "../../src/domain/ops/OpRef.ts"
import type { Run } from "../../src/domain/runs/Run.ts"
import { statusName } from "../../src/domain/runs/RunStatus.ts"
import type { Value } from "../../src/domain/Value.ts"
import { dumpYaml } from "../../src/domain/yaml/Yaml.ts"

const writeOpRef = (dir: string, opRef: OpRef): void => {
  mkdirSync(join(dir, ".guild/attrs"), { recursive: true })
  writeFileSync(join(dir, ".guild/opref"), printOpRef(opRef))
}

/** Writes a run to where it stands, file by file and in place, as any other tool might. */
export const writeRunDir = (run: Run): void => {
  writeOpRef(run.dir, run.opRef)
  if (run.isBatch) mkdirSync(join(run.dir, ".guild/proto"), { recursive: true })
  if (run.protoOpRef !== undefined) writeOpRef(join(run.dir, ".guild/proto"), run.protoOpRef)
  const attrs: Readonly<Record<string, Value | undefined>> = {
    initialized: run.initialized,
    started: run.started,
    stopped: run.stopped,
    exit_status: run.exitStatus,
    label: run.label,
    marked: run.marked ? true : undefined,
    tags: run.tags,
    comments: run.comments,
    flags: run.flags,
    sourcecode_digest: run.sourcecodeDigest
  }
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined) writeFileSync(join(run.dir, ".guild/attrs", name), dumpYaml(value))
  }
  const status = statusName(run.status)
  if (status === "pending" || status === "staged") writeFileSync(join(run.dir, ".guild", status.toUpperCase()), "")
  if (run.status._tag === "Running") writeFileSync(join(run.dir, ".guild/LOCK"), String(run.status.pid))
}
