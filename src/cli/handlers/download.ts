import { Effect } from "effect"
import { shownUrl } from "../../domain/resources/ShownUrl.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Downloads } from "../../services/Downloads.ts"
import { Terminal } from "../../services/Terminal.ts"
import { progressLine } from "../../steps/ProgressLine.ts"
import { untilAsked } from "../../workflows/UntilAsked.ts"
import type { Input } from "../command/Command.ts"

/** `guild download`. */
export const handle = ({ args }: Input<{}, { readonly url: string }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const downloads = yield* Downloads
    const there = yield* downloads.cached(args.url)
    yield* terminal.err(
      visibleText(there === undefined ? `Downloading ${shownUrl(args.url)}` : `Using cached file ${there}`)
    )
    const line = yield* progressLine
    const got = downloads.get(args.url, line.onProgress)
    const { path, sha256 } = yield* Effect.ensuring(untilAsked(got), line.clear)
    yield* terminal.out(`${sha256}  ${visibleText(path)}`)
  })
