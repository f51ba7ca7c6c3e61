import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { StatusEvidence } from "../../src/domain/runs/RunStatus.ts"
import {
  exited,
  fromEvidence,
  isTerminal,
  RunEvent,
  RunStatus,
  statusName,
  transition
} from "../../src/domain/runs/RunStatus.ts"

const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.constant(RunEvent.Stage()),
  fc.integer({ min: 1 }).map((pid) => RunEvent.Start({ pid })),
  fc.integer({ min: -64, max: 255 }).map((exitStatus) => RunEvent.Exit({ exitStatus })),
  fc.constant(RunEvent.Vanish())
)

const pending: RunStatus = RunStatus.Pending()

const after = (status: RunStatus, events: ReadonlyArray<RunEvent>): RunStatus => events.reduce(transition, status)

const evidence: fc.Arbitrary<StatusEvidence> = fc.record({
  remoteLock: fc.boolean(),
  pending: fc.boolean(),
  staged: fc.boolean(),
  exitStatus: fc.option(fc.integer({ min: -64, max: 255 }), { nil: undefined }),
  lock: fc.option(fc.record({ pid: fc.nat(), alive: fc.boolean() }), { nil: undefined })
})

describe("the status of a run", () => {
  it("is left no more once it is terminal, whatever happens next", () =>
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (before, then) => {
        const ended = after(pending, before)
        if (isTerminal(ended)) expect(after(ended, then)).toEqual(ended)
      })
    ))

  it("is that of an end only where the run was started", () =>
    fc.assert(
      fc.property(fc.array(event), (events) => {
        if (isTerminal(after(pending, events))) expect(events.some(({ _tag }) => _tag === "Start")).toBe(true)
      })
    ))

  it("tells by the exit status how a run ended", () =>
    fc.assert(
      fc.property(fc.integer({ min: -64, max: 255 }), (exitStatus) => {
        const name = exitStatus === 0 ? "completed" : exitStatus < 0 ? "terminated" : "error"
        expect(statusName(exited(exitStatus))).toBe(name)
        expect(after(pending, [RunEvent.Start({ pid: 7 }), RunEvent.Exit({ exitStatus })])).toEqual(exited(exitStatus))
      })
    ))

  it("is read from a run directory in the order of what is believed", () =>
    fc.assert(
      fc.property(evidence, (told) => {
        const expected = told.remoteLock
          ? "running"
          : told.pending && (told.lock?.alive ?? !told.staged)
            ? "pending"
            : told.staged
              ? "staged"
              : told.exitStatus !== undefined
                ? statusName(exited(told.exitStatus))
                : told.lock?.alive === true
                  ? "running"
                  : "error"
        expect(statusName(fromEvidence(told))).toBe(expected)
      })
    ))

  it("names the pid of the process that runs", () => {
    const told = {
      remoteLock: false,
      pending: false,
      staged: false,
      exitStatus: undefined,
      lock: { pid: 5, alive: true }
    }
    expect(fromEvidence(told)).toEqual(RunStatus.Running({ pid: 5 }))
    expect(after(pending, [RunEvent.Start({ pid: 5 }), RunEvent.Start({ pid: 6 }), RunEvent.Stage()])).toEqual(
      RunStatus.Running({ pid: 5 })
    )
  })
})
