import type { SelectRule, SourceCodeDef } from "../ops/OpDef.ts"

/** What is not taken unless a rule of the user's takes it. */
export interface DefaultLimits {
  /** Text files beyond this many. */
  readonly count: number
  /** Text files beyond this many bytes. */
  readonly fileSize: number
}

const standardLimits: DefaultLimits = { count: 100, fileSize: 1024 * 1024 }

const limitOf = (text: string | undefined, otherwise: number): number =>
  text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : otherwise

/** The limits as an environment has them; what is no whole number says nothing. */
export const limitsOf = (env: Readonly<Record<string, string>>): DefaultLimits => ({
  count: limitOf(env["MAX_DEFAULT_SOURCECODE_COUNT"], standardLimits.count),
  fileSize: limitOf(env["MAX_DEFAULT_SOURCECODE_FILE_SIZE"], standardLimits.fileSize)
})

/** A rule with nothing said but what it does to which patterns. */
export const selectRule = (
  include: boolean,
  patterns: ReadonlyArray<string>,
  more: Partial<Omit<SelectRule, "include" | "patterns">> = {}
): SelectRule => ({
  include,
  patterns,
  type: undefined,
  regex: false,
  sentinel: undefined,
  sizeLt: undefined,
  sizeGt: undefined,
  maxMatches: undefined,
  ...more
})

/** What holds before any rule of the user's: no caches, hidden or built directories, and a bounded number of small text files. */
const defaultRulesWithin = ({ count, fileSize }: DefaultLimits): ReadonlyArray<SelectRule> => [
  selectRule(false, ["__pycache__"], { type: "dir" }),
  selectRule(false, [".*"], { type: "dir" }),
  selectRule(false, ["*"], { type: "dir", sentinel: ".guild-nocopy" }),
  selectRule(false, ["*"], { type: "dir", sentinel: "bin/activate" }),
  selectRule(false, ["build"], { type: "dir" }),
  selectRule(false, ["*.egg-info"], { type: "dir" }),
  selectRule(true, ["*"], { type: "text", sizeLt: fileSize + 1, maxMatches: count })
]

/** Where a project has packages of Node's installed: they are no source of its own, as a virtual environment is none. */
const NODE_MODULES = "node_modules"

/** The default rules, in front of which a project's installed packages are left out where it has such. */
const defaultsFor = (isDir: (path: string) => boolean, limits: DefaultLimits): ReadonlyArray<SelectRule> => [
  ...(isDir(NODE_MODULES) ? [selectRule(false, [NODE_MODULES], { type: "dir" })] : []),
  ...defaultRulesWithin(limits)
]

const excludeAll = selectRule(false, ["*"])

/** A model's or an operation's definition that says nothing. */
export const noSourceCodeDef: SourceCodeDef = {
  root: undefined,
  dest: undefined,
  digest: true,
  disabled: false,
  emptyDef: true,
  rules: []
}

/** The rules leave no file over: the last word is to exclude `*`, whatever the type of the includes before it. */
export const isDisabled = (rules: ReadonlyArray<SelectRule>): boolean =>
  rules.reduce(
    (disabled, rule) =>
      rule.include ? false : disabled || (rule.type === undefined && !rule.regex && rule.patterns.includes("*")),
    false
  )

/** What a model and an operation of it say, either of which may say nothing. */
export type SourceCodeDefs = { readonly model: SourceCodeDef | undefined; readonly op: SourceCodeDef | undefined }

const takesDirs = (rule: SelectRule): boolean => rule.type === undefined && !rule.regex

/** The patterns that mean more where they name a directory: what `rulesFor` will ask its `isDir` about. */
export const dirCandidates = ({ model, op }: SourceCodeDefs): ReadonlyArray<string> => [
  NODE_MODULES,
  ...[...(model?.rules ?? []), ...(op?.rules ?? [])].filter(takesDirs).flatMap((rule) => rule.patterns)
]

/** A plain name of a directory stands for everything below it. */
const spreadDirs = (rule: SelectRule, isDir: (path: string) => boolean): SelectRule =>
  takesDirs(rule)
    ? { ...rule, patterns: rule.patterns.map((path) => (isDir(path) ? `${path.replace(/\/+$/, "")}/*` : path)) }
    : rule

/**
 * The rules for an operation: the defaults, then its model's, then its own, of which the last that matches a file decides.
 * An operation can switch the copy off, as can its model where the operation says nothing; then there is the one rule that
 * excludes all. `isDir` tells whether a pattern, as a path relative to the source root, names a directory.
 */
export const rulesFor = (
  sourcecode: SourceCodeDefs,
  isDir: (path: string) => boolean,
  limits: DefaultLimits = standardLimits
): { readonly rules: ReadonlyArray<SelectRule>; readonly disabled: boolean } => {
  const { model = noSourceCodeDef, op = noSourceCodeDef } = sourcecode
  if (op.disabled || (model.disabled && op.emptyDef)) return { rules: [excludeAll], disabled: true }
  const rules = [...defaultsFor(isDir, limits), ...[...model.rules, ...op.rules].map((rule) => spreadDirs(rule, isDir))]
  return { rules, disabled: isDisabled(rules) }
}

/** Where files are copied from, relative to the project, as the operation or its model says; `.` is the project. */
export const sourceRoot = (sourcecode: SourceCodeDefs): string => sourcecode.op?.root ?? sourcecode.model?.root ?? "."

/** Where files are copied to, relative to the run directory, as the operation or its model says. */
export const sourceDest = (sourcecode: SourceCodeDefs): string | undefined =>
  sourcecode.op?.dest ?? sourcecode.model?.dest

/** Whether a digest is taken: neither the operation nor its model says no. */
export const wantsDigest = (sourcecode: SourceCodeDefs): boolean =>
  sourcecode.op?.digest !== false && sourcecode.model?.digest !== false

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

/** A rule in words, as previews list them: `include text '*' size < 1048577, max match 100`. */
export const describeRule = (rule: SelectRule): string => {
  const limits = [
    rule.regex ? "regex" : "",
    rule.sentinel === undefined ? "" : `with ${quoted(rule.sentinel)}`,
    rule.sizeGt === undefined ? "" : `size > ${rule.sizeGt}`,
    rule.sizeLt === undefined ? "" : `size < ${rule.sizeLt}`,
    rule.maxMatches === undefined ? "" : `max match ${rule.maxMatches}`
  ].filter((limit) => limit !== "")
  return [
    rule.include ? "include" : "exclude",
    rule.type ?? "",
    rule.patterns.map(quoted).join(", "),
    limits.join(", ")
  ]
    .filter((part) => part !== "")
    .join(" ")
}
