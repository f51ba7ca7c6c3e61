// Compiles what a Node program of a run shares with guild into runtime/, which is shipped as it is.
import { transformSync } from "esbuild"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { format } from "prettier"

const source = new URL("../src/domain/script/JsTopLevel.ts", import.meta.url)
const target = new URL("../runtime/js-top-level.cjs", import.meta.url)

/** The text that runtime/js-top-level.cjs should have. */
export const compiled = async () => {
  const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts", format: "cjs", target: "node20" })
  const text = `// Made from src/domain/script/JsTopLevel.ts by scripts/build-runtime.mjs; change that file instead.\n${code}`
  return format(text, { parser: "babel", semi: false, printWidth: 120, trailingComma: "none" })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compiled())
