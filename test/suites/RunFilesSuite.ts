import { expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Effect } from "effect"
import { describe } from "vitest"
import type { MemoryTree } from "../../src/layers/RunFilesMemory.ts"
import { RunFiles } from "../../src/services/RunFiles.ts"

/** Everything that a run directory may have in it. Paths and link targets begin with `/run`, which stands for the directory. */
const tree: MemoryTree = {
  "/run/a-file": "é\n",
  "/run/a/z.txt": "zz",
  "/run/a/y.txt": "zy",
  "/run/a/B.txt": "",
  "/run/link-to-a": { link: "a" },
  "/run/link-to-file": { link: "a/z.txt" },
  "/run/broken": { link: "nowhere" },
  "/run/a/up": { link: ".." },
  "/run/loop": { link: "loop" },
  "/run/.guild/opref": "x"
}

/** What every RunFiles promises; run it on each layer. `make` builds the tree and tells where `/run` is. */
export const suite = (
  name: string,
  make: (
    tree: MemoryTree
  ) => Effect.Effect<{ readonly layer: Layer.Layer<RunFiles>; readonly dir: string }, never, Scope.Scope>
): void => {
  const law = (sentence: string, check: (dir: string) => Effect.Effect<void, unknown, RunFiles>) =>
    it.scoped(sentence, () => Effect.flatMap(make(tree), ({ dir, layer }) => Effect.provide(check(dir), layer)))

  const list = (dir: string, followLinks: boolean) =>
    Effect.flatMap(RunFiles, (files) => files.list(dir, { followLinks }))

  const bytes = (path: string, offset: number) =>
    Effect.gen(function* () {
      const files = yield* RunFiles
      const chunks: Array<Uint8Array> = []
      const end = yield* files.read(path, offset, (chunk) => chunks.push(chunk))
      return [Buffer.concat(chunks).toString("hex"), end]
    })

  describe(`RunFiles laws: ${name}`, () => {
    law("the names in a directory are told, and none where there is no directory", (dir) =>
      Effect.gen(function* () {
        const files = yield* RunFiles
        expect(yield* files.names(`${dir}/a`)).toEqual(["B.txt", "up", "y.txt", "z.txt"])
        expect(yield* files.names(`${dir}/link-to-a`)).toEqual(["B.txt", "up", "y.txt", "z.txt"])
        expect(yield* files.names(`${dir}/a-file`)).toEqual([])
        expect(yield* files.names(`${dir}/broken`)).toEqual([])
      })
    )

    law("a listing has each directory followed by what is in it, by name, and does not follow links", (dir) =>
      Effect.gen(function* () {
        expect(yield* list(dir, false)).toEqual([
          { path: ".guild", kind: "dir", isLink: false, size: 0 },
          { path: ".guild/opref", kind: "file", isLink: false, size: 1 },
          { path: "a", kind: "dir", isLink: false, size: 0 },
          { path: "a/B.txt", kind: "file", isLink: false, size: 0 },
          { path: "a/up", kind: "dir", isLink: true, size: 0 },
          { path: "a/y.txt", kind: "file", isLink: false, size: 2 },
          { path: "a/z.txt", kind: "file", isLink: false, size: 2 },
          { path: "a-file", kind: "file", isLink: false, size: 3 },
          { path: "broken", kind: "file", isLink: true, size: 0 },
          { path: "link-to-a", kind: "dir", isLink: true, size: 0 },
          { path: "link-to-file", kind: "file", isLink: true, size: 2 },
          { path: "loop", kind: "file", isLink: true, size: 0 }
        ])
      })
    )

    law("a listing that follows links ends where they come back", (dir) =>
      Effect.gen(function* () {
        const paths = (yield* list(dir, true)).map(({ path }) => path)
        expect(paths).toContain("link-to-a/z.txt")
        expect(paths.filter((path) => path.startsWith("a/up"))).toEqual(["a/up"])
      })
    )

    law("a directory that is not there cannot be listed", (dir) =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(list(`${dir}/missing`, false))).toMatchObject({
          _tag: "FileError",
          operation: "list"
        })
      })
    )

    law("a path is a file or a directory, seen through links, or nothing", (dir) =>
      Effect.gen(function* () {
        const { kindOf } = yield* RunFiles
        const kinds = yield* Effect.forEach(
          ["a", "a-file", "link-to-a", "link-to-file", "link-to-a/z.txt", "broken", "loop", "missing", "a-file/x"],
          (path) => kindOf(`${dir}/${path}`)
        )
        expect(kinds).toEqual(["dir", "file", "dir", "file", "file", undefined, undefined, undefined, undefined])
      })
    )

    law("reading gives every byte once, from an offset on, and says where it ended", (dir) =>
      Effect.gen(function* () {
        expect(yield* bytes(`${dir}/a-file`, 0)).toEqual(["c3a90a", 3])
        expect(yield* bytes(`${dir}/a-file`, 2)).toEqual(["0a", 3])
        expect(yield* bytes(`${dir}/a-file`, 3)).toEqual(["", 3])
        expect(yield* bytes(`${dir}/link-to-a/z.txt`, 0)).toEqual(["7a7a", 2])
      })
    )

    law("reading stops at a limit, and says where", (dir) =>
      Effect.gen(function* () {
        const { read } = yield* RunFiles
        const chunks: Array<Uint8Array> = []
        expect(yield* read(`${dir}/a-file`, 1, (chunk) => chunks.push(chunk), 1)).toBe(2)
        expect(Buffer.concat(chunks).toString("hex")).toBe("a9")
      })
    )

    law("files are the same that have the same bytes, seen through links", (dir) =>
      Effect.gen(function* () {
        const { same } = yield* RunFiles
        expect(yield* same(`${dir}/a/z.txt`, `${dir}/link-to-file`)).toBe(true)
        expect(yield* same(`${dir}/a/z.txt`, `${dir}/a/y.txt`)).toBe(false)
        expect(yield* same(`${dir}/a/z.txt`, `${dir}/a/B.txt`)).toBe(false)
        expect(yield* Effect.flip(same(`${dir}/a-file`, `${dir}/missing`))).toMatchObject({
          _tag: "PathMissing",
          path: `${dir}/missing`
        })
        expect(yield* Effect.flip(same(`${dir}/a-file`, `${dir}/a`))).toMatchObject({ _tag: "FileError" })
      })
    )

    law("what is not there, or is a directory, cannot be read", (dir) =>
      Effect.gen(function* () {
        expect(yield* Effect.flip(bytes(`${dir}/missing`, 0))).toMatchObject({ _tag: "PathMissing" })
        expect(yield* Effect.flip(bytes(`${dir}/broken`, 0))).toMatchObject({ _tag: "PathMissing" })
        expect(yield* Effect.flip(bytes(`${dir}/a`, 0))).toMatchObject({ _tag: "FileError", operation: "read" })
      })
    )
  })
}
