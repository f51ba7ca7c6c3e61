import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { Effect, Layer } from "effect"
import { Host } from "../services/Host.ts"
import { UserFileError, UserFiles } from "../services/UserFiles.ts"

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
    temporary: (name, text) =>
      Effect.acquireRelease(
        Effect.try({
          try: () => {
            const dir = mkdtempSync(join(tmpdir(), "guild-"))
            writeFileSync(join(dir, name), text)
            return join(dir, name)
          },
          catch: (cause) => new UserFileError({ operation: "write", path: name, cause })
        }),
        (path) => Effect.sync(() => rmSync(dirname(path), { recursive: true, force: true }))
      )
  }))
)
