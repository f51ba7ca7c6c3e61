import { lstatSync, rmSync } from "node:fs"
import { createConnection } from "node:net"
import { join } from "node:path"
import { Effect } from "effect"
import { isGone } from "./process/ProcessTable.ts"
import { namesIn } from "./NamesIn.ts"

/** How the name of a desk's directory begins: whose it is can be told when its guild was killed and could not remove it. */
export const deskPrefix = (pid: number): string => `guild-desk-${pid}-`

const ownerOf = (name: string): number | undefined => {
  const [, pid] = /^guild-desk-(\d+)-\w{6}$/.exec(name) ?? []
  return pid === undefined ? undefined : Number(pid)
}

/** A directory, no link to one, of this very user. */
const isOwn = (dir: string): boolean => {
  const found = lstatSync(dir, { throwIfNoEntry: false })
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.()
}

/** Whether nobody listens at a socket that is there. A guild in another container has a process ID that says nothing here. */
const isDeserted = (address: string) =>
  Effect.async<boolean>((resume) => {
    const socket = createConnection(address)
    socket.on("error", (error) => resume(Effect.succeed("code" in error && error.code === "ECONNREFUSED")))
    socket.on("connect", () => {
      resume(Effect.succeed(false))
      socket.destroy()
    })
    return Effect.sync(() => socket.destroy())
  })

/**
 * Removes the directories of desks whose guild was killed: those of this user, whose process is gone and whose socket nobody
 * listens at. What cannot be removed stays.
 *
 * @param place the directory that desks are made in
 * @param socket the name of the socket in a desk's directory
 */
export const removeLeftDesks = (place: string, socket: string) =>
  Effect.forEach(
    namesIn(place).flatMap((name) => {
      const pid = ownerOf(name)
      const dir = join(place, name)
      return pid !== undefined && isGone(pid) && isOwn(dir) ? [dir] : []
    }),
    (dir) =>
      Effect.flatMap(isDeserted(join(dir, socket)), (deserted) =>
        deserted ? Effect.ignore(Effect.try(() => rmSync(dir, { recursive: true, force: true }))) : Effect.void
      ),
    { discard: true }
  )
