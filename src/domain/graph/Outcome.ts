import { Data } from "effect"

/** Why an attempt at a node failed. */
export type NodeFailure<E> = Data.TaggedEnum<{
  /** The node said so. */
  Failed: { readonly error: E }
  /** It took longer than it may. */
  TimedOut: { readonly timeoutMs: number }
}>
interface NodeFailureDefinition extends Data.TaggedEnum.WithGenerics<1> {
  readonly taggedEnum: NodeFailure<this["A"]>
}
export const NodeFailure = Data.taggedEnum<NodeFailureDefinition>()

/** How a node of a graph ended. */
export type Outcome<A, E> = Data.TaggedEnum<{
  /** `attempts` is 0 where an earlier run of the graph had done it. */
  Done: { readonly value: A; readonly attempts: number }
  /** `tolerated` failures do not keep what needs the node from starting. */
  Failed: { readonly failure: NodeFailure<E>; readonly attempts: number; readonly tolerated: boolean }
  /** Its condition did not hold. What needs it goes on. */
  Skipped: {}
  /** It never started, or was ended: because of the node `by`, or because everything was stopped. */
  Cancelled: { readonly by: string | undefined }
}>
interface OutcomeDefinition extends Data.TaggedEnum.WithGenerics<2> {
  readonly taggedEnum: Outcome<this["A"], this["B"]>
}
export const Outcome = Data.taggedEnum<OutcomeDefinition>()

/** Whether nodes that need one that ended so may start. */
export const lets = (outcome: Outcome<unknown, unknown>): boolean =>
  outcome._tag === "Done" || outcome._tag === "Skipped" || (outcome._tag === "Failed" && outcome.tolerated)
