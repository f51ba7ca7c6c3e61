import { Schema } from "effect"

/** There is no TensorBoard to start. */
export class TensorBoardMissing extends Schema.TaggedError<TensorBoardMissing>()("TensorBoardMissing", {}) {
  override get message(): string {
    return "TensorBoard is not installed\nInstall it with 'pip install tensorboard', or use --export-scalars to save scalars as CSV."
  }
}

/** TensorBoard ended by itself and not well. */
export class TensorBoardFailed extends Schema.TaggedError<TensorBoardFailed>()("TensorBoardFailed", {
  exitStatus: Schema.Number
}) {
  override get message(): string {
    return `TensorBoard ended with exit status ${this.exitStatus} (see above for details)`
  }
}

/** An option that is to be handed on is none. */
export class InvalidTensorBoardOption extends Schema.TaggedError<InvalidTensorBoardOption>()(
  "InvalidTensorBoardOption",
  { option: Schema.String }
) {
  override get message(): string {
    return `invalid TensorBoard option '${this.option}': expected OPTION=VALUE`
  }
}
