import type { OpPlaces } from "../GuildFile.ts"
import type { Entry, Node, Place } from "./Node.ts"
import { position } from "./Node.ts"

/** What stands in a node under a name or an index. */
const within = (node: Node, step: string | number): Entry | undefined => {
  if (node.kind === "map") return node.entries.get(String(step))
  const item = node.kind === "list" && typeof step === "number" ? node.items[step] : undefined
  return item && { key: item, value: item }
}

/** The place that a path leads to from an entry; where it ends early, the last that is there. */
const placeAt = ({ key, value }: Entry, [step, ...rest]: ReadonlyArray<string | number>): Place => {
  const next = step === undefined ? undefined : within(value, step)
  return next === undefined ? key : placeAt(next, rest)
}

/** Where the operations of a file's models stand, by the names of both. */
export const opPlaces =
  (models: ReadonlyMap<string, ReadonlyMap<string, Entry>>): OpPlaces =>
  (modelName, opName, path) => {
    const entry = models.get(modelName)?.get(opName)
    if (entry === undefined) return undefined
    const place = placeAt(entry, path)
    return { path: place.source.path, ...position(place) }
  }
