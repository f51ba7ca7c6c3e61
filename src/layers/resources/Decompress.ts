import { spawn } from "node:child_process"
import { closeSync, createReadStream, openSync, readSync } from "node:fs"
import { pipeline } from "node:stream"
import { createGunzip } from "node:zlib"
import { damaged, problem } from "./ResourceProblem.ts"

type Command = readonly [string, ...Array<string>]

const python = (module: string): Command => [
  "python3",
  "-c",
  `import ${module}, shutil, sys; shutil.copyfileobj(${module}.open(sys.argv[1]), sys.stdout.buffer)`
]

/** Programs that unpack what Node cannot, in the order that they are tried in; the path comes last. */
const PROGRAMS = {
  bz2: [["bzip2", "-dc", "--"], python("bz2")],
  xz: [["xz", "-dc", "--"], python("lzma")]
} as const satisfies Readonly<Record<string, ReadonlyArray<Command>>>

const isMissing = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT"

/** What a program says went wrong: first of all, or last of all where it is Python. */
const reasonIn = (complaint: string): string => {
  const lines = complaint.trim().split("\n")
  const line = lines[0]?.startsWith("Traceback ") === true ? lines.at(-1) : lines[0]
  return (line ?? "").replace(/[;,]$/, "")
}

/** What a program writes of a file. Fails where the program does. */
async function* output([program, ...args]: Command, path: string): AsyncGenerator<Uint8Array> {
  const child = spawn(program, [...args, path], { stdio: ["ignore", "pipe", "pipe"] })
  const started = new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject))
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve))
  let complaint = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint = `${complaint}${text}`.slice(-2000)))
  try {
    await started
    for await (const piece of child.stdout) if (piece instanceof Uint8Array) yield piece
    if ((await ended) !== 0) throw damaged(`${reasonIn(complaint) || `${program} failed`}`)
  } finally {
    child.kill("SIGKILL")
  }
}

async function* decompressed(format: keyof typeof PROGRAMS, path: string): AsyncGenerator<Uint8Array> {
  for (const command of PROGRAMS[format]) {
    try {
      return yield* output(command, path)
    } catch (cause) {
      // The next program is tried only where this one is not there at all.
      if (!isMissing(cause)) throw cause
    }
  }
  const names = PROGRAMS[format].map(([program]) => program).join(" nor ")
  throw problem(`cannot unpack ${path}: neither ${names} is installed; use 'unpack: no' to take it as it is`)
}

const beginningOf = (path: string): string => {
  const start = new Uint8Array(6)
  const fd = openSync(path, "r")
  try {
    return Buffer.from(start.subarray(0, readSync(fd, start))).toString("latin1")
  } finally {
    closeSync(fd)
  }
}

/** The bytes of a gzip file. */
export const gunzip = (path: string) => pipeline(createReadStream(path), createGunzip(), () => undefined)

/** The bytes of a tar file, whatever it is compressed by; its first bytes tell, as names are not always right. */
export const tarBytes = (path: string): AsyncIterable<Uint8Array> => {
  const start = beginningOf(path)
  if (start.startsWith("\x1f\x8b")) return gunzip(path)
  if (start.startsWith("BZh")) return decompressed("bz2", path)
  if (start.startsWith("\xfd7zXZ")) return decompressed("xz", path)
  return createReadStream(path)
}
