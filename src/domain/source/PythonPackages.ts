import { canonicalName } from "./Distribution.ts"

/** An installed distribution, named as its own metadata has it. */
export interface PythonPackage {
  readonly name: string
  readonly version: string
}

/** Names as PEP 508 allows them; a leftover of a broken install (`~umpy`) is none. */
const VALID_NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i

const header = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(\\S.*?)[ \\t]*\\r?$`, "im").exec(text)?.[1]

/** Name and version from the head of a METADATA or PKG-INFO file, or `undefined` where they are not both there. */
export const parseMetadata = (text: string): PythonPackage | undefined => {
  const end = text.search(/\r?\n\r?\n/)
  const head = end === -1 ? text : text.slice(0, end)
  const name = header(head, "Name")
  const version = header(head, "Version")
  return name !== undefined && version !== undefined && VALID_NAME.test(name) ? { name, version } : undefined
}

const minorVersion = (version: string): readonly [number, number] => {
  const [major = "0", minor = "0"] = version.split(".")
  return [Number(major), Number(minor)]
}

/** What `pip freeze` does not list: what comes with Python, and the tools that install; from 3.12 on only pip is such a tool. */
const unlisted = (pythonVersion: string): ReadonlySet<string> => {
  const [major, minor] = minorVersion(pythonVersion)
  const tools = major > 3 || (major === 3 && minor >= 12) ? ["pip"] : ["pip", "setuptools", "distribute", "wheel"]
  return new Set(["python", "wsgiref", "argparse", ...tools])
}

/**
 * Packages as `pip freeze` lists them, one `name==version` a package, by name without regard to case. Of several
 * distributions with one name the first counts, as on the path.
 */
export const freezeLines = (packages: ReadonlyArray<PythonPackage>, pythonVersion: string): ReadonlyArray<string> => {
  const skip = unlisted(pythonVersion)
  const first = new Map<string, PythonPackage>()
  for (const entry of packages) {
    const key = canonicalName(entry.name)
    if (!skip.has(key) && !first.has(key)) first.set(key, entry)
  }
  return Array.from(first.values(), ({ name, version }) => [name.toLowerCase(), `${name}==${version}`] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, line]) => line)
}
