// Writes docs/coverage.md: which pages of the specification each page of the manual covers.
import { readFileSync, readdirSync, writeFileSync } from "node:fs"

const docs = new URL("../test/doc/", import.meta.url)
const pages = readdirSync(docs, { recursive: true })
  .filter((name) => name.endsWith(".md"))
  .sort()
const rows = pages.map((name) => {
  const text = readFileSync(new URL(name, docs), "utf8")
  const title = text.match(/^# (.+)$/m)?.[1] ?? name
  const spec = (text.match(/^spec: (.+)$/m)?.[1] ?? "").split(/[\s,]+/).filter(Boolean)
  return { name, title, spec }
})
const covered = [...new Set(rows.flatMap((row) => row.spec))].sort()
const lines = [
  "# Coverage",
  "",
  "Made by `node scripts/coverage.mjs` from the `spec:` lines of `test/doc`; do not edit.",
  "",
  "| page | covers |",
  "| --- | --- |",
  ...rows.map((row) => `| [${row.title}](../test/doc/${row.name}) | ${row.spec.join(", ")} |`),
  "",
  `${covered.length} pages of the specification are covered.`,
  ""
]
const text = lines.join("\n")
const target = new URL("../docs/coverage.md", import.meta.url)
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("docs/coverage.md is not what test/doc says; run: node scripts/coverage.mjs")
    process.exit(1)
  }
} else writeFileSync(target, text)
