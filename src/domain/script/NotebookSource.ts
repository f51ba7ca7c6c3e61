import { Either, Schema } from "effect"

const Lines = Schema.Union(Schema.String, Schema.Array(Schema.String))
/** Before version 4 of the format, code is called input, and cells are kept in worksheets. */
const Cell = Schema.Struct({
  cell_type: Schema.String,
  source: Schema.optional(Lines),
  input: Schema.optional(Lines)
})
const Cells = Schema.Struct({ cells: Schema.Array(Cell) })

const Notebook = Schema.parseJson(Schema.Union(Cells, Schema.Struct({ worksheets: Schema.Array(Cells) })))

const decode = Schema.decodeUnknownEither(Notebook)

/** Lines for IPython are hidden from whoever reads the cell as Python; one that begins with two signs says what the whole cell is. */
const pythonOf = (source: string): string => (/^\s*%%/.test(source) ? "" : source.replace(/^([ \t]*)[%!?]/gm, "$1#"))

/**
 * The Python of a Jupyter notebook: its code cells, one after the other. What is no notebook gives the reason, for a message.
 */
export const notebookSource = (text: string): Either.Either<string, string> =>
  Either.mapBoth(decode(text), {
    onLeft: () => "it is no Jupyter notebook",
    onRight: (notebook) =>
      ("cells" in notebook ? [notebook] : notebook.worksheets)
        .flatMap(({ cells }) => cells)
        .filter((cell) => cell.cell_type === "code")
        .map(({ input, source = input ?? "" }) => pythonOf(typeof source === "string" ? source : source.join("")))
        .join("\n")
  })
