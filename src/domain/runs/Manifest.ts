import { Either } from "effect"
import { splitShell } from "../text/Shlex.ts"

/** Where later versions of Guild list what they put into a run directory. */
export const MANIFEST_FILE = ".guild/manifest"

/** A file that was put into a run: its path in the run, and where it came from. */
export interface ManifestEntry {
  readonly kind: "sourcecode" | "dependency"
  readonly path: string
  /** A path in the project; of a dependency a URI such as `file:data` or `operation:prep`. */
  readonly source: string
  /** What of a dependency's source the file is, where that is a directory or an archive. */
  readonly subpath: string | undefined
}

const KINDS: Readonly<Record<string, ManifestEntry["kind"]>> = { s: "sourcecode", d: "dependency" }

/**
 * Reads a manifest: a line a file, of words quoted as for a shell - `s PATH SHA1 PROJECT-PATH` for source code and
 * `d PATH SHA1 URI [SUBPATH]` for a dependency. A line that is neither says nothing.
 */
export const readManifest = (text: string): ReadonlyArray<ManifestEntry> =>
  text.split("\n").flatMap((line) => {
    const [mark = "", path, , source, subpath] = Either.getOrElse(splitShell(line), (): ReadonlyArray<string> => [])
    const kind = KINDS[mark]
    return kind === undefined || path === undefined || source === undefined ? [] : [{ kind, path, source, subpath }]
  })
