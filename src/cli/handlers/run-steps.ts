import { Context, Effect, Either } from "effect"
import { relativePath } from "../../domain/text/Paths.ts"
import { printableLines } from "../../domain/text/Printable.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { NoSuchStep, NotStepped, StepInvalid } from "../../domain/steps/StepErrors.ts"
import type { GivenOption, RunOption } from "../../domain/steps/StepWords.ts"
import { Host } from "../../services/Host.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { RunHooks } from "../../workflows/RunOperation.ts"
import { readSteps } from "../../workflows/steps/ReadSteps.ts"
import type { StepHooks } from "../../workflows/steps/RunStep.ts"
import { runStep } from "../../workflows/steps/RunStep.ts"
import { runSteps } from "../../workflows/steps/RunSteps.ts"
import { inSteppedRun } from "../../workflows/steps/SteppedRun.ts"
import type {
  AttemptRequest,
  StepSurroundings,
  StepsOptions,
  StepsPort,
  StepsReader
} from "../../workflows/steps/StepsPort.ts"
import { withoutWarnings } from "../../workflows/WithoutWarnings.ts"
import { readOptions } from "../command/Read.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { runOptions } from "../command/RunOptions.ts"
import type { GuildServices } from "../command/Services.ts"
import type { GuildError } from "../GuildError.ts"
import { exitFor } from "../exit.ts"
import { renderSourceWarning } from "../render/sourcecode.ts"
import { renderStaged } from "../render/staged.ts"
import { sayNeedless } from "./run-needed.ts"
import { runRequest, snakeCase } from "./run-request.ts"

type Hook = NonNullable<RunHooks["runSteps"]>

/** Services that every step has from the command that runs it; the others it has from the stepped run that it belongs to. */
type Kept = Context.Context<Exclude<GuildServices, StepSurroundings>>

const KEY_PREFIX = /^opt-/

const knownOptions: ReadonlyArray<readonly [key: string, option: RunOption]> = runOptions.specs.map(([key, spec]) => [
  key,
  {
    param: snakeCase(key.replace(KEY_PREFIX, "")),
    spelling: spec.names.find((name) => name.startsWith("--")) ?? spec.names[0] ?? "",
    takesValue: spec.form === "value" || spec.form === "values"
  }
])

/** Tells the words of a `guild run` apart. */
const readWords = (argv: ReadonlyArray<string>) => {
  const read = readOptions(runOptions.specs, argv, true)
  if (read.kind !== "read") return Either.left(read.kind === "help" ? "no such option: --help" : read.problem)
  return Either.right({ options: runOptions.decode(read.options), given: read.options, words: read.words })
}

const read: StepsPort["read"] = (argv) =>
  Either.map(readWords(argv), ({ given, words }) => {
    const [first, ...rest] = words
    const isOp = first !== undefined && !first.includes("=") && !first.startsWith("@")
    return {
      options: knownOptions.flatMap(([key, option]): ReadonlyArray<GivenOption> => {
        const values = given.get(key)
        return values === undefined ? [] : [{ ...option, values: option.takesValue ? values : [] }]
      }),
      opSpec: isOp ? first : undefined,
      rest: isOp ? rest : words
    }
  })

/** Says a failure as the command would that ends with it, and gives the exit code. */
const told = <R>(work: Effect.Effect<number, GuildError, R>): Effect.Effect<number, never, R | Terminal> =>
  Effect.catchAll(work, (error) =>
    Effect.gen(function* () {
      const { code, stderr } = exitFor(error)
      if (stderr !== "") yield* (yield* Terminal).err(printableLines(stderr))
      return code
    })
  )

/** How an operation with steps is gone through when it is asked for so. */
export const stepsOptions = ({ batch, steps }: RunRequest): StepsOptions => ({
  jobs: batch.policy?.jobs ?? 1,
  failFast: steps?.failFast ?? false,
  from: steps?.from
})

const stepHooks = (request: RunRequest, { parent }: AttemptRequest, kept: Kept) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    return {
      quiet: request.quiet,
      onSourceWarning: (warning) =>
        terminal.warn(renderSourceWarning(relativePath(host.cwd, parent.plan.projectDir) || ".", warning)),
      onStaged: ({ command, opName }, run) =>
        terminal.out(renderStaged({ run, operation: opName, argv: command.argv, ownDir: false })),
      onNeedless: (runs) =>
        sayNeedless(runs).pipe(Effect.provideService(Terminal, terminal), Effect.provideService(Host, host)),
      runSteps: hookWith(kept, stepsOptions(request))
    } satisfies StepHooks
  })

const requestOf = (options: RunOptions, words: ReadonlyArray<string>) =>
  Effect.map(runRequest(options, words), (request) => ({ request, needed: options.needed }))

const portWith = (kept: Kept): StepsPort => ({
  options: knownOptions.map(([, option]) => option),
  read,
  attempt: (attempt) => {
    const nothing = { run: undefined, signal: undefined }
    const words = readWords(attempt.words)
    if (Either.isLeft(words)) {
      return Effect.flatMap(Terminal, (terminal) =>
        Effect.as(terminal.err(`guild: ${printableLines(words.left)}`), { ...nothing, exitStatus: 2 })
      )
    }
    const { options, words: rest } = words.right
    return Effect.gen(function* () {
      const { needed, request } = yield* requestOf(options, rest)
      const step = { needed, request: { ...request, steps: { ...request.steps, deps: attempt.deps } } }
      return yield* runStep(step, attempt, yield* stepHooks(step.request, attempt, kept))
    }).pipe(
      Effect.catchAll((error) => Effect.map(told(Effect.fail(error)), (exitStatus) => ({ ...nothing, exitStatus }))),
      Effect.provide(kept)
    )
  }
})

const hookWith =
  (kept: Kept, options: StepsOptions): Hook =>
  (planned, hooks) =>
    told(inSteppedRun(planned, hooks, told(runSteps(planned, planned.plan.steps ?? [], portWith(kept), options)))).pipe(
      Effect.provide(kept)
    )

/** How `guild plan` reads the steps of operations. */
export const stepsReader: Effect.Effect<StepsReader, never, GuildServices> = Effect.map(
  Effect.context<GuildServices>(),
  (context) => ({
    options: knownOptions.map(([, option]) => option),
    read,
    request: (name, argv) =>
      Effect.gen(function* () {
        const { options, words } = yield* readWords(argv)
        return yield* Effect.mapError(requestOf(options, words), (error) => exitFor(error).stderr)
      }).pipe(
        Effect.mapError((reason) => new StepInvalid({ position: 0, reason: `step '${name}': ${reason}` })),
        Effect.provide(context)
      )
  })
)

/** Fails where a step that the user goes back to is not there, before anything of the run is touched. */
export const checkFrom = (plan: RunPlan, { steps: asked }: RunRequest) =>
  Effect.gen(function* () {
    const from = asked?.from
    if (from === undefined) return
    if (plan.steps === undefined) return yield* new NotStepped({ option: "--from", operation: plan.opName })
    const kept = Context.omit(Host, Interrupts, Terminal)(yield* Effect.context<GuildServices>())
    const { steps } = yield* withoutWarnings(readSteps(plan.steps, plan, portWith(kept)))
    if (steps.some(({ id, name }) => id === from || name === from)) return
    return yield* new NoSuchStep({ step: from, steps: steps.map(({ name }) => name) })
  })

/** What runs the steps of operations that are started in this process. */
export const stepsHook = (options: StepsOptions): Effect.Effect<Hook, never, GuildServices> =>
  Effect.map(Effect.context<GuildServices>(), (context) =>
    hookWith(Context.omit(Host, Interrupts, Terminal)(context), options)
  )
