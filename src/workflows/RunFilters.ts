/** How a command narrows runs down before RUN arguments, as it was asked. A status is `false` where it is to be left out. */
export interface RunFilters {
  /** A filter expression. */
  readonly filter: string | undefined
  readonly operations: ReadonlyArray<string>
  readonly labels: ReadonlyArray<string>
  readonly unlabeled: boolean
  readonly tags: ReadonlyArray<string>
  readonly comments: ReadonlyArray<string>
  readonly marked: boolean
  readonly unmarked: boolean
  /** A time range: `today`, `after 2020-07-01`, ... */
  readonly started: string | undefined
  readonly digest: string | undefined
  readonly running: boolean | undefined
  readonly completed: boolean | undefined
  readonly error: boolean | undefined
  readonly terminated: boolean | undefined
  readonly pending: boolean | undefined
  readonly staged: boolean | undefined
}
