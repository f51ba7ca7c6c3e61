import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { Effect, Exit, Layer, Stream } from "effect"
import { Host } from "../services/Host.ts"
import { UserFileError, UserFiles } from "../services/UserFiles.ts"
import { makeDirs } from "./SafeDirs.ts"

const STDIN = 0

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")

/** A device such as /dev/stdout cannot be replaced by renaming; it is written to. */
const writeWhole = (path: string, text: string): void => {
  if (path.startsWith("/dev/")) return writeFileSync(path, text)
  const whole = join(dirname(path), `.guild-${process.pid}.tmp`)
  try {
    writeFileSync(whole, text)
    renameSync(whole, path)
  } catch (cause) {
    rmSync(whole, { force: true })
    throw cause
  }
}

/** Writes pieces to a new file, which takes the place of the one that is meant when the last piece is there. */
const writePieces = <E, R>(path: string, shown: string, pieces: Stream.Stream<string, E, R>) => {
  const attempt = <A>(act: () => A): Effect.Effect<A, UserFileError> =>
    Effect.try({ try: act, catch: (cause) => new UserFileError({ operation: "write", path: shown, cause }) })
  const device = path.startsWith("/dev/")
  const whole = device ? path : join(dirname(path), `.guild-${process.pid}.tmp`)
  const writeTo = (fd: number, piece: string): void => {
    const bytes = Buffer.from(piece)
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
  }
  return Effect.acquireUseRelease(
    attempt(() => openSync(whole, "w")),
    (fd) => Stream.runForEach(pieces, (piece) => attempt(() => writeTo(fd, piece))),
    (fd) => Effect.sync(() => closeSync(fd))
  ).pipe(
    Effect.zipRight(device ? Effect.void : attempt(() => renameSync(whole, path))),
    Effect.onExit((exit) =>
      Exit.isSuccess(exit) || device ? Effect.void : Effect.sync(() => rmSync(whole, { force: true }))
    )
  )
}

/** What `make` makes of a path in a new temporary directory, which goes with the scope. */
const temporary = (name: string, make: (path: string) => void) =>
  Effect.gen(function* () {
    const attempt = <A>(act: () => A): Effect.Effect<A, UserFileError> =>
      Effect.try({ try: act, catch: (cause) => new UserFileError({ operation: "write", path: name, cause }) })
    const dir = yield* Effect.acquireRelease(
      attempt(() => mkdtempSync(join(tmpdir(), "guild-"))),
      (made) => Effect.sync(() => rmSync(made, { recursive: true, force: true }))
    )
    yield* attempt(() => make(join(dir, name)))
    return join(dir, name)
  })

/** Files of the machine. */
export const layer: Layer.Layer<UserFiles, never, Host> = Layer.effect(
  UserFiles,
  Effect.map(Host, ({ cwd }) => ({
    read: (path) =>
      Effect.suspend(() => {
        try {
          return Effect.succeed(readFileSync(path === "-" ? STDIN : resolve(cwd, path), "utf8"))
        } catch (cause) {
          return isMissing(cause)
            ? Effect.succeed(undefined)
            : Effect.fail(new UserFileError({ operation: "read", path, cause }))
        }
      }),
    write: (path, text) =>
      Effect.try({
        try: () => writeWhole(resolve(cwd, path), text),
        catch: (cause) => new UserFileError({ operation: "write", path, cause })
      }),
    append: (path, text) =>
      Effect.try({
        try: () => {
          const whole = resolve(cwd, path)
          makeDirs(dirname(whole))
          appendFileSync(whole, text)
        },
        catch: (cause) => new UserFileError({ operation: "write", path, cause })
      }),
    writeStream: (path, pieces) => writePieces(resolve(cwd, path), path, pieces),
    remove: (path) => Effect.ignore(Effect.try(() => rmSync(resolve(cwd, path), { force: true }))),
    temporary: (name, text) => temporary(name, (path) => writeFileSync(path, text)),
    temporaryLinks: (name, dir, names) =>
      temporary(name, (path) => {
        mkdirSync(path)
        for (const each of names) symlinkSync(join(resolve(cwd, dir), each), join(path, each))
      })
  }))
)
