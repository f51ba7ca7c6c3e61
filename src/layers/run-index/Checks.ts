/** Files of run directories, and the stamp that each has to have. They are many: numbers stand side by side, and texts once. */
export interface Checks {
  /** The directories under a root; whoever asks about a directory knows it by its place here. */
  readonly dirs: ReadonlyArray<string>
  /** The files in them that are looked at. */
  readonly files: ReadonlyArray<string>
  /** Of each check: which directory, which file, and the stamp; NaN where there has to be no file. */
  readonly dirAt: Int32Array
  readonly fileAt: Int32Array
  readonly expected: Float64Array
}

/** Room for so many checks of a directory at first. */
const CHECKS_EACH = 4

/** Gathers checks of directories. */
export interface CheckList {
  /** The number by which `add` knows a file. */
  readonly file: (path: string) => number
  /** The stamp is null or NaN where there has to be no file. */
  readonly add: (dir: number, file: number, stamp: number | null) => void
  readonly all: () => Checks
}

export const makeChecks = (dirs: ReadonlyArray<string>): CheckList => {
  const files = new Map<string, number>()
  let size = Math.max(CHECKS_EACH, CHECKS_EACH * dirs.length)
  let dirAt = new Int32Array(size)
  let fileAt = new Int32Array(size)
  let expected = new Float64Array(size)
  let count = 0
  const grow = (): void => {
    size *= 2
    const [moreDirs, moreFiles, more] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)]
    moreDirs.set(dirAt)
    moreFiles.set(fileAt)
    more.set(expected)
    dirAt = moreDirs
    fileAt = moreFiles
    expected = more
  }
  return {
    file: (path) => {
      const known = files.get(path)
      if (known !== undefined) return known
      files.set(path, files.size)
      return files.size - 1
    },
    add: (dir, file, stamp) => {
      if (count === size) grow()
      dirAt[count] = dir
      fileAt[count] = file
      expected[count] = stamp ?? NaN
      count += 1
    },
    all: () => ({
      dirs,
      files: [...files.keys()],
      dirAt: dirAt.subarray(0, count),
      fileAt: fileAt.subarray(0, count),
      expected: expected.subarray(0, count)
    })
  }
}
