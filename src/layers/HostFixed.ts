import { Effect, Layer, Option } from "effect"
import { Host } from "../services/Host.ts"

type HostService = typeof Host.Service

/** What is told of a machine; `programs` are those that are on its PATH, by name, with where they are. */
export interface FixedHost extends Partial<Omit<HostService, "which">> {
  readonly programs?: Readonly<Record<string, string>>
}

const NOWHERE: Omit<HostService, "which"> = {
  cwd: "/project",
  startDir: "/project",
  guildHome: "/home/user/.guild",
  homeDir: "/home/user",
  env: { PATH: "/usr/bin", HOME: "/home/user", USER: "user" },
  hostName: "host",
  userName: "user",
  pid: 1_000,
  self: ["/usr/bin/node", "/opt/guild/dist/guild.cjs"],
  argv: [],
  pythonPackageDir: "/opt/guild/python",
  runtimeDir: "/opt/guild/runtime",
  platform: { architecture: "64bit ELF", cpus: 2, processor: "x86_64", uname: "Linux host" }
}

/** A machine that is as it was told, for tests and for pipelines that must not depend on the real one. */
export const layer = ({ programs = {}, ...told }: FixedHost = {}): Layer.Layer<Host> =>
  Layer.succeed(
    Host,
    Host.of({
      ...NOWHERE,
      ...told,
      which: (program) =>
        Effect.sync(() => Option.fromNullable(Object.hasOwn(programs, program) ? programs[program] : undefined))
    })
  )
