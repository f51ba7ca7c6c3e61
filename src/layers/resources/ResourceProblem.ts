import { Effect, Schema } from "effect"

/** Why a source cannot be resolved, in a phrase for the user; becomes a DependencyNotMet where the source is known. */
export class ResourceProblem extends Schema.TaggedError<ResourceProblem>()("ResourceProblem", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

export const problem = (reason: string): ResourceProblem => new ResourceProblem({ reason })

/** Work on the disk as an effect: what it throws of ours or of the system's is a problem, anything else a defect. */
export const attempt = <A>(act: () => A): Effect.Effect<A, ResourceProblem> =>
  Effect.try({
    try: act,
    catch: (cause) => {
      if (cause instanceof ResourceProblem) return cause
      if (cause instanceof Error && "code" in cause) return problem(cause.message)
      throw cause
    }
  })
