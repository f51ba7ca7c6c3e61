import type { SyntaxNode } from "@lezer/common"
import { parser } from "@lezer/python"
import type { Value } from "../Value.ts"
import { childrenOf, literalValue, objectValue, textOf } from "./PythonLiteral.ts"

/** One import statement's module, and what it takes from it: `from .a.b import c` is level 1, module `a.b`, names `c`. */
export interface PythonImport {
  /** Leading dots: 0 is absolute. */
  readonly level: number
  readonly module: string
  readonly names: ReadonlyArray<string>
}

/** What guild wants to know of a Python script, found without running it. */
export interface PythonSource {
  /** Every import statement, also those within functions. */
  readonly imports: ReadonlyArray<PythonImport>
  /** Variables that the module assigns a literal at its first column, by name; the last literal counts. */
  readonly params: ReadonlyMap<string, Value>
  /** Variables that the module assigns a dictionary or a namespace there, with what is literal in them. */
  readonly objects: ReadonlyMap<string, Value>
}

/** Name and first node of each `a.b.c` in a list, without what follows `as`. */
const dottedNames = (nodes: ReadonlyArray<SyntaxNode>, source: string): ReadonlyArray<string> => {
  const names: Array<string> = []
  let alias = false
  let open = false
  for (const node of nodes) {
    if (node.name === ",") {
      alias = false
      open = false
    } else if (node.name === "as") alias = true
    else if (!alias && node.name === ".") open = true
    else if (!alias && (node.name === "VariableName" || node.name === "*")) {
      const name = textOf(node, source)
      const last = names.pop()
      names.push(...(open && last !== undefined ? [`${last}.${name}`] : last === undefined ? [name] : [last, name]))
      open = false
    }
  }
  return names
}

const importsOf = (node: SyntaxNode, source: string): ReadonlyArray<PythonImport> => {
  const parts = childrenOf(node)
  const at = parts.findIndex((part) => part.name === "import")
  const names = dottedNames(parts.slice(at + 1), source)
  if (parts[0]?.name !== "from") return names.map((module) => ({ level: 0, module, names: [] }))
  const from = source.slice(parts[0].to, parts[at]?.from ?? node.to).replace(/[\s\\]/g, "")
  const level = /^\.*/.exec(from)?.[0].length ?? 0
  return [{ level, module: from.slice(level), names }]
}

/** The names that an assignment sets to one value, and that value's node. `a, b = 1, 2` sets none to one value. */
const assignment = (node: SyntaxNode, source: string): readonly [ReadonlyArray<string>, SyntaxNode] | undefined => {
  const parts = childrenOf(node).filter((part) => part.name !== "Comment")
  const value = parts.at(-1)
  if (value === undefined || parts.at(-2)?.name !== "AssignOp") return undefined
  if (parts.some((part) => part.name === ",")) return undefined
  const targets = parts.filter(
    (part, i) => part.name === "VariableName" && /^(?:AssignOp|TypeDef)$/.test(parts[i + 1]?.name ?? "")
  )
  return [targets.map((target) => textOf(target, source)), value]
}

const atFirstColumn = (node: SyntaxNode, source: string): boolean => node.from === 0 || source[node.from - 1] === "\n"

/** The statements of the module, those that share a line included. */
const statements = (top: SyntaxNode): ReadonlyArray<SyntaxNode> =>
  childrenOf(top).flatMap((node) => (node.name === "StatementGroup" ? childrenOf(node) : [node]))

/**
 * Reads a Python script. Text that is no Python hides what stands near it and nothing else: the script's own run will say what
 * is wrong with it.
 */
export const parsePythonSource = (text: string): PythonSource => {
  const source = text.replace(/^\ufeff/, "")
  const tree = parser.parse(source)
  const imports: Array<PythonImport> = []
  const params = new Map<string, Value>()
  const objects = new Map<string, Value>()

  tree.iterate({
    enter: (node) => {
      if (node.name === "ImportStatement") imports.push(...importsOf(node.node, source))
    }
  })
  for (const node of statements(tree.topNode)) {
    const assigned = node.name === "AssignStatement" ? assignment(node, source) : undefined
    if (assigned === undefined || !(atFirstColumn(node, source) || node.parent?.name === "StatementGroup")) continue
    const [names, valueNode] = assigned
    const value = literalValue(valueNode, source)
    const object = objectValue(valueNode, source)
    for (const name of names) {
      if (value !== undefined) params.set(name, value)
      if (object !== undefined) objects.set(name, object)
    }
  }
  return { imports, params, objects }
}

/**
 * Whether the script imports something of a name or below it, wherever in the script and however: `import argparse`, relatively,
 * or out of another package that hands it on.
 */
export const importsPackage = ({ imports }: PythonSource, name: string): boolean =>
  imports.some(({ module, names }) => module === name || module.startsWith(`${name}.`) || names.includes(name))
