import { userPath } from "../../domain/text/Paths.ts"
import { tableLines } from "../../domain/text/Table.ts"
import type { ListedArchive } from "../../workflows/NamedArchives.ts"

/** `guild archive --list`: a line an archive; with `verbose` where it stands and when it was made below it. */
export const archiveLines = (
  archives: ReadonlyArray<ListedArchive>,
  homeDir: string,
  verbose: boolean
): ReadonlyArray<string> =>
  tableLines(
    archives.map(({ created, description, name, path, runs }) => ({
      name,
      runs: `${runs} run(s)`,
      description,
      path: userPath(path, homeDir),
      created
    })),
    ["name", "runs", "description"],
    verbose ? { detail: ["path", "created"] } : {}
  )
