/** Attributes that a run records of itself; nobody else may write them. */
const OWN: ReadonlySet<string> = new Set([
  "cmd",
  "comments",
  "compare",
  "deps",
  "env",
  "exit_status",
  "flags",
  "host",
  "id",
  "initialized",
  "label",
  "marked",
  "objective",
  "op",
  "pip_freeze",
  "platform",
  "plugins",
  "random_seed",
  "resolved_deps",
  "run_params",
  "sourcecode_digest",
  "started",
  "steps",
  "stopped",
  "tags",
  "trials",
  "user",
  "user_flags",
  "vcs_commit"
])

/** Whether an attribute is one of those that a run records of itself. */
export const isRunAttr = (name: string): boolean => OWN.has(name)
