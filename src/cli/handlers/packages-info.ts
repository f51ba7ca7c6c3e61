import { Effect } from "effect"
import { canonicalName, requiredBy } from "../../domain/source/Distribution.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { GuildFiles } from "../../services/GuildFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { Input } from "../command/Command.ts"
import { packageInfo } from "../render/packages.ts"

/** `guild packages info`. What is not installed is warned of. */
export const handle = ({ args }: Input<unknown, { readonly packages: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const all = yield* (yield* GuildFiles).distributions
    for (const [at, name] of args.packages.entries()) {
      const found = all.find((each) => canonicalName(each.name) === canonicalName(name))
      if (found === undefined) yield* terminal.warn(`unknown package ${visibleText(name)}`)
      else yield* terminal.out(`${at > 0 ? "---\n" : ""}${packageInfo(found, requiredBy(found.name, all))}`)
    }
  })
