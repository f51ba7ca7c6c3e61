import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import type { Server, Socket } from "node:net"
import { createConnection, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer, Queue } from "effect"
import { quoteShell } from "../domain/text/Shlex.ts"
import { Host } from "../services/Host.ts"
import type { DeskCall } from "../services/TrialDesk.ts"
import { DeskError, TrialDesk } from "../services/TrialDesk.ts"
import { deskPrefix, removeLeftDesks } from "./LeftDesks.ts"

/** The name of a socket has little room: longer directories for temporary files are not used. */
const LONGEST_DIR = 60

const SOCKET = "socket"

/** A caller that never ends its line is hung up on. */
const LONGEST_LINE = 64 * 1024 * 1024

/** Gives whole lines of what comes in on a socket, as text. */
const onLines = (socket: Socket, line: (text: string) => void): void => {
  let begun: Array<Buffer> = []
  let size = 0
  socket.on("data", (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const whole = Buffer.concat([...begun, chunk.subarray(from, at)]).toString("utf8")
      begun = []
      size = 0
      from = at + 1
      if (whole.trim() !== "") line(whole)
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
    size += chunk.length - from
    if (size > LONGEST_LINE) socket.destroy()
  })
}

const desksDir = (): string => (tmpdir().length > LONGEST_DIR ? "/tmp" : tmpdir())

/** The directory of one desk, which nobody but its user can enter, with this guild's own program in it. */
const makeDir = (self: ReadonlyArray<string>): string => {
  const dir = mkdtempSync(join(desksDir(), deskPrefix(process.pid)))
  const bin = join(dir, "bin")
  const program = join(bin, "guild")
  mkdirSync(bin)
  writeFileSync(program, `#!/bin/sh\nexec ${self.map(quoteShell).join(" ")} "$@"\n`)
  chmodSync(program, 0o700)
  return dir
}

const listen = (server: Server, address: string) =>
  Effect.async<void, DeskError>((resume) => {
    server.once("error", (cause) => resume(new DeskError({ operation: "open", address, cause })))
    server.listen(address, () => resume(Effect.void))
  })

/** Desks as Unix sockets in private directories among the temporary files. */
export const layer: Layer.Layer<TrialDesk, never, Host> = Layer.effect(
  TrialDesk,
  Effect.gen(function* () {
    const { self } = yield* Host

    const open = Effect.gen(function* () {
      yield* removeLeftDesks(desksDir(), SOCKET)
      const dir = yield* Effect.acquireRelease(
        Effect.try({
          try: () => makeDir(self),
          catch: (cause) => new DeskError({ operation: "open", address: tmpdir(), cause })
        }),
        (made) => Effect.sync(() => rmSync(made, { recursive: true, force: true }))
      )
      const address = join(dir, SOCKET)
      const calls = yield* Queue.unbounded<DeskCall>()
      const callers = new Set<Socket>()
      const server = createServer((socket) => {
        callers.add(socket)
        socket.on("close", () => callers.delete(socket))
        // Whoever hangs up in the middle of something is gone, and that is all.
        socket.on("error", () => socket.destroy())
        onLines(socket, (line) => {
          calls.unsafeOffer({
            line,
            answer: (text) => Effect.sync(() => void (socket.destroyed || socket.write(`${text}\n`))),
            isGone: () => socket.destroyed
          })
        })
      })
      yield* Effect.acquireRelease(listen(server, address), () =>
        Effect.sync(() => {
          server.close()
          for (const caller of callers) caller.destroy()
        })
      )
      return { address, dir, binDir: join(dir, "bin"), calls }
    })

    return TrialDesk.of({
      open,
      ask: (address, line) =>
        Effect.async<string, DeskError>((resume) => {
          const fail = (cause: unknown) => resume(new DeskError({ operation: "ask", address, cause }))
          const socket = createConnection(address)
          socket.on("error", fail)
          socket.on("close", () => fail(new Error("it hung up")))
          onLines(socket, (answer) => {
            resume(Effect.succeed(answer))
            socket.destroy()
          })
          socket.on("connect", () => socket.write(`${line}\n`))
          return Effect.sync(() => socket.destroy())
        })
    })
  })
)
