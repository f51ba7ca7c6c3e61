import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { hostname, tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { abandoned, disown, own, sweep } from "../../../src/layers/resources/Owned.ts"
import { ofDead } from "../../support/deadPid.ts"

const base = mkdtempSync(join(tmpdir(), "guild-owned-"))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

describe("what is not whole yet", () => {
  it("is abandoned where the process that it names is gone, or has given it up, and it is of this machine", () => {
    const path = join(mkdtempSync(join(base, "a-")), "data.x-1.csv")
    const [working, given] = [own(path, "part"), own(path, "part")]
    disown(given)
    const dead = ofDead(own(path, "part"))
    const elsewhere = dead.replace(`.${hostname()}-`, ".another-")
    const others = [ofDead(own(`${path}2`, "part")), ofDead(own(path, "half")), `${dead}.version`, path]
    for (const file of [working, given, dead, elsewhere, ...others]) writeFileSync(file, "")
    expect(abandoned(path, "part").toSorted()).toEqual([given, dead].toSorted())
  })

  it("goes with the next sweep of its directory once it is abandoned, and nothing else does", () => {
    const path = join(mkdtempSync(join(base, "b-")), "place")
    const working = own(path, "half")
    const kept = [working, ofDead(own(path, "part")), path, `${path}.half`]
    for (const dir of [...kept, ofDead(own(path, "half")), ofDead(own(`${path}2`, "half"))])
      mkdirSync(join(dir, "sub"), { recursive: true })
    sweep(path, "half")
    expect(readdirSync(join(path, "..")).toSorted()).toEqual(kept.map((dir) => basename(dir)).toSorted())
  })

  it("is nothing where there is no directory", () => {
    expect(abandoned(join(base, "none", "x"), "part")).toEqual([])
    sweep(join(base, "none", "x"), "half")
  })
})
