import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { interpreters, packageDir } from "./python.ts"

const root = mkdtempSync(join(tmpdir(), "guild-nbexec-"))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Stands for Jupyter's: it runs code cells and keeps what they print; a cell that fails ends it. */
const NBCONVERT = String.raw`
import contextlib, io, json, sys
path = sys.argv[-1]
if "html" in sys.argv:
    open(path[:-6] + ".html", "w").write("<html>")
    sys.exit(0)
assert sys.argv[1:-1] == ["--to", "notebook", "--execute", "--inplace"], sys.argv
sys.stderr.write("\x1b[33m[NbConvertApp]\x1b[0m Converting\n")
notebook = json.load(open(path, encoding="utf-8"))
variables = {}
for cell in notebook["cells"]:
    if cell["cell_type"] != "code":
        continue
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec("".join(l for l in cell["source"].splitlines(True) if l[0] not in "%!"), variables)
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": out.getvalue().splitlines(True)}]
    if "image" in variables:
        cell["outputs"].append({"data": {"image/png": "UE5H\n", "text/plain": ["<Figure>"]}})
json.dump(notebook, open(path, "w", encoding="utf-8"))
`
mkdirSync(join(root, "jupyter/nbconvert"), { recursive: true })
writeFileSync(join(root, "jupyter/nbconvert/__init__.py"), "")
writeFileSync(join(root, "jupyter/nbconvert/__main__.py"), NBCONVERT)

let runs = 0

/** Runs a notebook of code cells in a directory of its own, with Jupyter unless it is said to be missing. */
const nbexec = (
  interpreter: string,
  cells: ReadonlyArray<string>,
  argv: ReadonlyArray<string> = [],
  { jupyter = true, env = {} }: { readonly jupyter?: boolean; readonly env?: Readonly<Record<string, string>> } = {}
) => {
  const dir = join(root, String(runs++))
  mkdirSync(join(dir, "source/sub"), { recursive: true })
  mkdirSync(join(dir, "run"))
  writeFileSync(
    join(dir, "source/sub/nb.ipynb"),
    JSON.stringify({ cells: cells.map((source) => ({ cell_type: "code", source, outputs: [] })), nbformat: 4 })
  )
  const path = [join(dir, "source"), packageDir, ...(jupyter ? [join(root, "jupyter")] : [])]
  const { status, stderr, stdout } = spawnSync(interpreter, ["-um", "guild.plugins.nbexec", "sub/nb.ipynb", ...argv], {
    cwd: join(dir, "run"),
    env: { PATH: "/nowhere", PYTHONPATH: path.join(":"), ...env },
    encoding: "utf8"
  })
  const read = (): ReadonlyArray<string> =>
    JSON.parse(readFileSync(join(dir, "run/nb.ipynb"), "utf8")).cells.map((cell: { source: string }) => cell.source)
  return { status, stderr, stdout, files: readdirSync(join(dir, "run")).sort(), dir: join(dir, "run"), read }
}

describe.each(interpreters)("a notebook, run by %s", (interpreter) => {
  it("takes flags for what its cells assign, prints what they print and is written as HTML", () => {
    const ran = nbexec(
      interpreter,
      ["%matplotlib inline\nx = 1  # ours\nname: str = 'a'\n", "print('loss:', x, name)"],
      ["--x", "2.5", "--name", "it's é"]
    )
    expect(ran).toMatchObject({ status: 0, stdout: "loss: 2.5 it's é\n", stderr: "", files: ["nb.html", "nb.ipynb"] })
    expect(ran.read()[0]).toBe('%matplotlib inline\nx = 2.5  # ours\nname: str = "it\'s é"\n')
  })

  it("has its values changed where they stand, over lines and behind letters of several bytes", () => {
    const { read } = nbexec(
      interpreter,
      ["é = 'ü'; x = [\n  1,\n  2]; y = 3\nif x:\n    x = 9\n", "%%bash\nx=1", "not python (", "x = 5"],
      ["--x", "[4, a]"],
      { env: { NB_NO_EXEC: "1" } }
    )
    expect(read()).toEqual([
      "é = 'ü'; x = [4, 'a']; y = 3\nif x:\n    x = 9\n",
      "%%bash\nx=1",
      "not python (",
      "x = [4, 'a']"
    ])
  })

  it("has what the patterns of flags match changed: the first group, or all of it", () => {
    const env = {
      NB_NO_EXEC: "1",
      NB_REPLACE: JSON.stringify({ rate: "Adam\\(lr=([^)]*)\\)", seed: "SEED", x: "^x=(.*)$", off: "a(b)?" })
    }
    const { read } = nbexec(
      interpreter,
      ["opt = Adam(lr=0.1)\nrate = 1", "%%bash\nx=1\nrun SEED", "a", "x = 5\nother = 1"],
      ["--rate", "0.5", "--seed", "7", "--x", "[1, a]", "--other", "2", "--off", "3"],
      { env }
    )
    expect(read()).toEqual(["opt = Adam(lr=0.5)\nrate = 1", "%%bash\nx=[1, 'a']\nrun 7", "a", "x = 5\nother = 2"])
  })

  it("is not run where a flag's pattern is none", () => {
    const { files, status, stderr } = nbexec(interpreter, ["x = 1"], ["--x", "2"], {
      env: { NB_REPLACE: '{"x": "x = ("}' }
    })
    expect({ files, status }).toEqual({ files: [], status: 1 })
    expect(stderr).toMatch(/^guild: invalid nb-replace 'x = \(' for flag x: .*\n$/)
  })

  it("leaves images beside it, unless told not to", () => {
    const cells = ["image = 1"]
    const shown = nbexec(interpreter, cells)
    expect(shown.files).toEqual(["nb.html", "nb.ipynb", "nb_cell_1_1.png"])
    expect(readFileSync(join(shown.dir, "nb_cell_1_1.png"), "utf8")).toBe("PNG")
    expect(nbexec(interpreter, cells, [], { env: { NB_NO_IMAGES: "1" } }).files).toEqual(["nb.html", "nb.ipynb"])
  })

  it("ends as its cells do, with what Jupyter says of them", () => {
    const { files, status, stderr } = nbexec(interpreter, ["raise ValueError('too big')"])
    expect({ files, status }).toEqual({ files: ["nb.ipynb"], status: 1 })
    expect(stderr).toMatch(/^\[NbConvertApp\] Converting\n[^]*ValueError: too big\n$/)
  })

  it("says what to install where there is no Jupyter", () => {
    const { status, stderr } = nbexec(interpreter, ["x = 1"], [], { jupyter: false })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "guild: running a notebook needs Jupyter, which is not installed\nTry 'pip install jupyter' and run the command again.\n"
    })
  })
})
