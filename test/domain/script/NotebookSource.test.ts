import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { notebookFlags } from "../../../src/layers/flag-import/PythonScript.ts"
import { notebookSource } from "../../../src/domain/script/NotebookSource.ts"

const code = (source: string | ReadonlyArray<string>) => ({ cell_type: "code", source, outputs: [] })
const notebook = (...cells: ReadonlyArray<object>) => JSON.stringify({ cells, nbformat: 4 })

const flagNames = (text: string) => Either.getOrThrow(notebookFlags(text)).map(({ name }) => name)

describe("the Python of a notebook", () => {
  it("is that of its code cells, in their order, whether written as text or as lines", () => {
    const text = notebook({ cell_type: "markdown", source: "x = 0" }, code(["x = 1\n", "y = 2"]), code("z = x"))
    expect(notebookSource(text)).toEqual(Either.right("x = 1\ny = 2\nz = x"))
  })

  it("gives flags to the public variables of any cell, with IPython's own lines between them", () => {
    const text = notebook(
      code(["%matplotlib inline\n", "lr = 0.5\n", "!pip list\n", "_own = 1\n", "name: str = 'a'"]),
      code("if lr:\n    deeper = 1\nepochs = 3")
    )
    expect(flagNames(text)).toEqual(["lr", "name", "epochs"])
  })

  it("leaves out cells of another language", () => {
    expect(flagNames(notebook(code("%%bash\nx=1"), code("\n%%html\ny=2"), code("z=3")))).toEqual(["z"])
  })

  it("is found in the format that keeps cells in worksheets", () => {
    const text = JSON.stringify({ worksheets: [{ cells: [{ cell_type: "code", input: "x = 1" }] }], nbformat: 3 })
    expect(notebookSource(text)).toEqual(Either.right("x = 1"))
  })

  it.each(["", "{", "[]", '{"cells": 1}', '{"cells": [{"cell_type": "code", "source": 3}]}'])(
    "is not looked for in what is no notebook: %s",
    (text) => {
      expect(notebookSource(text)).toEqual(Either.left("it is no Jupyter notebook"))
    }
  )
})
