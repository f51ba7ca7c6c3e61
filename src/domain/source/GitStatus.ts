/** What `git status --porcelain=v2 --branch` says: the commit that is checked out, and whether anything differs from it. */
export interface GitStatus {
  /** Undefined where nothing has been committed yet. */
  readonly head: string | undefined
  readonly changed: boolean
}

const HEAD = /^# branch\.oid ([0-9a-f]{40,64})$/m

/** Reads the output of `git status --porcelain=v2 --branch`. */
export const parseGitStatus = (output: string): GitStatus => ({
  head: HEAD.exec(output)?.[1],
  changed: output.split("\n").some((line) => line !== "" && !line.startsWith("# "))
})

/** A commit as the `vcs_commit` attribute writes it. */
export const formatCommit = (commit: string, changed: boolean): string => `git:${commit}${changed ? "*" : ""}`
