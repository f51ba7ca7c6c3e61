import type { OpBasis } from "../ops/OpBasis.ts"
import type { DependencyDef } from "../ops/OpDef.ts"
import { absolutePath } from "../text/Paths.ts"

const KINDS = ["config", "file", "module", "operation"] as const

/**
 * A dependency that is named on the command line: a URL, `config:PATH`, `module:NAME`, `operation:OP`, or `file:PATH`, where the
 * kind of a file may be left out. Paths count from `cwd`, where the user is; the Guild file's own count from the project.
 */
export const adHocDependency = (text: string, cwd: string): DependencyDef => {
  if (/^https?:\/\//i.test(text)) return { spec: { url: text } }
  const kind = KINDS.find((each) => text.startsWith(`${each}:`)) ?? "file"
  const target = text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : text
  if (kind === "module" || kind === "operation") return { spec: { [kind]: target } }
  const path = absolutePath(target, cwd)
  // The run's copy of the source may have the file already, as it was in the project.
  const kept = kind === "config" ? { "replace-existing": true } : {}
  return { spec: { [kind]: path, name: `${kind}:${target}`, ...kept } }
}

/** A basis that requires these as well, also when one of its runs is started again. */
export const requiringAlso = (basis: OpBasis, texts: ReadonlyArray<string>, cwd: string): OpBasis => {
  const more = texts.map((text) => adHocDependency(text, cwd))
  return more.length === 0
    ? basis
    : {
        ...basis,
        dependencies: [...basis.dependencies, ...more],
        deps: [
          ...basis.deps,
          ...more.flatMap(({ spec }) => (typeof spec === "string" ? [] : [{ ...spec, location: cwd }]))
        ]
      }
}
