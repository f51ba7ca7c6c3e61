/** What the metadata of an installed distribution says of it, as `pip show` does. */
export interface Distribution {
  readonly name: string
  readonly version: string
  /** One line; texts that the metadata does not have are empty. */
  readonly summary: string
  readonly homePage: string
  readonly author: string
  readonly authorEmail: string
  readonly license: string
  /** The directory that it is installed in. */
  readonly location: string
  /** Names of the distributions that it needs, in its own spelling; what is only for its extras is left out. */
  readonly requires: ReadonlyArray<string>
  /** It has models: it is one of Guild's own packages, or offers some as entry points. */
  readonly hasModels: boolean
}

/** The part of a METADATA or PKG-INFO file before its readme, with headers of several lines as one line each. */
const headOf = (text: string): string => {
  const end = text.search(/\r?\n\r?\n/)
  return (end === -1 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, " ")
}

const headers = (head: string, name: string): ReadonlyArray<string> =>
  [...head.matchAll(new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*\\r?$`, "gim"))].map(([, value = ""]) => value)

/** `UNKNOWN` is what older tools write for a text that there is none of. */
const header = (head: string, name: string): string => {
  const [value = ""] = headers(head, name)
  return value === "UNKNOWN" ? "" : value
}

/** Where a project lives, of metadata that names several places. */
const projectUrl = (head: string): string => {
  const urls = headers(head, "Project-URL").map((text) => text.split(/\s*,\s*/))
  return urls.find(([label = ""]) => /^home-?page$/i.test(label))?.[1] ?? ""
}

const requiredNames = (head: string): ReadonlyArray<string> =>
  headers(head, "Requires-Dist")
    .filter((text) => !/\bextra\s*==/.test(text))
    .flatMap((text) => /^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? [])

/** Whether an `entry_points.txt` has a `[guild.models]` section with something in it. */
export const offersModels = (entryPoints: string): boolean =>
  /^\[guild\.models\][ \t]*\r?\n\s*[^\s[]/m.test(entryPoints)

/** The name that all spellings of a distribution share (PEP 503). */
export const canonicalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-")

/**
 * Reads the metadata of a distribution (core metadata, PEP 566 and its like); `undefined` where it has no name or version.
 *
 * @param entryPoints what its `entry_points.txt` says, empty where it has none
 */
export const readDistribution = (metadata: string, entryPoints: string, location: string): Distribution | undefined => {
  const head = headOf(metadata)
  const [name, version] = [header(head, "Name"), header(head, "Version")]
  if (name === "" || version === "") return undefined
  return {
    name,
    version,
    summary: header(head, "Summary"),
    homePage: header(head, "Home-page") || projectUrl(head),
    author: header(head, "Author"),
    authorEmail: header(head, "Author-email"),
    license: header(head, "License") || header(head, "License-Expression"),
    location,
    requires: requiredNames(head),
    hasModels: name.startsWith("gpkg.") || offersModels(entryPoints)
  }
}

/** Names of those that need a distribution. */
export const requiredBy = (name: string, all: ReadonlyArray<Distribution>): ReadonlyArray<string> =>
  all
    .filter(({ requires }) => requires.some((each) => canonicalName(each) === canonicalName(name)))
    .map((each) => each.name)
