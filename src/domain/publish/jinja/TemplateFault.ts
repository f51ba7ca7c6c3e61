/** What is wrong with a template, and where as soon as it is known. Thrown inside the engine only: `Render.ts` hands out an Either. */
export class TemplateFault extends Error {
  readonly template: string | undefined
  readonly line: number | undefined
  constructor(message: string, template?: string, line?: number) {
    super(message)
    this.template = template
    this.line = line
  }
}

/** Ends the rendering with a reason; whoever knows the place adds it. */
export const fault = (message: string): never => {
  throw new TemplateFault(message)
}

/** Runs a part of a template; what goes wrong in it is said to be at this line unless a part of the part said otherwise. */
export const at = <A>(template: string, line: number, run: () => A): A => {
  try {
    return run()
  } catch (error) {
    if (error instanceof TemplateFault && error.line === undefined)
      throw new TemplateFault(error.message, template, line)
    if (error instanceof RangeError) throw new TemplateFault("too much recursion, or a text too long", template, line)
    throw error
  }
}
