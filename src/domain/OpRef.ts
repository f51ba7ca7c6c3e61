import { Schema } from "effect"

/** Where an operation comes from: one line in `.guild/opref`. */
export class OpRef extends Schema.Class<OpRef>("OpRef")({
  /** `guildfile`, `script`, `builtin`, `package`, `test`, ... */
  pkgType: Schema.String,
  /** Path of the Guild file, directory of the script, or name of the package. */
  pkgName: Schema.String,
  pkgVersion: Schema.String,
  modelName: Schema.String,
  opName: Schema.String
}) {}
