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

/** No template answers to a name. */
export class TemplateMissing extends Schema.TaggedError<TemplateMissing>()("TemplateMissing", { name: Schema.String }) {
  override get message(): string {
    return `cannot find template '${this.name}'\nA template is a directory in the project, such as 'report' with a README.md in it.`
  }
}
