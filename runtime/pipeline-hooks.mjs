// Module hooks of a pipeline's program: `guild-effect` is the installed package, and `effect` is the one that it depends on.
const OWN = {
  "guild-effect": new URL("../dist/index.mjs", import.meta.url).href,
  "guild-effect/testing": new URL("../dist/testing.mjs", import.meta.url).href
}

export const resolve = (specifier, context, nextResolve) => {
  if (Object.hasOwn(OWN, specifier)) return { url: OWN[specifier], format: "module", shortCircuit: true }
  return specifier === "effect" || specifier.startsWith("effect/")
    ? nextResolve(specifier, { ...context, parentURL: import.meta.url })
    : nextResolve(specifier, context)
}
