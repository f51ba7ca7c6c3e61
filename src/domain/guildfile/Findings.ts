import { GuildFileError } from "../GuildFile.ts"
import type { YamlSyntaxError } from "../yaml/YamlError.ts"
import type { Place } from "./Node.ts"
import { position } from "./Node.ts"
import { visibleText } from "../text/VisibleText.ts"

interface Finding {
  readonly path: string
  readonly reason: string
  /** Where in the file; `undefined` where no line says more than the reason does. */
  readonly at: Place | { readonly line: number; readonly column: number } | undefined
}

const lineAndColumn = ({ at }: Finding) => (at === undefined ? undefined : "line" in at ? at : position(at))

const asError = (one: Finding): GuildFileError =>
  new GuildFileError({ path: one.path, reason: one.reason, ...lineAndColumn(one) })

/**
 * What was found wrong or odd on the way through a Guild file. Readers report and go on with a harmless value, so they stay
 * plain functions; whoever started them looks here before using what they gave.
 */
export class Findings {
  readonly #errors: Array<Finding> = []
  readonly #warnings: Array<Finding> = []

  /** Something has gone wrong that hides what else there is to find: names may be missing, and texts unread. */
  broken = false

  error(at: Place, reason: string): void {
    this.broken = true
    this.misfit(at, reason)
  }

  /** An error that a reader has put something harmless in the place of, so that others are still found. */
  misfit(at: Place, reason: string): void {
    this.#errors.push({ path: at.source.path, reason: visibleText(reason), at })
  }

  /** An error about a file as a whole. */
  errorInFile(path: string, reason: string): void {
    this.broken = true
    this.#errors.push({ path, reason: visibleText(reason), at: undefined })
  }

  syntaxError(path: string, { column, hint, line, reason }: YamlSyntaxError): void {
    this.broken = true
    this.#errors.push({
      path,
      reason: hint === undefined ? reason : `${reason} (${hint})`,
      at: { line, column }
    })
  }

  warning(at: Place, reason: string): void {
    this.#warnings.push({ path: at.source.path, reason: visibleText(reason), at })
  }

  /** Nothing is wrong, and nothing odd. */
  get isEmpty(): boolean {
    return !this.broken && this.#errors.length === 0 && this.#warnings.length === 0
  }

  get failed(): boolean {
    return this.#errors.length > 0
  }

  /** The first error, or `undefined` where nothing is wrong. */
  get firstError(): GuildFileError | undefined {
    const first = this.#errors[0]
    return first && asError(first)
  }

  /** Every error, none said twice: file by file as they were read, from top to bottom. */
  get errors(): ReadonlyArray<GuildFileError> {
    const errors = Array.from(new Map(this.#errors.map(asError).map((error) => [error.message, error])).values())
    const paths = errors.map(({ path }) => path)
    return errors.sort(
      (a, b) =>
        paths.indexOf(a.path) - paths.indexOf(b.path) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0)
    )
  }

  /** A sentence for each oddity, with its file and line, none said twice. */
  get warnings(): ReadonlyArray<string> {
    const sentences = this.#warnings.map((one) => `${one.path}, line ${lineAndColumn(one)?.line ?? 1}: ${one.reason}`)
    return Array.from(new Set(sentences))
  }
}
