import { createHash } from "node:crypto"
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { Either, Option, Schema } from "effect"
import type { Host } from "../../services/Host.ts"
import { PythonInfo } from "../../services/PythonEnv.ts"
import { makeDirs } from "../SafeDirs.ts"

const Remembered = Schema.Struct({ info: PythonInfo, stamps: Schema.Array(Schema.String) })
const decodeRemembered = Schema.decodeUnknownEither(Schema.parseJson(Remembered))

/** What changes when a file is replaced or something is put into a directory. */
const stamp = (path: string): string => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? "-" : `${found.mtimeMs} ${found.size}`
}

const contentOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

/** The nearest file of a name in a directory or above it. */
const nearest = (dir: string, name: string): string | undefined => {
  for (let at = dir; ; at = dirname(at)) {
    const content = contentOf(join(at, name))
    if (content !== undefined || dirname(at) === at) return content
  }
}

/** A version manager's stand-in (pyenv, asdf), which decides at every start which Python it is. */
export const isShim = (interpreter: string): boolean => basename(dirname(interpreter)) === "shims"

/** What a version manager decides by. */
const shimChoice = (interpreter: string, host: typeof Host.Service): ReadonlyArray<string> => [
  host.env["PYENV_VERSION"] ?? "",
  host.env["ASDF_PYTHON_VERSION"] ?? "",
  nearest(host.cwd, ".python-version") ?? "",
  nearest(host.cwd, ".tool-versions") ?? "",
  contentOf(join(dirname(interpreter), "..", "version")) ?? "",
  contentOf(join(host.homeDir, ".tool-versions")) ?? ""
]

/**
 * What interpreters have said of themselves, a JSON file each under the Guild home's cache. An answer is good for as long as the
 * interpreter, its virtual environment and the directories that its packages are in stand as they did.
 */
export const infoCache = (host: typeof Host.Service) => {
  const dir = join(host.guildHome, "cache", "python")

  const fileOf = (interpreter: string): string => {
    const identity = [
      interpreter,
      stamp(interpreter),
      stamp(join(dirname(interpreter), "..", "pyvenv.cfg")),
      ...(isShim(interpreter) ? shimChoice(interpreter, host) : [])
    ]
    return join(dir, `${createHash("sha1").update(JSON.stringify(identity)).digest("hex")}.json`)
  }

  return {
    get: (interpreter: string): PythonInfo | undefined =>
      Option.fromNullable(contentOf(fileOf(interpreter))).pipe(
        Option.flatMap((text) => Either.getRight(decodeRemembered(text))),
        Option.filter(({ info, stamps }) => info.sitePackages.every((path, i) => stamp(path) === stamps[i])),
        Option.map(({ info }) => info),
        Option.getOrUndefined
      ),

    /** A cache that cannot be written costs time and nothing else. */
    set: (interpreter: string, info: PythonInfo): void => {
      const file = fileOf(interpreter)
      try {
        makeDirs(dir)
        writeFileSync(`${file}.${host.pid}`, JSON.stringify({ info, stamps: info.sitePackages.map(stamp) }))
        renameSync(`${file}.${host.pid}`, file)
      } catch (cause) {
        if (!(cause instanceof Error && "syscall" in cause)) throw cause
      }
    }
  }
}
