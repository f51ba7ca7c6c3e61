/** A stamp of guild, microseconds since the epoch, as ISO 8601 in UTC with milliseconds: SQLite's date functions read it. */
const time = (column: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000000.0, 'unixepoch') AS ${column}`

/** A value as SQL has it: numbers and texts as such, true and false as 1 and 0, lists and maps as JSON. */
const PLAIN = `CASE WHEN v.kind IN ('text', 'list', 'map') THEN v.text WHEN v.kind = 'null' THEN NULL
  WHEN v.kind = 'number' THEN CASE json_type(v.value) WHEN 'integer' THEN json_extract(v.value, '$') ELSE v.num END
  ELSE v.num END`

const OF_RUNS = "JOIN run_rows r ON r.key = v.run AND r.scope = 'live' AND r.is_run = 1"

/** The pairs of a map in the JSON of the index. */
const pairs = (json: string, path: string): string => `json_each(${json}, '${path}')`

/** Views by their names, in which `run` is the id of a run, for the live runs of a Guild home. */
export const VIEWS: ReadonlyArray<string> = [
  `CREATE VIEW runs AS SELECT id, operation, op_name AS op, model_name AS model,
    CASE pkg_type WHEN 'package' THEN pkg_name END AS package, status, exit_status,
    ${["initialized", "started", "stopped"].map(time).join(", ")},
    (stopped - started) / 1000000.0 AS seconds, label, marked, is_batch, sourcecode_digest
    FROM run_rows WHERE scope = 'live' AND is_run = 1 ORDER BY time DESC NULLS LAST, id`,
  `CREATE VIEW flags AS SELECT r.id AS run, v.name, ${PLAIN} AS value FROM flag_rows v ${OF_RUNS}`,
  `CREATE VIEW tags AS SELECT r.id AS run, v.tag FROM tag_rows v ${OF_RUNS}`,
  `CREATE VIEW comments AS SELECT r.id AS run, v.ordinal + 1 AS position, v.body FROM comment_rows v ${OF_RUNS}`,
  `CREATE VIEW attributes AS SELECT r.id AS run, v.name, ${PLAIN} AS value FROM attribute_rows v ${OF_RUNS}
    WHERE v.damaged = 0`,
  `CREATE VIEW scalars AS SELECT r.id AS run, v.prefix, v.tag, v.name, v.count, v.total, v.avg_val AS avg,
    v.first_val AS first, v.first_step, v.last_val AS last, v.last_step,
    v.min_val AS min, v.min_step, v.max_val AS max, v.max_step
    FROM scalar_rows v JOIN scalar_sets s ON s.key = v.scalar_set AND s.scope = 'live'
    JOIN run_rows r ON r.scope = s.scope AND r.name = s.name AND r.is_run = 1`,
  `CREATE VIEW files AS SELECT r.id AS run, v.path, v.kind, v.size, ${time("modified")}, v.target FROM file_rows v ${OF_RUNS}`,
  `CREATE VIEW dependencies AS SELECT r.id AS run, resource.value ->> 0 AS resource, source.value ->> 0 AS source,
    path.value AS path
    FROM attribute_rows v ${OF_RUNS}
    JOIN ${pairs("v.value", "$.m")} AS resource
    JOIN ${pairs("resource.value", "$[1].m")} AS source
    JOIN json_each(CASE json_type(source.value, '$[1]') WHEN 'array' THEN json_extract(source.value, '$[1]')
      ELSE coalesce((SELECT json_extract(entry.value, '$[1]') FROM ${pairs("source.value", "$[1].m")} AS entry
        WHERE entry.value ->> 0 = 'paths'), '[]') END) AS path
    WHERE v.name IN ('deps', 'resolved_deps') AND v.kind = 'map'`
]
