// What `require` gives to a pipeline's CommonJS files: they share guild and Effect with its ES modules.
import Module, { createRequire } from "node:module"

const requireOwn = createRequire(import.meta.url)

/** @param own what `guild-effect` exports; @param library what `effect` exports, with a module by each of its names */
export const shareWithCommonJs = (own, library) => {
  const shared = (request) => {
    if (request === "guild-effect") return own
    if (request === "effect") return library
    const [, name] = /^effect\/(\w+)$/.exec(request) ?? []
    return name === undefined ? undefined : library[name]
  }
  const load = Module._load
  Module._load = function (request, ...rest) {
    return (
      shared(request) ?? load.call(this, request.startsWith("effect/") ? requireOwn.resolve(request) : request, ...rest)
    )
  }
}
