import { Schema } from "effect"

/** There are fewer GPUs than a trial is to have. */
export class GpusMissing extends Schema.TaggedError<GpusMissing>()("GpusMissing", {
  wanted: Schema.Number,
  found: Schema.Number
}) {
  override get message(): string {
    const found = this.found === 0 ? "no GPU" : `${this.found} GPU${this.found === 1 ? "" : "s"} only`
    return `cannot give each trial ${this.wanted} GPU${this.wanted === 1 ? "" : "s"}: there is ${found}\nUse --gpus to say which there are, or a lower --gpus-per-trial.`
  }
}

/** A run that has no trials cannot go on with them. */
export class NotResumable extends Schema.TaggedError<NotResumable>()("NotResumable", {
  id: Schema.String
}) {
  override get message(): string {
    return `cannot resume run ${this.id}: it is not a batch\nUse 'guild run --restart ${this.id}' to start it again.`
  }
}

/** A batch that goes on runs what it was made for. */
export class ResumeChanges extends Schema.TaggedError<ResumeChanges>()("ResumeChanges", {
  given: Schema.String
}) {
  override get message(): string {
    return `cannot use ${this.given} with --resume: a batch goes on with what it was started with\nUse 'guild run --restart' or '--proto' to change it.`
  }
}
