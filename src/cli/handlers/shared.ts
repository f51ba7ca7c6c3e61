import { Effect } from "effect"
import type { Place } from "../../domain/OpDesc.ts"
import { absolutePath } from "../../domain/Paths.ts"
import { Declined, NoAnswer } from "../../domain/AnswerErrors.ts"
import { OptionsConflict } from "../../domain/OptionErrors.ts"
import { RemoteNotDefined } from "../../domain/RemoteNotDefined.ts"
import { ArchiveMissing } from "../../domain/RunChoiceErrors.ts"
import { Host } from "../../services/Host.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import type { RunScope } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"

/** Where the user is: what directories in lists are shown against. */
export const place: Effect.Effect<Place, never, Host> = Effect.map(Host, ({ cwd, homeDir }) => ({ cwd, homeDir }))

/** Refuses a remote: none can be configured in this version. */
export const noRemote = (remote: string | undefined): Effect.Effect<void, RemoteNotDefined> =>
  remote === undefined ? Effect.void : Effect.fail(new RemoteNotDefined({ remote }))

/** Refuses options that exclude each other, given as pairs of a name and whether it was used. */
export const exclusive = (
  first: readonly [name: string, used: boolean],
  second: readonly [name: string, used: boolean]
): Effect.Effect<void, OptionsConflict> =>
  first[1] && second[1] ? Effect.fail(new OptionsConflict({ first: first[0], second: second[0] })) : Effect.void

/**
 * Asks a question that takes yes or no; Enter means `otherwise`.
 *
 * @returns nothing if the answer was yes; fails with `Declined` if not, and with `NoAnswer` where nobody is left to answer
 */
export const confirm = (question: string, otherwise: boolean): Effect.Effect<void, Declined | NoAnswer, Terminal> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const answer = yield* terminal.ask(`${question} ${otherwise ? "(Y/n)" : "(y/N)"} `)
    if (answer === undefined) {
      // The question has no line end yet.
      yield* terminal.out("")
      return yield* new NoAnswer({ question })
    }
    const word = answer.trim().toLowerCase()
    const yes = word === "" ? otherwise : word === "y" || word === "yes"
    if (!yes) return yield* new Declined()
  })

/** The runs of an archive, or those of the Guild home. */
export const archiveScope = (archive: string | undefined): Effect.Effect<RunScope, ArchiveMissing, Host | RunFiles> =>
  Effect.gen(function* () {
    if (archive === undefined) return "live"
    const { cwd } = yield* Host
    const dir = absolutePath(archive, cwd)
    const files = yield* RunFiles
    if ((yield* files.kindOf(dir)) === "dir") return { archive: dir }
    return yield* new ArchiveMissing({ archive })
  })
