import { execFileSync } from "node:child_process"
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Ended, Sandbox } from "../support/e2e.ts"
import { complaints, looksLikeMessage, sandbox } from "../support/e2e.ts"
import { localServer } from "../support/localServer.ts"
import { smallDisk } from "../support/smallDisk.ts"

const MEGABYTE = 1024 * 1024

/** Larger than what the Guild home has room for. */
const LARGE = 3 * MEGABYTE

const box: Sandbox = sandbox()
mkdirSync(box.home)

const disk = smallDisk(box.home, "2m")

const server = localServer((_, response) => response.end(Buffer.alloc(LARGE, "x")))

afterAll(() => {
  disk.remove()
  server.close()
  box.remove()
})

const namesBelow = (dir: string): ReadonlyArray<string> =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : []
      )
    : []

describe.skipIf(!disk.isThere)(
  "a dependency that the disk has no room for (skipped where nothing can be mounted)",
  () => {
    beforeAll(async () => {
      const origin = await server.origin
      writeFileSync(join(box.project, "large.bin"), Buffer.alloc(LARGE, "x"))
      writeFileSync(join(box.project, "large.yml"), `text: ${"x".repeat(LARGE)}\n`)
      mkdirSync(join(box.project, "tree"))
      writeFileSync(join(box.project, "tree/a.bin"), Buffer.alloc(MEGABYTE / 4, "a"))
      writeFileSync(join(box.project, "tree/z.bin"), Buffer.alloc(LARGE, "z"))
      execFileSync("tar", ["-czf", "tree.tgz", "tree"], { cwd: box.project })
      writeFileSync(join(box.project, "page.gz"), execFileSync("gzip", ["-c", "large.bin"], { cwd: box.project }))
      appendFileSync(
        join(box.project, "guild.yml"),
        [
          "copied: {exec: 'true', sourcecode: no, requires: [{file: large.bin, target-type: copy}]}",
          "configured: {exec: 'true', sourcecode: no, requires: [{config: large.yml}]}",
          "copied-tree: {exec: 'true', sourcecode: no, requires: [{file: tree, target-type: copy}]}",
          "unpacked: {exec: 'true', sourcecode: no, requires: [{file: tree.tgz}]}",
          "unzipped: {exec: 'true', sourcecode: no, requires: [{file: page.gz}]}",
          `downloaded: {exec: 'true', sourcecode: no, requires: [{url: '${origin}/large.bin'}]}`,
          ""
        ].join("\n")
      )
    })

    afterEach(() => {
      for (const name of readdirSync(box.home)) rmSync(join(box.home, name), { recursive: true, force: true })
    })

    const expectRefused = (ended: Ended): void => {
      expect(ended).toMatchObject({ code: 1, signal: null })
      const said = complaints(ended.err).filter((line) => line.startsWith("guild: "))
      expect(said, ended.err).toHaveLength(1)
      expect(said[0]).toMatch(/run failed because a dependency was not met: .*(ENOSPC|no space left on the disk)/)
      expect(looksLikeMessage(said[0] ?? ""), ended.err).toBe(true)
    }

    it.each(["copied", "copied-tree", "configured"])(
      "is told, and leaves nothing half copied for a restart to take (%s)",
      async (op) => {
        expectRefused(await box.guild(["run", "-y", op]))
        const [id = ""] = box.runIds()
        expect(readdirSync(box.runFile(id, ""))).toEqual([".guild"])
        expect(namesBelow(box.runFile(id, ".guild")).filter((name) => /^(large|a|z)\./.test(name))).toEqual([])
        const again = await box.guild(["run", "-y", "--restart", id])
        expectRefused(again)
        expect(again.err).not.toContain("already exists")
      }
    )

    it.each(["unpacked", "unzipped"])(
      "is told, and leaves nothing half unpacked for a later run to take (%s)",
      async (op) => {
        const first = await box.guild(["run", "-y", op])
        expectRefused(first)
        expect(first.err).toMatch(/cannot unpack \S+(tree\.tgz|page\.gz) to \S+unpacked: there is no space/)
        expect(namesBelow(join(box.home, "cache/resources"))).toEqual([])
        const second = await box.guild(["run", "-y", op])
        expectRefused(second)
        expect(second.err).toContain("Unpacking")
      }
    )

    it("is told, and leaves nothing half downloaded for a later run to take", async () => {
      const first = await box.guild(["run", "-y", "downloaded"])
      expectRefused(first)
      expect(first.err).toContain("cannot download http://127.0.0.1:")
      expect(namesBelow(join(box.home, "cache/resources"))).not.toContain("large.bin")
      const second = await box.guild(["run", "-y", "downloaded"])
      expectRefused(second)
      expect(second.err).not.toContain("Using cached file")
    })

    it("lets the next run that fits through", async () => {
      expectRefused(await box.guild(["run", "-y", "copied"]))
      writeFileSync(join(box.project, "large.bin"), "small")
      expect(await box.guild(["run", "-y", "--restart", box.runIds()[0] ?? ""])).toMatchObject({ code: 0 })
      expect(readFileSync(box.runFile(box.runIds()[0] ?? "", "large.bin"), "utf8")).toBe("small")
    })
  }
)
