import { existsSync, readdirSync } from "node:fs"
import { Either } from "effect"
import { parseYaml } from "../../src/domain/yaml/Yaml.ts"
import type { Sandbox } from "./e2e.ts"

/** Looks at batches and their trials as they are on disk. */
export const batchTools = (sandbox: () => Sandbox) => {
  const attr = (id: string, name: string) => sandbox().attr(id, name)
  const isBatch = (id: string) => existsSync(sandbox().runFile(id, ".guild/proto"))
  const batches = () => sandbox().runIds().filter(isBatch)
  /** The batch that an act makes. */
  const batchOf = async (act: () => Promise<unknown>): Promise<string> => {
    const before = new Set(batches())
    await act()
    const [id] = batches().filter((each) => !before.has(each))
    if (id === undefined) throw new Error("there is no new batch")
    return id
  }
  const links = (id: string) => readdirSync(sandbox().runFile(id, "")).filter((name) => /^[0-9a-f]{32}$/.test(name))
  /** Trials of a batch that are there: flags and exit status, by when they were made. */
  const trials = (id: string) =>
    links(id)
      .filter((trial) => existsSync(sandbox().runFile(trial, ".guild/opref")))
      .map((trial) => ({
        trial,
        made: Number(attr(trial, "initialized")),
        flags: Either.getOrThrow(parseYaml(attr(trial, "flags") ?? "")),
        exit: attr(trial, "exit_status")
      }))
      .sort((a, b) => a.made - b.made)
  const flagsOf = (id: string) => trials(id).map(({ flags }) => JSON.stringify(flags))
  return { attr, batchOf, batches, flagsOf, isBatch, links, trials }
}
