import { Either, Schema } from "effect"
import { quoteShell, splitShell } from "../text/Shlex.ts"

/** Where an operation comes from: one line in `.guild/opref`. */
export class OpRef extends Schema.Class<OpRef>("OpRef")({
  /** `guildfile`, `script`, `builtin`, `package`, `test`, ... */
  pkgType: Schema.String,
  /** Path of the Guild file, directory of the script, or name of the package. */
  pkgName: Schema.String,
  pkgVersion: Schema.String,
  modelName: Schema.String,
  opName: Schema.String
}) {}

/** A line that is no opref. */
export class OpRefSyntaxError extends Schema.TaggedError<OpRefSyntaxError>()("OpRefSyntaxError", {
  line: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid opref ${JSON.stringify(this.line.slice(0, 200))}: ${this.reason}`
  }
}

const MAX_LINE = 65_536

/** Reads `PKGTYPE:PKGNAME VERSION MODEL OP`, each part quoted as a shell would have it. */
export const parseOpRef = (line: string): Either.Either<OpRef, OpRefSyntaxError> => {
  const fail = (reason: string) => Either.left(new OpRefSyntaxError({ line, reason }))
  // A path may be 4,096 bytes long; what is far longer is no line that anybody wrote.
  if (line.length > MAX_LINE) return fail(`more than ${MAX_LINE} characters`)
  const words = splitShell(line)
  if (Either.isLeft(words)) return fail(words.left.reason)
  const [origin = "", pkgVersion = "", modelName = "", opName = ""] = words.right
  const colon = origin.indexOf(":")
  if (words.right.length !== 4) return fail(`expected 4 parts, got ${words.right.length}`)
  if (colon < 1) return fail("expected PKGTYPE:PKGNAME at its start")
  const pkgType = origin.slice(0, colon)
  return Either.right(new OpRef({ pkgType, pkgName: origin.slice(colon + 1), pkgVersion, modelName, opName }))
}

/** The line that `parseOpRef` reads; `''` stands for an empty part. */
export const printOpRef = (opRef: OpRef): string => {
  const rest = [opRef.pkgVersion, opRef.modelName, opRef.opName].map(quoteShell)
  return [`${quoteShell(opRef.pkgType)}:${quoteShell(opRef.pkgName)}`, ...rest].join(" ")
}

/**
 * The operation as a user would name it: `model:op`, `op` where the model has no name, `pkg/model:op` for a package, and for a
 * script its path, relative to `cwd` where it lies below it (without `cwd`, its name alone).
 */
export const opSpec = (opRef: OpRef, cwd?: string): string => {
  const { pkgType, pkgName, modelName, opName } = opRef
  if (pkgType === "script") {
    if (cwd === undefined) return opName
    const dir = pkgName.endsWith("/") ? pkgName : `${pkgName}/`
    const base = cwd.endsWith("/") ? cwd : `${cwd}/`
    return cwd !== "" && dir.startsWith(base) ? `${dir.slice(base.length)}${opName}` : `${dir}${opName}`
  }
  const spec = modelName === "" ? opName : `${modelName}:${opName}`
  return pkgType === "package" ? `${pkgName}/${spec}` : spec
}
