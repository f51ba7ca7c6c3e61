import type { OpTarget } from "../ops/OpDef.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode } from "./Node.ts"
import { get, isNull, toValue } from "./Node.ts"
import { expected, readText } from "./Read.ts"
import { scriptLanguage } from "./ScriptLanguage.ts"
import type { Includer } from "./Sections.ts"

/** A `main` without arguments that names a script of another language than Python is that script. */
const mainTarget = (main: string, exec: string | undefined): OpTarget => {
  const language = exec === undefined && !/\s/.test(main) ? scriptLanguage(main) : undefined
  return language === undefined || language === "python"
    ? { kind: "main", main, exec }
    : { kind: "script", language, path: main }
}

/**
 * What an operation starts; `main` counts before `exec`, which then is the template around it, and `exec` before `steps`. One that
 * says nothing of it is the Python module, or script, of its name.
 */
export const decodeTarget = (op: MapNode, name: string, includes: Includer, findings: Findings): OpTarget => {
  const main = readText(op, "main", findings)
  const exec = readText(op, "exec", findings)
  const notebook = readText(op, "notebook", findings)
  const steps = get(op, "steps")
  if ([main, exec].some((text) => text?.trim() === "")) return { kind: "none" }
  if (main !== undefined) return mainTarget(main, exec)
  if (exec !== undefined) return { kind: "exec", exec }
  if (notebook !== undefined) return { kind: "notebook", notebook }
  if (steps === undefined || isNull(steps)) return mainTarget(name.replace(/\.py$/, ""), undefined)
  if (steps.kind !== "list") {
    expected(findings, "steps", steps, "a list")
    return { kind: "none" }
  }
  return {
    kind: "steps",
    steps: steps.items.map((step) => toValue(step.kind === "map" ? includes.flagValues(step) : step))
  }
}
