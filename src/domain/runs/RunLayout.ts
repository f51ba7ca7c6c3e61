/** Names inside a run directory; see docs/run-layout.md. All paths use `/`. */
export const GUILD_DIR = ".guild"
export const ATTRS_DIR = ".guild/attrs"
export const OPREF_FILE = ".guild/opref"
export const OUTPUT_FILE = ".guild/output"
export const OUTPUT_INDEX_FILE = ".guild/output.index"
export const SOURCECODE_DIR = ".guild/sourcecode"
export const ENV_FILE = ".guild/ENV"
export const PROTO_DIR = ".guild/proto"

/** Files in `.guild` whose presence alone says something. */
export type Marker = "LOCK" | "LOCK.remote" | "PENDING" | "STAGED"
