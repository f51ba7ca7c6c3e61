/** Names that mean something in each part of a Guild file. Other names are kept as written and spoken of in a warning. */

export const ITEM_TYPES = ["config", "include", "model", "package"] as const

/** What a model or config takes over from what it extends. */
export const INHERITED = [
  "description",
  "extra",
  "flags",
  "operation-defaults",
  "operations",
  "params",
  "references",
  "resources",
  "sourcecode"
] as const

export const MODEL: ReadonlySet<string> = new Set([
  ...INHERITED,
  "model",
  "config",
  "default",
  "extends",
  "plugins",
  "python-requires"
])

/** Attributes of a package that are texts, and those that are lists of them. */
export const PACKAGE_TEXTS = [
  "description",
  "version",
  "url",
  "author",
  "author-email",
  "license",
  "python-tag",
  "python-requires"
] as const
export const PACKAGE_LISTS = ["tags", "data-files", "requires"] as const

export const PACKAGE: ReadonlySet<string> = new Set(["package", "packages", ...PACKAGE_TEXTS, ...PACKAGE_LISTS])

export const OPERATION: ReadonlySet<string> = new Set([
  "main",
  "exec",
  "steps",
  "notebook",
  "description",
  "default",
  "flags",
  "flags-import",
  "flags-import-skip",
  "flags-dest",
  "default-flag-arg-skip",
  "flag-encoder",
  "requires",
  "sourcecode",
  "output-scalars",
  "output-attrs",
  "objective",
  "optimizer",
  "optimizers",
  "default-max-trials",
  "compare",
  "label",
  "tags",
  "run-attrs",
  "env",
  "env-secrets",
  "python-path",
  "python-requires",
  "pip-freeze",
  "plugins",
  "handle-keyboard-interrupt",
  "stoppable",
  "publish",
  "delete-on-success",
  "can-stage-trials",
  "remote",
  "set-trace"
])

/** Attributes of an operation that no field of its definition holds. */
export const OPERATION_EXTRA = ["can-stage-trials", "remote", "set-trace"] as const

export const FLAG: ReadonlySet<string> = new Set([
  "default",
  "description",
  "type",
  "required",
  "arg-name",
  "arg-skip",
  "arg-switch",
  "arg-split",
  "arg-encoding",
  "env-name",
  "env-encoding",
  "alias",
  "choices",
  "allow-other",
  "min",
  "max",
  "distribution",
  "null-label"
])

export const CHOICE: ReadonlySet<string> = new Set(["value", "description", "alias", "flags"])

export const RESOURCE: ReadonlySet<string> = new Set([
  "name",
  "sources",
  "description",
  "references",
  "private",
  "path",
  "flag-name",
  "target-path",
  "target-type",
  "preserve-path",
  "default-unpack"
])

/** What a source is found by, in the order that messages name them; the later ones came after 0.7. */
export const SOURCE_TYPES = ["config", "file", "module", "url", "operation"] as const
export const LATER_SOURCE_TYPES = ["dvcfile", "dvcstage"] as const

export const SOURCE: ReadonlySet<string> = new Set([
  ...SOURCE_TYPES,
  ...LATER_SOURCE_TYPES,
  "name",
  "description",
  "sha256",
  "unpack",
  "type",
  "help",
  "post-process",
  "rename",
  "path",
  "params",
  "select",
  "select-min",
  "select-max",
  "flag-name",
  "target-path",
  "target-type",
  "preserve-path",
  "replace-existing",
  "optional",
  "warn-if-empty",
  "fail-if-empty",
  "always-resolve",
  "remote",
  "always-pull"
])
