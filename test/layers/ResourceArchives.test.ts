import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { archiveFormat } from "../../src/domain/resources/ResourceArchive.ts"
import { own } from "../../src/layers/resources/Owned.ts"
import { UnpackTree } from "../../src/layers/resources/UnpackTree.ts"
import { ofDead } from "../support/deadPid.ts"
import { localServer } from "../support/localServer.ts"
import type { Place } from "../support/resources.ts"
import { failure, list, place, resolve, write } from "../support/resources.ts"

/** The modes that are asserted are those of files which nothing masks further. */
const masked = process.umask(0o022)
afterAll(() => void process.umask(masked))

const LONG = `${"long-".repeat(30)}name.txt`

/** Packs what is in the project's `src` with Python's own tools. */
const pack = ({ project }: Place, code: string): void => {
  const prelude = "import io, os, sys, tarfile, zipfile, gzip\nos.chdir(sys.argv[1])\n"
  execFileSync("python3", ["-c", prelude + code, project])
}

const packed = (code: string): Place => {
  const at = place({})
  write(at.project, { "src/c.txt": "c", "src/d.txt": "d", "src/sub/e.txt": "e", [`src/sub/${LONG}`]: "long" })
  pack(at, code)
  return at
}

const addAll = (mode: string, format = "PAX_FORMAT") =>
  `t = tarfile.open("data.tar", "${mode}", format=tarfile.${format})\nfor n in sorted(os.listdir("src")): t.add("src/" + n, n)\nt.close()\n`

describe("a required archive", () => {
  for (const [format, code, name] of [
    ["a POSIX tar file", addAll("w"), "data.tar"],
    ["a GNU tar file", addAll("w", "GNU_FORMAT"), "data.tar"],
    ["a compressed tar file", `${addAll("w:gz")}os.rename("data.tar", "data.tgz")`, "data.tgz"],
    ["a bzip2 tar file", `${addAll("w:bz2")}os.rename("data.tar", "data.tbz2")`, "data.tbz2"],
    ["an xz tar file", `${addAll("w:xz")}os.rename("data.tar", "data.tar.xz")`, "data.tar.xz"],
    ["a compressed tar file by the name of one that is not", addAll("w:gz"), "data.tar"],
    [
      "a zip file",
      "z = zipfile.ZipFile('data.zip', 'w', zipfile.ZIP_DEFLATED)\n" +
        "[z.write(os.path.join(d, f), os.path.relpath(os.path.join(d, f), 'src')) for d, _, fs in os.walk('src') for f in fs]\nz.close()",
      "data.zip"
    ]
  ] as const)
    it.effect(`is unpacked into the cache and linked from there: ${format}`, () =>
      Effect.gen(function* () {
        const at = packed(code)
        const { said, paths } = yield* resolve({ file: name, path: "in" }, at)
        expect(said).toEqual([`Unpacking ${at.project}/${name}`])
        expect(list(at.run)).toEqual(["in/c.txt", "in/d.txt", "in/sub"])
        expect(readFileSync(join(at.run, "in/c.txt"), "utf8")).toBe("c")
        expect(readFileSync(join(at.run, `in/sub/${LONG}`), "utf8")).toBe("long")
        expect(paths[0]).toMatch(/cache\/resources\/unpacked\/[0-9a-f]{40}\/c\.txt$/)
        expect((yield* resolve({ file: name, path: "again" }, at)).said).toEqual([])
      })
    )

  it.effect("leaves nothing of what a guild that was killed had unpacked of it", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      const { paths } = yield* resolve({ file: "data.tar", path: "a" }, at)
      const dir = dirname(join(at.run, paths[0] ?? ""))
      const left = ofDead(own(dir, "half"))
      write(left, { "c.txt": "ha" })
      rmSync(dir, { recursive: true })
      yield* resolve({ file: "data.tar", path: "b" }, at)
      expect([existsSync(left), readFileSync(join(at.run, "b/c.txt"), "utf8")]).toEqual([false, "c"])
    })
  )

  it.effect("gives what is selected of it", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      yield* resolve({ file: "data.tar", select: "(sub/)?[ce]\\.txt", rename: "(.+)\\.txt \\g<1>2.txt" }, at)
      expect(list(at.run)).toEqual(["c2.txt", "e2.txt"])
    })
  )

  it.effect("is taken as it is where it is not to be unpacked, and where the user names it", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      expect((yield* resolve({ file: "data.tar", unpack: false, path: "a" }, at)).said).toEqual([])
      yield* resolve({ file: "none", "flag-name": "src", path: "b" }, at, { override: "data.tar" })
      expect(list(at.run)).toEqual(["a/data.tar", "b/data.tar"])
    })
  )

  it.effect("is unpacked anew when it has changed", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      yield* resolve({ file: "data.tar", select: "c.txt" }, at)
      writeFileSync(join(at.project, "src/c.txt"), "changed")
      pack(at, `${addAll("w")}os.utime("data.tar", (1, 1))`)
      yield* resolve({ file: "data.tar", select: "c.txt", rename: "c d" }, at)
      expect(readFileSync(join(at.run, "d.txt"), "utf8")).toBe("changed")
    })
  )

  it.effect("keeps modes and the links within it", () =>
    Effect.gen(function* () {
      const at = packed(
        'os.chmod("src/c.txt", 0o755)\nos.symlink("c.txt", "src/l")\nos.symlink("../c.txt", "src/sub/up")\nos.link("src/d.txt", "src/h")\n' +
          addAll("w")
      )
      yield* resolve({ file: "data.tar" }, at)
      expect(statSync(join(at.run, "c.txt")).mode & 0o777).toBe(0o755)
      expect(readFileSync(join(at.run, "l"), "utf8")).toBe("c")
      expect(readFileSync(join(at.run, "sub/up"), "utf8")).toBe("c")
      expect(readFileSync(join(at.run, "h"), "utf8")).toBe("d")
    })
  )

  it.effect("keeps a hard link to a link, and what its owner may not read is readable", () =>
    Effect.gen(function* () {
      const at = packed(
        'os.symlink("c.txt", "src/l")\nos.link("src/l", "src/m", follow_symlinks=False)\nos.chmod("src/d.txt", 0)\n' +
          addAll("w")
      )
      yield* resolve({ file: "data.tar" }, at)
      expect(readFileSync(join(at.run, "m"), "utf8")).toBe("c")
      expect(statSync(join(at.run, "d.txt")).mode & 0o777).toBe(0o400)
    })
  )

  /** Sparse files of 5000 bytes with `one` at 1024 and `two` at 4000, as GNU tar writes them. */
  const SPARSE = `
def put(name, data, size, type=b"0", patch={}, pax=None):
    i = tarfile.TarInfo(name); i.type = type; i.size = size
    if pax: i.pax_headers = pax
    h = bytearray(i.tobuf(tarfile.PAX_FORMAT if pax else tarfile.GNU_FORMAT))
    at = len(h) - 512
    for k, v in patch.items(): h[at + k:at + k + len(v)] = v
    h[at + 148:at + 156] = b" " * 8
    h[at + 148:at + 156] = b"%06o\\0 " % sum(h[at:])
    return bytes(h) + data + b"\\0" * (-len(data) % 512)
num = lambda n: b"%011o\\0" % n
pairs = num(1024) + num(3) + num(4000) + num(3)
one = put("gnu", b"onetwo", 6, b"S", {386: pairs, 483: num(5000)})
many = put("many", b"", 6, b"S", {482: b"\\1", 483: num(5000)}) + pairs.ljust(512, b"\\0") + b"onetwo".ljust(512, b"\\0")
m = b"2\\n1024\\n3\\n4000\\n3\\n".ljust(512, b"\\0")
pax1 = put("x/pax1", m + b"onetwo", 518, pax={"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "pax1", "GNU.sparse.realsize": "5000"})
pax01 = put("x/pax01", b"onetwo", 6, pax={"GNU.sparse.map": "1024,3,4000,3", "GNU.sparse.name": "pax01", "GNU.sparse.size": "5000"})
pax00 = put("pax00", b"onetwo", 6, pax={"GNU.sparse.size": "5000", "GNU.sparse.numblocks": "2"})
wild = put("wild", b"onetwo", 6, pax={"GNU.sparse.map": "1024,3,4998,3", "GNU.sparse.size": "5000"})
lying = put("lying", b"onetwo", 6, pax={"GNU.sparse.map": "0,3,4000,300", "GNU.sparse.size": "5000"})
save = lambda *e: open("data.tar", "wb").write(b"".join(e) + b"\\0" * 1024)
`

  it.effect("has its sparse files with the zeros that were left out, and what comes behind them", () =>
    Effect.gen(function* () {
      const at = packed(`${SPARSE}save(one, many, pax1, pax01, put("last", b"end", 3))`)
      yield* resolve({ file: "data.tar" }, at)
      const expected = Buffer.alloc(5000)
      expected.write("one", 1024)
      expected.write("two", 4000)
      for (const name of ["gnu", "many", "pax1", "pax01"]) expect(readFileSync(join(at.run, name))).toEqual(expected)
      expect(readFileSync(join(at.run, "last"), "utf8")).toBe("end")
    })
  )

  it.effect("is refused where a sparse file does not fit its map, or is of a kind that nothing here reads", () =>
    Effect.gen(function* () {
      for (const [file, reason] of [
        ["wild", "the map of a sparse file is wrong"],
        ["lying", "is larger than it says"],
        ["pax00", "a sparse file of a kind that is not supported"]
      ] as const)
        expect(yield* failure({ file: "data.tar" }, packed(`${SPARSE}save(${file})`))).toContain(reason)
    })
  )

  it.effect("may be a zip file behind a program, and have names in old code pages", () =>
    Effect.gen(function* () {
      const at = packed(
        `z = zipfile.ZipFile("data.zip", "w"); z.writestr("NAME1", "a"); z.writestr("NAME22", "b"); z.close()
b = open("data.zip", "rb").read().replace(b"NAME1", b"gr\\x81n1").replace(b"NAME22", "grün2".encode())
open("data.zip", "wb").write(b"#!/bin/sh\\nexit\\n" + b)`
      )
      yield* resolve({ file: "data.zip" }, at)
      expect(list(at.run)).toEqual(["grün1", "grün2"])
    })
  )

  it.effect("may be a single compressed file", () =>
    Effect.gen(function* () {
      const at = packed('f = gzip.open("data.csv.gz", "wb"); f.write(b"1,2"); f.close()')
      yield* resolve({ file: "data.csv.gz" }, at)
      expect(readFileSync(join(at.run, "data.csv"), "utf8")).toBe("1,2")
    })
  )

  const entry = (lines: string) =>
    `t = tarfile.open("bad.tar", "w")\n${lines}\nt.addfile(i, io.BytesIO(b"evil"[:i.size])); t.close()\n`
  for (const [what, code, name, reason] of [
    ["a path upward", entry('i = tarfile.TarInfo("../evil"); i.size = 4'), "bad.tar", "an entry outside of itself"],
    [
      "an absolute path",
      entry('i = tarfile.TarInfo("/tmp/evil"); i.size = 4'),
      "bad.tar",
      "an entry outside of itself"
    ],
    [
      "a link that leads out",
      entry('i = tarfile.TarInfo("l"); i.type = tarfile.SYMTYPE; i.linkname = "../.."'),
      "bad.tar",
      "a link that leads outside"
    ],
    [
      "a file behind a link",
      entry(
        'l = tarfile.TarInfo("l"); l.type = tarfile.SYMTYPE; l.linkname = "d"; t.addfile(l); i = tarfile.TarInfo("l/x"); i.size = 4'
      ),
      "bad.tar",
      "is in the way"
    ],
    [
      "a path upward in a zip file",
      'z = zipfile.ZipFile("bad.zip", "w"); z.writestr("../evil", "x"); z.close()',
      "bad.zip",
      "outside"
    ],
    [
      "no zip file",
      'open("bad.zip", "w").write("not a zip file at all, but long enough to be looked at")',
      "bad.zip",
      "damaged"
    ],
    [
      "a zip file that has fewer entries than it says",
      `z = zipfile.ZipFile("bad.zip", "w"); z.writestr("a", "x"); z.close()
b = bytearray(open("bad.zip", "rb").read()); b[-14:-10] = b"\\2\\0\\2\\0"; open("bad.zip", "wb").write(b)`,
      "bad.zip",
      "it does not list as many entries as it says"
    ],
    ["nothing at all", 'open("bad.tar", "w")', "bad.tar", "there is nothing in it"],
    [
      "a tar file whose compression is damaged behind its end",
      `${addAll("w:gz")}os.truncate("data.tar", os.path.getsize("data.tar") - 4)`,
      "data.tar",
      "the archive is damaged"
    ],
    [
      "a file and a directory of one name",
      entry('d = tarfile.TarInfo("d"); d.type = tarfile.DIRTYPE; t.addfile(d); i = tarfile.TarInfo("d"); i.size = 4'),
      "bad.tar",
      '"d" where another entry is in the way'
    ],
    [
      "a hard link to what comes later",
      entry(
        'h = tarfile.TarInfo("h"); h.type = tarfile.LNKTYPE; h.linkname = "x"; t.addfile(h); i = tarfile.TarInfo("x")'
      ),
      "bad.tar",
      'links to "x", which is not before it'
    ],
    [
      "a part of an archive in several",
      entry('i = tarfile.TarInfo("x"); i.type = b"M"; i.size = 4'),
      "bad.tar",
      "\"x\" in a way that is not supported (type 'M')"
    ],
    ["no tar file", 'open("bad.tar", "w").write("x" * 2000)', "bad.tar", "damaged"],
    ["no gzip file", 'open("bad.tgz", "w").write("x" * 2000)', "bad.tgz", "damaged"],
    ["a damaged bzip2 file", 'open("bad.tar.bz2", "wb").write(b"BZh91AY" + b"x" * 2000)', "bad.tar.bz2", "damaged"],
    [
      "half a bzip2 file",
      `${addAll("w:bz2")}os.truncate("data.tar", 60)`,
      "data.tar",
      "the archive is damaged: bzip2: Compressed file ends unexpectedly"
    ],
    ["a damaged xz file", `${addAll("w:xz")}os.truncate("data.tar", 100)`, "data.tar", "damaged"],
    [
      "a damaged gzip file",
      'open("bad.gz", "w").write("x" * 2000)',
      "bad.gz",
      "the archive is damaged: incorrect header check"
    ],
    [
      "a zip file with damaged data",
      `z = zipfile.ZipFile("bad.zip", "w", zipfile.ZIP_DEFLATED); z.writestr("a", "x" * 10000); z.close()
b = bytearray(open("bad.zip", "rb").read()); b[32:36] = b"\\xff\\xff\\xff\\xff"; open("bad.zip", "wb").write(b)`,
      "bad.zip",
      "the archive is damaged"
    ]
  ] as const)
    it.effect(`is refused whole: ${what}`, () =>
      Effect.gen(function* () {
        const at = packed(code)
        expect(yield* failure({ file: name }, at)).toContain(reason)
        expect(list(at.run)).toEqual([])
        expect(existsSync(join(at.project, "../evil"))).toBe(false)
      })
    )

  it.effect("is refused whole where it ends too early", () =>
    Effect.gen(function* () {
      for (const [code, name, length] of [
        [addAll("w"), "data.tar", 700],
        ['z = zipfile.ZipFile("data.zip", "w"); z.write("src/c.txt", "c"); z.close()', "data.zip", 30]
      ] as const) {
        const at = packed(code)
        truncateSync(join(at.project, name), length)
        expect(yield* failure({ file: name }, at)).toContain("archive")
        expect(list(at.run)).toEqual([])
      }
    })
  )
})

describe("a post-process command", () => {
  it.effect("is run once where the archive was unpacked, before anything is selected", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      const spec = { file: "data.tar", "post-process": "cat c.txt d.txt >> made.txt", select: "made.txt" }
      yield* resolve(spec, at)
      yield* resolve({ ...spec, path: "again" }, at)
      expect(readFileSync(join(at.run, "made.txt"), "utf8")).toBe("cd")
      expect(list(at.run)).toEqual(["again/made.txt", "made.txt"])
    })
  )

  it.effect("fails the dependency where it fails, and is tried again on what the archive has", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      const command = `echo >> made.txt; test -e ${at.project}/ready || exit 3`
      const spec = { file: "data.tar", "post-process": command, select: "made.txt" }
      expect(yield* failure(spec, at)).toContain("failed with exit status 3")
      write(at.project, { ready: "" })
      yield* resolve(spec, at)
      expect(readFileSync(join(at.run, "made.txt"), "utf8")).toBe("\n")
    })
  )

  it.effect("is run anew where the archive has to be unpacked anew, and changes nothing for a source without it", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      const spec = { file: "data.tar", "post-process": "echo > made.txt", select: "made.txt" }
      const { paths } = yield* resolve(spec, at)
      rmSync(dirname(join(at.run, paths[0] ?? "")), { recursive: true })
      expect((yield* resolve({ ...spec, path: "again" }, at)).said).toEqual([`Unpacking ${at.project}/data.tar`])
      expect(readFileSync(join(at.run, "again/made.txt"), "utf8")).toBe("\n")
      yield* resolve({ file: "data.tar", path: "plain" }, at)
      expect(list(join(at.run, "plain"))).not.toContain("made.txt")
    })
  )

  it.effect("is not mixed up with the same file unpacked as another type", () =>
    Effect.gen(function* () {
      const at = packed(addAll("w"))
      yield* resolve({ file: "data.tar" }, at)
      expect(yield* failure({ file: "data.tar", type: "zip" }, at)).toContain("it is not a zip file")
    })
  )
})

describe("what an archive is unpacked to", () => {
  it("may not be far more than its size lets expect", () => {
    const tree = new UnpackTree("/nowhere", 100)
    tree.grow(60)
    expect(() => tree.grow(60)).toThrow(/unpack it yourself/)
  })
})

describe("the format of an archive", () => {
  it("is that of its name unless its source says another", () => {
    expect(archiveFormat("a.tar.gz", undefined)).toBe("tar.gz")
    expect(archiveFormat("a.csv", undefined)).toBeUndefined()
    expect(archiveFormat("a.ZIP", undefined)).toBe("zip")
    expect(archiveFormat("download", "zip")).toBe("zip")
    expect(archiveFormat("a.tar.xz", undefined)).toBe("tar.xz")
    expect(archiveFormat("a", "rar")).toBe("unsupported")
  })
})

describe("a required URL", () => {
  const served = <A, E>(
    files: Readonly<Record<string, string>>,
    act: (url: string, hits: () => number) => Effect.Effect<A, E>
  ) =>
    Effect.acquireUseRelease(
      Effect.promise(async () => {
        let hits = 0
        const { close, origin } = localServer((request, response) => {
          hits += 1
          const content = files[(request.url ?? "").slice(1)]
          response.writeHead(content === undefined ? 404 : 200).end(content)
        })
        return { url: await origin, hits: () => hits, close }
      }),
      ({ url, hits }) => act(url, hits),
      ({ close }) => Effect.sync(close)
    )

  it.live("is downloaded once and linked from the cache", () =>
    served({ "file.txt": "hello" }, (url, hits) =>
      Effect.gen(function* () {
        const at = place({})
        const first = yield* resolve({ url: `${url}/file.txt` }, at)
        expect(first.said).toEqual([`Downloading ${url}/file.txt`])
        expect(readFileSync(join(at.run, "file.txt"), "utf8")).toBe("hello")
        expect(lstatSync(join(at.run, "file.txt")).isSymbolicLink()).toBe(true)
        const second = yield* resolve({ url: `${url}/file.txt`, path: "again" }, at)
        expect(second.said[0]).toMatch(/^Using cached file .*file\.txt$/)
        expect(hits()).toBe(1)
      })
    )
  )

  it.live("is an error where the server does not have it, and leaves nothing behind", () =>
    served({}, (url) =>
      Effect.gen(function* () {
        const at = place({})
        expect(yield* failure({ url: `${url}/none.txt` }, at)).toContain(
          `cannot download ${url}/none.txt: the server answers 404`
        )
        expect(readdirSync(at.run)).toEqual([".guild"])
      })
    )
  )

  it.live("is downloaded again after it was not what was expected", () =>
    served({ "file.txt": "hello" }, (url, hits) =>
      Effect.gen(function* () {
        const at = place({})
        expect(yield* failure({ url: `${url}/file.txt`, sha256: "xxx" }, at)).toContain("unexpected sha256")
        yield* resolve({ url: `${url}/file.txt` }, at)
        expect(hits()).toBe(2)
      })
    )
  )

  it.live(
    "is downloaded again at once where the cached file is not what is expected, and is kept unless the new one is",
    () =>
      Effect.gen(function* () {
        const files = { "file.txt": "old" }
        yield* served(files, (url, hits) =>
          Effect.gen(function* () {
            const at = place({})
            const spec = { url: `${url}/file.txt` }
            yield* resolve(spec, at)
            files["file.txt"] = "new"
            expect(yield* failure({ ...spec, sha256: "xxx" }, at)).toContain("unexpected sha256 (expected xxx but got ")
            expect(readFileSync(join(at.run, "file.txt"), "utf8")).toBe("old")
            const { said } = yield* resolve({ ...spec, sha256: createHash("sha256").update("new").digest("hex") }, at)
            expect(said[0]).toMatch(/^Downloading .*file\.txt again as .*file\.txt has an unexpected sha256$/)
            expect(readFileSync(join(at.run, "file.txt"), "utf8")).toBe("new")
            expect(hits()).toBe(3)
          })
        )
      })
  )

  it.live("that is a damaged archive is downloaded again next time, unless it has been there for longer", () =>
    Effect.gen(function* () {
      const files: Record<string, string> = { "data.tar": "x".repeat(600) }
      yield* served(files, (url, hits) =>
        Effect.gen(function* () {
          const at = place({})
          const spec = { url: `${url}/data.tar` }
          expect(yield* failure(spec, at)).toMatch(/the archive is damaged: it is not a tar file.*$/)
          yield* resolve({ ...spec, unpack: false }, at)
          expect(hits()).toBe(2)
          expect(yield* failure(spec, at)).toMatch(/Delete .*data\.tar to have it downloaded again\.$/)
          expect(existsSync(join(at.run, "data.tar"))).toBe(true)
          files["data.tar"] = "\0".repeat(1024)
          rmSync(realpathSync(join(at.run, "data.tar")))
          yield* resolve({ ...spec, path: "in" }, at)
          expect(hits()).toBe(3)
        })
      )
    })
  )

  it.live("must be one that can be downloaded", () =>
    Effect.gen(function* () {
      expect(yield* failure({ url: "file:///etc/passwd" }, place({}))).toContain("expected http or https")
      expect(yield* failure({ url: "http://127.0.0.1:1/x" }, place({}))).toContain(
        "cannot download http://127.0.0.1:1/x"
      )
    })
  )
})
