import { Effect, Schema } from "effect"

/** Why a source cannot be resolved, in a phrase for the user; becomes a DependencyNotMet where the source is known. */
export class ResourceProblem extends Schema.TaggedError<ResourceProblem>()("ResourceProblem", {
  reason: Schema.String,
  /** The file is not whole, or not what it should be: another copy of it may be. */
  isDamage: Schema.optional(Schema.Boolean)
}) {
  override get message(): string {
    return this.reason
  }
}

export const problem = (reason: string): ResourceProblem => new ResourceProblem({ reason })

/** What is wrong with an archive. */
export const damaged = (what: string): ResourceProblem =>
  new ResourceProblem({ reason: `the archive is damaged: ${what}`, isDamage: true })

const fromCause = (cause: unknown): ResourceProblem => {
  if (cause instanceof ResourceProblem) return cause
  if (cause instanceof Error && "code" in cause) return problem(cause.message)
  throw cause
}

/** Work on the disk as an effect: what it throws of ours or of the system's is a problem, anything else a defect. */
export const attempt = <A>(act: () => A): Effect.Effect<A, ResourceProblem> =>
  Effect.try({ try: act, catch: fromCause })

/** The same for work that takes its time; the signal tells it that nobody waits any more. */
export const attemptAsync = <A>(act: (signal: AbortSignal) => Promise<A>): Effect.Effect<A, ResourceProblem> =>
  Effect.tryPromise({ try: act, catch: fromCause })
