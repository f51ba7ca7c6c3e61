/** How a source is packed, as far as it can be unpacked here. */
export type ArchiveFormat = "tar" | "tar.gz" | "tar.bz2" | "tar.xz" | "zip" | "gz"

/** What a source's `type` may say. */
const TYPES: Readonly<Record<string, ArchiveFormat>> = {
  archive: "tar",
  tar: "tar",
  "tar.gz": "tar.gz",
  tgz: "tar.gz",
  zip: "zip",
  gzip: "gz",
  gz: "gz",
  "tar.bz2": "tar.bz2",
  tbz2: "tar.bz2",
  "tar.xz": "tar.xz",
  txz: "tar.xz"
}

const ENDINGS: ReadonlyArray<readonly [string, ArchiveFormat]> = [
  [".tar.gz", "tar.gz"],
  [".tgz", "tar.gz"],
  [".tar.bz2", "tar.bz2"],
  [".tbz2", "tar.bz2"],
  [".tar.xz", "tar.xz"],
  [".txz", "tar.xz"],
  [".tar", "tar"],
  [".zip", "zip"],
  [".gz", "gz"]
]

/**
 * How a file is packed, by what its source says or by its name: `undefined` where it is no archive, `unsupported` for formats
 * that nothing here unpacks.
 */
export const archiveFormat = (name: string, type: string | undefined): ArchiveFormat | "unsupported" | undefined => {
  const lower = name.toLowerCase()
  const named = ENDINGS.find(([ending]) => lower.endsWith(ending))?.[1]
  if (type === undefined || type === "archive") return named
  return Object.hasOwn(TYPES, type) ? TYPES[type] : "unsupported"
}
