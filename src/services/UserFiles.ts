import type { Effect, Scope, Stream } from "effect"
import { Context, Schema } from "effect"

/** What the system puts behind a reason: the call that was refused, and a path, which may be that of a file of guild's own. */
const CALL = /, \w+(?: '[^]*)?$/

/** A file that the user named cannot be read or written. */
export class UserFileError extends Schema.TaggedError<UserFileError>()("UserFileError", {
  operation: Schema.Literal("read", "write"),
  path: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    const reason = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `cannot ${this.operation} ${this.path}: ${/^E[A-Z0-9]+: /.test(reason) ? reason.replace(CALL, "") : reason}`
  }
}

/**
 * Owns files at paths that the user names on the command line: batch files, exported tables, pid files, and the text that an
 * editor is given. Paths are relative to the directory that the command acts in.
 * Does not own run directories (RunStore) or projects (SourceFiles, GuildFiles).
 */
export class UserFiles extends Context.Tag("guild/UserFiles")<
  UserFiles,
  {
    /** The text of a file; `-` reads standard input to its end. None where there is no such file. */
    readonly read: (path: string) => Effect.Effect<string | undefined, UserFileError>
    /** Writes a whole file: it is never seen half written. */
    readonly write: (path: string, text: string) => Effect.Effect<void, UserFileError>
    /** The same for a text that comes in pieces, in constant memory. */
    readonly writeStream: <E, R>(
      path: string,
      pieces: Stream.Stream<string, E, R>
    ) => Effect.Effect<void, E | UserFileError, R>
    /** Adds to the end of a file that others write as well, through a link where it is one; makes it, and its directory, first. */
    readonly append: (path: string, text: string) => Effect.Effect<void, UserFileError>
    /** Removes a file, where it is there and may be removed. */
    readonly remove: (path: string) => Effect.Effect<void>
    /** A file with a text in a new temporary directory, which closing the scope removes. Gives its absolute path. */
    readonly temporary: (name: string, text: string) => Effect.Effect<string, UserFileError, Scope.Scope>
    /** A directory of links to what has `names` in a directory, in a new temporary one that goes as above. Gives its absolute path. */
    readonly temporaryLinks: (
      name: string,
      dir: string,
      names: ReadonlyArray<string>
    ) => Effect.Effect<string, UserFileError, Scope.Scope>
  }
>() {}
