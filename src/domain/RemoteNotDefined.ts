import { Schema } from "effect"

/** A remote that the user configuration does not know. */
export class RemoteNotDefined extends Schema.TaggedError<RemoteNotDefined>()("RemoteNotDefined", {
  remote: Schema.String
}) {
  override get message(): string {
    return `remote '${this.remote}' is not defined\nShow remotes by running 'guild remotes' or 'guild remotes --help'\nfor more information.`
  }
}
