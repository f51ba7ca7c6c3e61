import { Either, Schema } from "effect"

/** A text that does not say which versions are meant. */
export class VersionSpecInvalid extends Schema.TaggedError<VersionSpecInvalid>()("VersionSpecInvalid", {
  spec: Schema.String
}) {
  override get message(): string {
    return `invalid requirement spec '${this.spec}'\nUse comparisons such as '>=0.7,<1.0' or a version.`
  }
}

/** Another version of guild is required than the one that runs. */
export class VersionMismatch extends Schema.TaggedError<VersionMismatch>()("VersionMismatch", {
  version: Schema.String,
  spec: Schema.String
}) {
  override get message(): string {
    return `version mismatch: current version '${this.version}' does not match '${this.spec}'`
  }
}

type Numbers = ReadonlyArray<number>

interface Version {
  readonly release: Numbers
  /** What orders versions of one release: `.dev` before `a`, `b` and `rc`, those before the release, `.post` behind it. */
  readonly stage: readonly [rank: number, number: number]
}

const STAGES: Readonly<Record<string, number>> = { dev: 0, a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, post: 5 }
const RELEASED = 4
const VERSION = /^v?(\d+(?:\.\d+)*)(?:[-_.]?(dev|alpha|beta|a|b|rc|c|post)[-_.]?(\d*))?$/i

const parseVersion = (text: string): Version | undefined => {
  const [match, release = "", stage, number = ""] = VERSION.exec(text.trim()) ?? []
  if (match === undefined) return undefined
  const rank = stage === undefined ? RELEASED : (STAGES[stage.toLowerCase()] ?? RELEASED)
  return { release: release.split(".").map(Number), stage: [rank, Number(number)] }
}

/** The sign of the first difference; what is not there counts as 0, so 1.0 is 1.0.0. */
const compareNumbers = (a: Numbers, b: Numbers): number => {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const compare = (a: Version, b: Version): number =>
  compareNumbers(a.release, b.release) || compareNumbers(a.stage, b.stage)

const startsWith = (version: Version, prefix: Numbers): boolean =>
  compareNumbers(version.release.slice(0, prefix.length), prefix) === 0

const CLAUSE = /^(===|==|!=|<=|>=|~=|<|>)?\s*([^\s<>=!~]+)$/

/** One comparison as a test of versions; `undefined` where it is none. */
const clauseOf = (text: string): ((version: Version) => boolean) | undefined => {
  const [match, operator = "==", operand = ""] = CLAUSE.exec(text.trim()) ?? []
  if (match === undefined) return undefined
  const prefix = operand.endsWith(".*") && (operator === "==" || operator === "!=")
  const wanted = parseVersion(prefix ? operand.slice(0, -2) : operand)
  if (wanted === undefined) return undefined
  if (prefix) return (version) => startsWith(version, wanted.release) === (operator === "==")
  switch (operator) {
    case "!=":
      return (version) => compare(version, wanted) !== 0
    case "<=":
      return (version) => compare(version, wanted) <= 0
    case ">=":
      return (version) => compare(version, wanted) >= 0
    case "<":
      return (version) => compare(version, wanted) < 0
    case ">":
      return (version) => compare(version, wanted) > 0
    case "~=":
      return wanted.release.length < 2
        ? undefined
        : (version) => compare(version, wanted) >= 0 && startsWith(version, wanted.release.slice(0, -1))
    default:
      return (version) => compare(version, wanted) === 0
  }
}

/**
 * Whether a version is one of those that a spec means: comparisons as pip has them (PEP 440), separated by commas, all of which
 * must hold; a version alone means that version.
 */
export const matchesVersion = (version: string, spec: string): Either.Either<boolean, VersionSpecInvalid> => {
  const current = parseVersion(version)
  const clauses = spec.split(",").map(clauseOf)
  const known = clauses.filter((clause) => clause !== undefined)
  if (current === undefined || known.length < clauses.length) return Either.left(new VersionSpecInvalid({ spec }))
  return Either.right(known.every((holds) => holds(current)))
}
