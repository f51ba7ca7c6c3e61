import { Effect } from "effect"
import { GuildFiles } from "../../services/GuildFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { Input } from "../command/Command.ts"
import { packagesTable } from "../render/packages.ts"

type ListInput = Input<{ readonly all: boolean }, { readonly terms: ReadonlyArray<string> }>

/** `guild packages list`. */
export const handle = ({ args, options }: ListInput) =>
  Effect.gen(function* () {
    const found = (yield* (yield* GuildFiles).distributions).filter(({ hasModels }) => options.all || hasModels)
    const text = packagesTable(found, args.terms)
    if (text !== "") yield* (yield* Terminal).out(text)
  })
