/** How a Python operation is watched by Python's own debugger. */
export interface Debugging {
  /** The debugger starts before the module's first line. */
  readonly setTrace: boolean
  /** `[FILE:]LINE` or `MODULE.FUNCTION`; a line alone is one of the operation's module. */
  readonly breaks: ReadonlyArray<string>
  /** The debugger starts where an error was raised that nothing caught. */
  readonly onError: boolean
}

/** Whether anything is asked of the debugger. */
export const isDebugging = (debugging: Debugging | undefined): boolean =>
  debugging !== undefined && (debugging.setTrace || debugging.onError || debugging.breaks.length > 0)

/** The variables that tell `guild.op_main` of it: `PDB_BREAKS` is a JSON list of locations. Empty where nothing is asked. */
export const debuggingEnv = (debugging: Debugging | undefined): Readonly<Record<string, string>> =>
  debugging === undefined
    ? {}
    : {
        ...(debugging.setTrace ? { SET_TRACE: "1" } : {}),
        ...(debugging.onError ? { BREAK_ON_ERROR: "1" } : {}),
        ...(debugging.breaks.length === 0 ? {} : { PDB_BREAKS: JSON.stringify(debugging.breaks) })
      }
