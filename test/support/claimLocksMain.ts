import { claimLock } from "../../src/layers/run-store/Lease.ts"

/** Claims the locks in `<dir>/0`, `<dir>/1`, ... when told to, says which it got, and lives until it is told to end. */
const [dir = "", count = "0"] = process.argv.slice(2)

process.stdin.once("data", () => {
  const won = Array.from({ length: Number(count) }, (_, i) => i).filter((i) =>
    claimLock({ lock: `${dir}/${i}/LOCK`, workDir: dir, pid: process.pid })
  )
  process.stdout.write(`${JSON.stringify(won)}\n`)
})
process.stdin.once("end", () => process.exit(0))
process.stdout.write("ready\n")
