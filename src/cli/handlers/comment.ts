import { Effect } from "effect"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { Author } from "../../workflows/CommentRuns.ts"
import { addComment, clearComments, deleteComment } from "../../workflows/CommentRuns.ts"
import { editText } from "../../workflows/EditText.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import { commentLines } from "../render/comments.ts"
import { runsTable } from "../render/runs-table.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked, MODIFYING } from "./act-on-runs.ts"
import { exclusive, noRemote, place } from "./shared.ts"

interface Options extends RunsOptions {
  readonly list: boolean
  readonly add: string | undefined
  readonly edit: boolean
  readonly delete: number | undefined
  readonly clear: boolean
  readonly user: string | undefined
  readonly remote: string | undefined
}

type CommentInput = RunsInput<Options>

const NOTE =
  "\n# Type a comment for the selected runs. Lines that begin with '#' are left out.\n# An empty comment changes nothing.\n"

const author = (user: string | undefined) =>
  Effect.map(Host, ({ hostName, userName }): Author => {
    if (user === undefined) return { user: userName, host: hostName }
    const [name = "", host = hostName] = user.split("@")
    return { user: name, host }
  })

const list = (input: CommentInput) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const chosen = asked(input).wanted
    const runs = yield* findRuns({ ...chosen, words: chosen.words.length === 0 ? ["1"] : chosen.words })
    const here = yield* place
    for (const run of runs) {
      const heading = runsTable([{ run, index: undefined }], here)
      const comments = run.comments.length === 0 ? ["  <no comments>"] : commentLines(run.comments)
      yield* terminal.out([...heading, ...comments].join("\n"))
    }
  })

/** `guild comment`. */
export const handle = (input: CommentInput) =>
  Effect.gen(function* () {
    const { options } = input
    yield* exclusive(["--add", options.add !== undefined], ["--edit", options.edit])
    yield* exclusive(["--clear", options.clear], ["--add", options.add !== undefined])
    yield* exclusive(["--clear", options.clear], ["--delete", options.delete !== undefined])
    yield* exclusive(["--delete", options.delete !== undefined], ["--add", options.add !== undefined])
    yield* noRemote(options.remote)
    if (options.list) return yield* list(input)
    const terminal = yield* Terminal
    const base = { ...asked(input), ...MODIFYING }
    if (options.clear)
      return yield* actOnRuns({
        ...base,
        preview: "WARNING: You are about to delete all comments of the following runs:",
        otherwise: false,
        act: (runs) =>
          Effect.zipRight(clearComments(runs), terminal.err(`Deleted all comments for ${runs.length} run(s)`))
      })
    const index = options.delete
    if (index !== undefined)
      return yield* actOnRuns({
        ...base,
        preview: `You are about to delete comment ${index} of the following runs:`,
        act: (runs) =>
          Effect.flatMap(deleteComment(runs, index), (count) => terminal.err(`Deleted comment for ${count} run(s)`))
      })
    return yield* actOnRuns({
      ...base,
      preview: "You are about to add a comment to the following runs:",
      // Typed for the runs that were found, whichever are the latest in the end.
      act: (runs) =>
        Effect.gen(function* () {
          const body = options.edit || options.add === undefined ? yield* editText("COMMENT", NOTE) : options.add
          if (body.trim() === "") return yield* terminal.err("Empty comment - nothing was added")
          const count = yield* addComment(runs, body, yield* author(options.user))
          yield* terminal.err(`Added comment to ${count} run(s)`)
        })
    })
  })
