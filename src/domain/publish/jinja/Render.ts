import { Either } from "effect"
import type { Datum } from "./Datum.ts"
import { LIST_FILTERS } from "./FiltersList.ts"
import { TEXT_FILTERS } from "./FiltersText.ts"
import type { Filter, Frame, Loaded } from "./Frame.ts"
import { inner } from "./Frame.ts"
import { GLOBALS } from "./Globals.ts"
import { Source } from "./Source.ts"
import { parseTemplate } from "./Statements.ts"
import { at, TemplateFault } from "./TemplateFault.ts"
import { renderIn } from "./Templates.ts"
import { TESTS } from "./Tests.ts"

/** A template as it is found by a name: what to call it in messages, and its text. */
export interface TemplateText {
  readonly path: string
  readonly text: string
}

/** Templates that can see each other, and the filters that they have besides Jinja's. */
export interface TemplateSet {
  readonly find: (name: string) => TemplateText | undefined
  readonly filters: ReadonlyMap<string, Filter>
}

/** A template that cannot be rendered: the file, the line from 1, and what is wrong. */
export interface RenderProblem {
  readonly path: string
  readonly line: number
  readonly problem: string
}

const isMarkup = (path: string): boolean => /\.(html|htm|xml)$/i.test(path)

/**
 * The templates of a set, each read once. The language is Jinja's (https://jinja.palletsprojects.com/templates/), with Python's
 * ideas of values and methods, and nothing else of Python: templates reach the values they are given and no more.
 */
export const makeRenderer = ({ filters: own, find }: TemplateSet) => {
  const filters: ReadonlyMap<string, Filter> = new Map([...LIST_FILTERS, ...TEXT_FILTERS, ...own])
  const known = { filters: new Set(filters.keys()), tests: new Set(TESTS.keys()) }
  const loaded = new Map<string, Loaded>()

  const load = (name: string): Loaded | undefined => {
    const text = find(name)
    if (text === undefined) return undefined
    const there = loaded.get(text.path)
    if (there !== undefined) return there
    const source = new Source(text.path, text.text, known)
    const body = at(text.path, 1, () => parseTemplate(source))
    const template = { name, body, blocks: source.blocks, autoescape: isMarkup(text.path) }
    loaded.set(text.path, template)
    return template
  }

  const attempt = <A>(name: string, act: () => A): Either.Either<A, RenderProblem> => {
    try {
      return Either.right(act())
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error
      return Either.left({ path: error.template ?? name, line: error.line ?? 1, problem: error.message })
    }
  }

  const required = (name: string): Loaded => {
    const template = load(name)
    if (template === undefined) throw new TemplateFault("template not found", name, 1)
    return template
  }

  return {
    /** Reads a template without rendering it: what can be wrong with it whatever it is given. */
    check: (name: string): Either.Either<void, RenderProblem> => attempt(name, () => void required(name)),
    /** The text of a template with these variables, without a newline added at its end. */
    render: (name: string, variables: ReadonlyMap<string, Datum>): Either.Either<string, RenderProblem> =>
      attempt(name, () => {
        const template = required(name)
        const root: Frame = {
          filters,
          tests: TESTS,
          autoescape: template.autoescape,
          vars: new Map(GLOBALS),
          parent: undefined,
          out: [],
          blocks: new Map(),
          top: undefined,
          depth: 0,
          family: { parent: undefined },
          load
        }
        const frame = inner(inner(root, { vars: new Map(variables) }), { top: undefined })
        renderIn(frame, template)
        return frame.out.join("")
      })
  }
}
