/** Processes of two containers that share a Guild home may have the same pid; they count from different numbers. */
let count = Math.floor(Math.random() * 2 ** 40)

/** The end of a hidden name that no other write of any process uses: who writes, and a number. */
export const tempSuffix = (): string => `${process.pid}-${count++}`

const HIDDEN = /^\.tmp-(\d+)-(?:claim-)?\d+\+*$/

/** The process that a hidden name is of; `undefined` for any other name. */
export const writerOf = (name: string): number | undefined => {
  const [, pid] = HIDDEN.exec(name) ?? []
  return pid === undefined ? undefined : Number(pid)
}
