import { isFileName } from "../text/Paths.ts"

/** Attributes that a run records of itself; nobody else may write them. */
const OWN: ReadonlySet<string> = new Set([
  "cmd",
  "comments",
  "compare",
  "cut_trials",
  "deps",
  "env",
  "exit_status",
  "flags",
  "host",
  "id",
  "initialized",
  "label",
  "marked",
  "max_trials",
  "objective",
  "op",
  "opdef_attrs",
  "pip_freeze",
  "pipeline_nodes",
  "platform",
  "plugins",
  "previous_trials",
  "random_seed",
  "reported_trials",
  "resolved_deps",
  "run_params",
  "sourcecode_digest",
  "started",
  "step_deps",
  "step_runs",
  "steps",
  "stopped",
  "stopped_early",
  "suggestions",
  "tags",
  "trials",
  "user",
  "user_flags",
  "vcs_commit"
])

/** Whether an attribute is one of those that a run records of itself. */
export const isRunAttr = (name: string): boolean => OWN.has(name)

/** An attribute name that can be a file, and that no listing would take for something of its own. */
export const isAttrName = (name: string): boolean => isFileName(name) && !name.startsWith(".")
