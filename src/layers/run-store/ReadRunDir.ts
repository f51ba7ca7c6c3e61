import { Either } from "effect"
import { existsSync, readFileSync, statSync } from "node:fs"
import type { OpRef } from "../../domain/ops/OpRef.ts"
import { parseOpRef } from "../../domain/ops/OpRef.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { ATTRS_DIR, GUILD_DIR, OPREF_FILE, PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import type { StatusEvidence } from "../../domain/runs/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { parseYaml } from "../../domain/yaml/Yaml.ts"
import type { YamlSyntaxError } from "../../domain/yaml/YamlError.ts"
import { yamlErrorAt } from "../../domain/yaml/YamlError.ts"
import { namesIn } from "../NamesIn.ts"
import { assembleRun } from "./AssembleRun.ts"
import { lockEvidence } from "./Liveness.ts"

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

const readOpRef = (dir: string): OpRef | undefined => {
  const text = readText(`${dir}/${OPREF_FILE}`)
  return text === undefined ? undefined : Either.getOrUndefined(parseOpRef(text))
}

const readLock = (dir: string): StatusEvidence["lock"] => {
  const path = `${dir}/${GUILD_DIR}/LOCK`
  const content = readText(path)
  if (content === undefined) return undefined
  try {
    return lockEvidence(content, { path, workDir: dir, lockedMs: statSync(path).mtimeMs })
  } catch {
    return undefined
  }
}

/** More characters are no attribute that anybody wrote, and would keep every command busy. */
const MAX_ATTR = 16 * 1024 * 1024

/**
 * Reads the text of an attribute. Bare exponents are text: Guild writes floats with a point, and strings such as a run id
 * that happens to look like `1e12` without quotes.
 */
export const parseAttr = (text: string): Either.Either<Value, YamlSyntaxError> =>
  text.length > MAX_ATTR
    ? Either.left(yamlErrorAt(text, 0, `more than ${MAX_ATTR / 1024 / 1024} MiB`))
    : parseYaml(text, { bareExponents: "string" })

/** The value of an attribute file, or nothing where it is missing, unreadable or no YAML. */
export const readAttrFile = (path: string): Value | undefined => {
  const text = readText(path)
  return text === undefined ? undefined : Either.getOrUndefined(parseAttr(text))
}

/**
 * Reads one run directory as it stands, or gives nothing where no operation can be read: then it is no run. Synchronous.
 * `onAttrs` is told the names of all files that may be attributes.
 */
export const readRunDir = (
  ref: RunRef,
  onAttrs: (names: ReadonlySet<string>) => void = () => undefined
): Run | undefined => {
  const inGuild = new Set(namesIn(`${ref.dir}/${GUILD_DIR}`))
  const opRef = inGuild.has("opref") ? readOpRef(ref.dir) : undefined
  if (opRef === undefined) return undefined
  const attrs = new Set(namesIn(`${ref.dir}/${ATTRS_DIR}`))
  onAttrs(attrs)
  const isBatch = inGuild.has("proto")
  const damaged: Array<string> = []
  const attr = (name: string): Value | undefined => {
    if (!attrs.has(name)) return undefined
    const path = `${ref.dir}/${ATTRS_DIR}/${name}`
    const value = readAttrFile(path)
    // What has vanished since it was listed is not damaged.
    if (value === undefined && existsSync(path)) damaged.push(name)
    return value
  }
  const run = assembleRun(ref, {
    opRef,
    isBatch,
    protoOpRef: isBatch ? readOpRef(`${ref.dir}/${PROTO_DIR}`) : undefined,
    markers: inGuild,
    lock: inGuild.has("LOCK") ? readLock(ref.dir) : undefined,
    attr
  })
  return damaged.length === 0 ? run : { ...run, damagedAttrs: damaged }
}
