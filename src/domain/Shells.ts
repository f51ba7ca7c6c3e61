export const SHELLS = ["bash", "zsh", "fish"] as const

/** A shell that completion is made for. */
export type ShellName = (typeof SHELLS)[number]

/** The shell of a path such as `/bin/zsh`. */
export const shellName = (path: string): ShellName | undefined =>
  SHELLS.find((name) => name === path.slice(path.lastIndexOf("/") + 1))
