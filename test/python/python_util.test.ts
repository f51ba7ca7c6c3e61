import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { interpreters, python } from "./python.ts"

const base = mkdtempSync(join(tmpdir(), "guild-python-util-"))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})
mkdirSync(join(base, "pkg"))
const files: Readonly<Record<string, string>> = {
  "__init__.py": "",
  "hello.py": 'msg = "hello"\nprint(msg)\n',
  "train.py":
    "from __future__ import print_function\nimport keras.layers\nfrom keras.models import Sequential, Model\nbatch_size = 128\n_seed = neg = -1\nlayers = [1, 2.0]\nsize = (1, 2)\nrate: float = 0.1\ndef fit():\n    import late\nmodel.fit(make(1), data.load())\nf()()\n",
  "pkg/__init__.py": "",
  "pkg/hello.py": "from . import __name__ as pkg\nprint('hi from', pkg)\n"
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(base, name), text)

describe.each(interpreters)("python_util with %s", (interpreter) => {
  const lines = (program: string): ReadonlyArray<string> => {
    const { stdout, stderr } = python(interpreter, ["-c", `from guild import python_util\n${program}`], { cwd: base })
    expect(stderr).toBe("")
    return stdout.trimEnd().split("\n")
  }

  it("lists the scripts of a directory, by path when sorted", () => {
    expect(
      lines("print([s.name for s in sorted(python_util.scripts_for_dir('.', exclude=['*/__init__.py']))])")
    ).toEqual(["['hello', 'train']"])
  })

  it("reads a script's imports, calls and parameters", () => {
    expect(
      lines("s = python_util.Script('train.py')\nprint(s.imports)\nprint([c.name for c in s.calls])\nprint(s.params)")
    ).toEqual([
      "['__future__', 'print_function', 'keras.layers', 'keras.models', 'Sequential', 'Model', 'late']",
      "['fit', 'make', 'load', 'f']",
      "{'batch_size': 128, '_seed': -1, 'neg': -1, 'layers': [1, 2.0], 'rate': 0.1}"
    ])
  })

  it("makes names of files importable", () => {
    expect(lines("print([python_util.safe_module_name(n) for n in ('hello', 'hello-there', 'train.py')])")).toEqual([
      "['hello', 'hello_there', 'train']"
    ])
  })

  it("runs a script with globals and a package, and gives its globals", () => {
    expect(
      lines(
        [
          "g = python_util.exec_script('hello.py', {'msg': 'hola'})",
          "print(g['__package__'], g['__name__'], g['__file__'])",
          "try:",
          "    python_util.exec_script('pkg/hello.py')",
          "except ImportError as e:",
          "    print('relative import' in str(e))",
          "g = python_util.exec_script('pkg/hello.py', mod_name='pkg.hello')",
          "print(g['__package__'], g['__name__'])",
          "import __main__",
          "print(__main__.python_util is python_util)"
        ].join("\n")
      )
    ).toEqual(["hola", " __main__ hello.py", "True", "hi from pkg", "pkg hello", "True"])
  })

  it("tells listeners of a method's calls, and takes the last answer", () => {
    expect(
      lines(
        [
          "class Calc:",
          "    def incr(self, x):",
          "        return x + 1",
          "class Sub(Calc):",
          "    pass",
          "def tell(incr, x):",
          "    print('told', x, incr(x))",
          "def by(n):",
          "    def answer(incr, x):",
          "        print('by', n)",
          "        raise python_util.Result(x + n)",
          "    return answer",
          "two, three = by(2), by(3)",
          "python_util.listen_method(Calc, 'incr', tell)",
          "calc = Calc()",
          "print(calc.incr(1))",
          "python_util.listen_method(Calc, 'incr', two)",
          "python_util.listen_method(Calc, 'incr', three)",
          "print(calc.incr(1))",
          "python_util.remove_method_listener(calc.incr, three)",
          "python_util.remove_method_listener(Calc.incr, tell)",
          "print(calc.incr(1))",
          "python_util.remove_method_listeners(calc.incr)",
          "print(calc.incr(1), hasattr(Calc.incr, '__listened__'))",
          "python_util.listen_method(Sub, 'incr', two)",
          "print(Sub().incr(1), calc.incr(1))",
          "python_util.remove_method_listener(Sub.incr, two)",
          "print('incr' in vars(Sub))"
        ].join("\n")
      )
    ).toEqual(["told 1 2", "2", "told 1 2", "by 2", "by 3", "4", "by 2", "3", "2 False", "by 2", "3 2", "False"])
  })

  it("passes on what a listener raises", () => {
    expect(
      lines(
        "class C:\n  def f(self): pass\npython_util.listen_method(C, 'f', lambda f: 1 / 0)\ntry: C().f()\nexcept ZeroDivisionError: print('raised')"
      )
    ).toEqual(["raised"])
  })

  it("tells listeners of a function's calls by those who look it up anew", () => {
    expect(
      lines(
        [
          "import types",
          "howdy = types.ModuleType('howdy')",
          "howdy.say = say = lambda msg: print(msg)",
          "again = lambda say0, msg: say0(msg + ' again')",
          "python_util.listen_function(howdy, 'say', again)",
          "say('a')",
          "howdy.say('b')",
          "python_util.listen_function(howdy, 'say', again)",
          "howdy.say('c')",
          "python_util.remove_function_listener(howdy.say, again)",
          "howdy.say('d')",
          "python_util.remove_function_listeners(howdy.say)",
          "print(howdy.say is say)"
        ].join("\n")
      )
    ).toEqual(["a", "b again", "b", "c again", "c again", "c", "d again", "d", "True"])
  })
})
