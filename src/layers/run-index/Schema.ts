import { STAMPED } from "./Stamps.ts"
import { VALUE_CELLS } from "./ValueCells.ts"
import { VIEWS } from "./Views.ts"

/** Says in the file's header that it is guild's ("gldx"): any other file of this name is thrown away. */
export const APPLICATION_ID = 0x676c6478

/** Columns that hold the stamps, in the order of `STAMPED`. */
export const STAMP_COLUMNS: ReadonlyArray<string> = STAMPED.map((what) => `stamp_${what}`)

/**
 * The steps from an empty file to the tables of docs/index-schema.md; `user_version` counts those taken. A step that was
 * published is never changed: a new one follows it.
 */
export const MIGRATIONS: ReadonlyArray<ReadonlyArray<string>> = [
  [
    `CREATE TABLE runs (
      key INTEGER PRIMARY KEY,
      scope TEXT NOT NULL,
      name TEXT NOT NULL,
      read_at INTEGER NOT NULL,
      settled INTEGER NOT NULL,
      is_run INTEGER NOT NULL,
      id TEXT, pkg_type TEXT, pkg_name TEXT, pkg_version TEXT, model_name TEXT, op_name TEXT,
      proto TEXT, operation TEXT, status TEXT, status_detail INTEGER, exit_status INTEGER,
      initialized INTEGER, started INTEGER, stopped INTEGER, time INTEGER,
      label TEXT, marked INTEGER, sourcecode_digest TEXT, is_batch INTEGER,
      ${STAMP_COLUMNS.map((column) => `${column} INTEGER`).join(", ")},
      UNIQUE (scope, name)
    ) STRICT`,
    `CREATE INDEX runs_by_time ON runs (scope, is_run, time DESC, id, name)`,
    `CREATE TABLE flags (
      run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE tags (
      run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, tag TEXT NOT NULL,
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE comments (
      run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, body TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE scalar_sets (
      key INTEGER PRIMARY KEY,
      scope TEXT NOT NULL, name TEXT NOT NULL, signature TEXT NOT NULL,
      UNIQUE (scope, name)
    ) STRICT`,
    `CREATE TABLE scalars (
      scalar_set INTEGER NOT NULL REFERENCES scalar_sets (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, prefix TEXT NOT NULL, tag TEXT NOT NULL, count INTEGER NOT NULL,
      total REAL, avg_val REAL, first_val REAL, first_step INTEGER NOT NULL, last_val REAL, last_step INTEGER NOT NULL,
      min_val REAL, min_step INTEGER NOT NULL, max_val REAL, max_step INTEGER NOT NULL,
      PRIMARY KEY (scalar_set, ordinal)
    ) STRICT, WITHOUT ROWID`
  ],
  // Everything is derived, so tables that change their shape are made anew and filled again. `..._rows` are guild's own; the
  // names without it are views for those who ask questions in SQL.
  [
    ...["scalars", "scalar_sets", "flags", "tags", "comments", "runs"].map((table) => `DROP TABLE ${table}`),
    `CREATE TABLE run_rows (
      key INTEGER PRIMARY KEY,
      scope TEXT NOT NULL,
      name TEXT NOT NULL,
      read_at INTEGER NOT NULL,
      settled INTEGER NOT NULL,
      is_run INTEGER NOT NULL,
      id TEXT, pkg_type TEXT, pkg_name TEXT, pkg_version TEXT, model_name TEXT, op_name TEXT,
      proto TEXT, operation TEXT, status TEXT, status_detail INTEGER, exit_status INTEGER,
      initialized INTEGER, started INTEGER, stopped INTEGER, time INTEGER,
      label TEXT, marked INTEGER, sourcecode_digest TEXT, is_batch INTEGER,
      folded_operation TEXT, folded_model TEXT, attr_names TEXT, damaged_attrs TEXT,
      ${STAMP_COLUMNS.map((column) => `${column} INTEGER`).join(", ")},
      UNIQUE (scope, name)
    ) STRICT`,
    `CREATE INDEX run_rows_by_time ON run_rows (scope, is_run, time DESC, id, name)`,
    `CREATE INDEX run_rows_by_id ON run_rows (scope, id)`,
    `CREATE TABLE flag_rows (
      run INTEGER NOT NULL REFERENCES run_rows (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, name TEXT NOT NULL,
      ${VALUE_CELLS},
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE tag_rows (
      run INTEGER NOT NULL REFERENCES run_rows (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, tag TEXT NOT NULL,
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE comment_rows (
      run INTEGER NOT NULL REFERENCES run_rows (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, body TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (run, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE attribute_rows (
      run INTEGER NOT NULL REFERENCES run_rows (key) ON DELETE CASCADE,
      name TEXT NOT NULL, stamp INTEGER, damaged INTEGER NOT NULL,
      ${VALUE_CELLS},
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE scalar_sets (
      key INTEGER PRIMARY KEY,
      scope TEXT NOT NULL, name TEXT NOT NULL, checks TEXT NOT NULL,
      UNIQUE (scope, name)
    ) STRICT`,
    `CREATE TABLE scalar_rows (
      scalar_set INTEGER NOT NULL REFERENCES scalar_sets (key) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL, prefix TEXT NOT NULL, tag TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
      total REAL, avg_val REAL, first_val REAL, first_step INTEGER NOT NULL, last_val REAL, last_step INTEGER NOT NULL,
      min_val REAL, min_step INTEGER NOT NULL, max_val REAL, max_step INTEGER NOT NULL, folded TEXT NOT NULL,
      PRIMARY KEY (scalar_set, ordinal)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE file_rows (
      run INTEGER NOT NULL REFERENCES run_rows (key) ON DELETE CASCADE,
      path TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER, modified INTEGER, target TEXT,
      PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID`,
    ...VIEWS
  ],
  // Finds the rows of an operation, the marked and latest first, and the few that are read again at every look.
  [
    "CREATE INDEX run_rows_by_operation ON run_rows (scope, op_name, is_run, marked DESC, time DESC, id, name)",
    "CREATE INDEX run_rows_open ON run_rows (scope) WHERE settled = 0 OR is_run = 0"
  ]
]
