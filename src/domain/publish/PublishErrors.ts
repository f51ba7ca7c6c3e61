import { Schema } from "effect"

/** A template that cannot be rendered: the file, the line from 1, and what is wrong there. */
export class TemplateInvalid extends Schema.TaggedError<TemplateInvalid>()("TemplateInvalid", {
  path: Schema.String,
  line: Schema.Number,
  problem: Schema.String
}) {
  override get message(): string {
    return `cannot publish with ${this.path}:${this.line}: ${this.problem}`
  }
}

/** What an operation of a Guild file says of publishing cannot be followed: the file, the operation, and what is wrong with it. */
export class PublishInvalid extends Schema.TaggedError<PublishInvalid>()("PublishInvalid", {
  path: Schema.String,
  operation: Schema.String,
  problem: Schema.String
}) {
  override get message(): string {
    return `cannot publish runs of operation '${this.operation}' in ${this.path}: ${this.problem}`
  }
}

/** No template answers to a name. */
export class TemplateMissing extends Schema.TaggedError<TemplateMissing>()("TemplateMissing", { name: Schema.String }) {
  override get message(): string {
    return `cannot find template '${this.name}'\nA template is a directory in the project, such as 'report' with a README.md in it.`
  }
}
