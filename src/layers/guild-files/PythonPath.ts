import { existsSync, readFileSync, realpathSync } from "node:fs"
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path"
import { namesIn } from "../NamesIn.ts"

/** Entries of a directory by name; none where it cannot be read. */
export const entriesOf = (dir: string): ReadonlyArray<string> => [...namesIn(dir)].sort()

/** Where an installation of Python under a prefix keeps packages, Debian's places included. */
const packageDirs = (prefix: string): ReadonlyArray<string> => {
  const lib = join(prefix, "lib")
  return entriesOf(lib)
    .filter((name) => /^python3?(\.\d+)?$/.test(name))
    .flatMap((name) => [join(lib, name, "site-packages"), join(lib, name, "dist-packages")])
}

/** Directories that a package directory's `.pth` files add: how packages that are installed in place are found. */
const linkedDirs = (dir: string): ReadonlyArray<string> =>
  namesIn(dir)
    .filter((name) => name.endsWith(".pth"))
    .flatMap((name) => {
      try {
        return readFileSync(join(dir, name), "utf8").split(/\r?\n/)
      } catch {
        return []
      }
    })
    .filter((line) => line !== "" && !/^(?:#|import[ \t])/.test(line))
    .map((line) => resolve(dir, line.trim()))

const prefixOf = (python: string | undefined): string | undefined => {
  if (python === undefined) return undefined
  try {
    return dirname(dirname(realpathSync(python)))
  } catch {
    return undefined
  }
}

export interface PythonPlaces {
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly homeDir: string
}

const programOnPath = ({ env }: PythonPlaces): string | undefined =>
  (env["PATH"] ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .map((dir) => join(dir, "python3"))
    .find((path) => existsSync(path))

/**
 * Directories that Python packages are looked for in, as far as that can be told without starting Python: PYTHONPATH, then the
 * packages of the activated environment, or else of the user and of the Python on PATH. Absolute, most important first.
 */
export const pythonPath = (places: PythonPlaces): ReadonlyArray<string> => {
  const { cwd, env, homeDir } = places
  const given = (env["PYTHONPATH"] ?? "").split(delimiter).filter((path) => path !== "")
  const environment = env["VIRTUAL_ENV"] ?? env["CONDA_PREFIX"]
  const sites =
    environment === undefined || environment === ""
      ? [join(homeDir, ".local"), prefixOf(env["GUILD_PYTHON_EXE"] ?? programOnPath(places)), "/usr/local"].flatMap(
          (prefix) => (prefix === undefined ? [] : packageDirs(prefix))
        )
      : packageDirs(environment)
  const dirs = [...given.map((dir) => resolve(cwd, dir)), ...sites.flatMap((dir) => [dir, ...linkedDirs(dir)])]
  return Array.from(new Set(dirs))
}
