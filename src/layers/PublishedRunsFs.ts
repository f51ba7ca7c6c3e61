import { Effect, Layer } from "effect"
import { createHash } from "node:crypto"
import { closeSync, copyFileSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs"
import { readSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join, sep } from "node:path"
import { mergeIndex } from "../domain/publish/IndexText.ts"
import type { PublishedFile, Publication } from "../services/PublishedRuns.ts"
import { PublishedRuns, PublishError } from "../services/PublishedRuns.ts"
import { send } from "./process/Signals.ts"
import { isFileName } from "../domain/text/Paths.ts"
import { ensureDirBelow, makeDirs, staysBelow } from "./SafeDirs.ts"

/** Tells snapshots of source code to leave a directory out. In it is the index as it was generated last. */
const NO_COPY = ".guild-nocopy"
const PARTIAL = ".publishing-"
const REPLACED = ".replaced-"

let count = 0
/** A path for what is made, or on its way out: a prefix, the pid of who works on it, and what it is of. */
const hidden = (dir: string, prefix: string, of: string): string =>
  join(dir, `${prefix}${process.pid}-${count++}-${of}`)

const attempt = <A>(operation: PublishError["operation"], path: string, act: () => A) =>
  Effect.try({ try: act, catch: (cause) => new PublishError({ operation, path, cause }) })

/** Paths below a directory, directories before what is in them; links are not entered. */
const walk = (dir: string, skip: string | undefined, prefix = ""): ReadonlyArray<string> =>
  readdirSync(dir, { withFileTypes: true })
    .filter((item) => prefix !== "" || item.name !== skip)
    .flatMap((item) => {
      const path = prefix + item.name
      return item.isDirectory() ? [path, ...walk(join(dir, item.name), skip, `${path}/`)] : [path]
    })

const md5Of = (path: string): string => {
  const hash = createHash("md5")
  const buffer = new Uint8Array(1 << 16)
  const file = openSync(path, "r")
  try {
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer))
      hash.update(buffer.subarray(0, size))
  } finally {
    closeSync(file)
  }
  return hash.digest("hex")
}

const seenThrough = (path: string) => {
  try {
    return statSync(path)
  } catch {
    // A link to nothing, or in a circle.
    return undefined
  }
}

const readable = (path: string): string => {
  try {
    return md5Of(path)
  } catch {
    return ""
  }
}

const realPath = (path: string): string | undefined => {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** Whether what a path stands for is in none of some directories, whose own links are followed already. */
const leadsOut = (path: string, roots: ReadonlyArray<string>): boolean => {
  const real = realPath(path)
  return real === undefined || !roots.some((root) => real.startsWith(root.endsWith(sep) ? root : root + sep))
}

/** Whether a path is a link; `undefined` where nothing is there: a run goes on, and a name that is no UTF-8 is another one. */
const isLink = (path: string): boolean | undefined => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()

const factsOf = (dir: string, path: string, md5: boolean, roots: ReadonlyArray<string>): PublishedFile | undefined => {
  const whole = join(dir, path)
  const link = isLink(whole)
  if (link === undefined) return undefined
  const stat = seenThrough(whole)
  const kind = stat === undefined ? "" : stat.isFile() ? "file" : stat.isDirectory() ? "dir" : "other"
  return {
    path,
    type: [kind, link ? "link" : ""].filter((part) => part !== "").join(" "),
    size: stat?.size,
    mtime: stat === undefined ? undefined : Math.trunc(stat.mtimeMs * 1000),
    md5: md5 && stat?.isFile() === true ? readable(whole) : "",
    outside: link && leadsOut(whole, roots)
  }
}

/** As `du` counts: files and directories, links not followed. */
const sizeOf = (dir: string): number =>
  walk(dir, undefined).reduce((sum, path) => sum + lstatSync(join(dir, path)).size, lstatSync(dir).size)

const prepare = (dest: string): void => {
  makeDirs(dest)
  if (!existsSync(join(dest, NO_COPY))) writeFileSync(join(dest, NO_COPY), "")
}

/** Puts right what a guild that was killed left unfinished: what it had moved away comes back where nothing is in its place. */
const sweep = (dest: string): void => {
  for (const name of readdirSync(dest)) {
    const [, prefix, pid, of] = /^(\.publishing-|\.replaced-)(\d+)-\d+(?:-(.+))?$/.exec(name) ?? []
    if (pid === undefined || send(Number(pid), 0)) continue
    if (prefix === REPLACED && of !== undefined && !existsSync(join(dest, of)))
      renameSync(join(dest, name), join(dest, of))
    else rmSync(join(dest, name), { recursive: true, force: true })
  }
}

const put = (dest: string, { copies, files, id }: Publication): number => {
  if (!isFileName(id)) throw new Error(`'${id}' cannot name a run`)
  prepare(dest)
  const partial = hidden(dest, PARTIAL, id)
  const target = join(dest, id)
  const old = hidden(dest, REPLACED, id)
  mkdirSync(partial)
  try {
    const made = new Set<string>()
    const place = (path: string): string => {
      if (!staysBelow(path)) throw new Error(`'${path}' leads out of the published run`)
      ensureDirBelow(partial, dirname(path), made)
      return join(partial, path)
    }
    for (const [path, from] of copies) copyFileSync(from, place(path))
    for (const [path, content] of files) writeFileSync(place(path), content)
    const size = sizeOf(partial)
    if (existsSync(target)) renameSync(target, old)
    renameSync(partial, target)
    return size
  } finally {
    if (existsSync(old) && !existsSync(target)) renameSync(old, target)
    rmSync(old, { recursive: true, force: true })
    rmSync(partial, { recursive: true, force: true })
  }
}

const replaceFile = (path: string, text: string): void => {
  const partial = hidden(dirname(path), PARTIAL, basename(path))
  writeFileSync(partial, text)
  renameSync(partial, path)
}

/** Published runs as files. A run is made beside its place and renamed. */
export const layer: Layer.Layer<PublishedRuns> = Layer.succeed(PublishedRuns, {
  texts: (path) =>
    attempt("read", path, () => {
      const stat = seenThrough(path)
      if (stat === undefined) return new Map()
      if (!stat.isDirectory()) return new Map([[basename(path), readFileSync(path)]])
      const names = walk(path, undefined).filter((name) => lstatSync(join(path, name)).isFile())
      return new Map(names.map((name) => [name, readFileSync(join(path, name))]))
    }),
  survey: (dir, { md5, within }) =>
    attempt("read", dir, () => {
      if (!existsSync(dir)) return []
      const roots = [dir, ...within].map(realPath).filter((root) => root !== undefined)
      return [...walk(dir, ".guild")]
        .sort((a, b) => (a < b ? -1 : 1))
        .map((path) => factsOf(dir, path, md5, roots))
        .filter((file) => file !== undefined)
    }),
  publish: (dest, run) => attempt("publish", join(dest, run.id), () => put(dest, run)),
  infos: (dest) =>
    attempt("read", dest, () => {
      if (!existsSync(dest)) return []
      sweep(dest)
      return readdirSync(dest)
        .map((name) => join(dest, name, "run.yml"))
        .filter((path) => !basename(dirname(path)).startsWith(".") && existsSync(path))
        .map((path) => readFileSync(path, "utf8"))
    }),
  writeIndex: (dest, text) =>
    attempt("publish", dest, () => {
      prepare(dest)
      const index = join(dest, "README.md")
      const present = existsSync(index) ? readFileSync(index, "utf8") : undefined
      replaceFile(index, mergeIndex(present, readFileSync(join(dest, NO_COPY), "utf8"), text))
      replaceFile(join(dest, NO_COPY), text)
      return sizeOf(dest)
    })
})
