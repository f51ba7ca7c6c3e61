import type { OpRef } from "../ops/OpRef.ts"
import { opSpec } from "../ops/OpRef.ts"

/** A run's operation as lists name it, and the parts that a filter may name. */
export interface OperationName {
  /** `model:op`, `pkg/model:op` for a package's operation, `gp` for guild's own; a batch has its prototype's name in front: `train.py+`. */
  readonly full: string
  readonly pkg: string
  readonly model: string
  readonly op: string
}

/** Names the operation of a run from its opref and, for a batch, the opref of its prototype run. */
export const operationName = (ref: OpRef, proto?: OpRef): OperationName => {
  const own = ref.pkgType === "builtin" ? ref.opName : opSpec(ref)
  return {
    full: proto === undefined ? own : `${opSpec(proto)}${own.startsWith("+") ? "" : "+"}${own}`,
    pkg: ref.pkgType === "package" ? ref.pkgName : "",
    model: ref.modelName,
    op: ref.opName
  }
}

/**
 * What an operation filter asks for. A text without `*` is looked for anywhere in the full name. With `*` it is
 * `[[pkg/]model:]op`, each part that is given must match as a whole, and `*` stands for any characters.
 */
export type OperationPattern =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "parts"
      readonly pkg: string | undefined
      readonly model: string | undefined
      readonly op: string
    }

/** What `--operation TEXT` asks for: a part of the full name, or with `*` in it a pattern for each of package, model and operation that it names. */
export const operationPattern = (text: string): OperationPattern => {
  if (!text.includes("*")) return { kind: "text", text }
  const slash = text.lastIndexOf("/")
  const colon = text.indexOf(":", slash + 1)
  return {
    kind: "parts",
    pkg: slash < 0 ? undefined : text.slice(0, slash),
    model: colon < 0 ? undefined : text.slice(slash + 1, colon),
    op: text.slice((colon < 0 ? slash : colon) + 1)
  }
}

/** Whether a text matches a pattern as a whole, where `*` stands for any characters and all else for itself. */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const [head = "", ...rest] = pattern.split("*")
  const tail = rest.pop()
  if (tail === undefined) return pattern === text
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false
  let from = head.length
  for (const piece of rest) {
    const at = text.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return from <= text.length - tail.length
}

/** Whether an operation is one that was asked for. */
export const matchesOperation = (pattern: OperationPattern, name: OperationName): boolean =>
  pattern.kind === "text"
    ? name.full.includes(pattern.text)
    : (pattern.pkg === undefined || matchesGlob(pattern.pkg, name.pkg)) &&
      (pattern.model === undefined || matchesGlob(pattern.model, name.model)) &&
      matchesGlob(pattern.op, name.op)
