import { Schema } from "effect"

/** No run is running. */
export class NothingToWatch extends Schema.TaggedError<NothingToWatch>()("NothingToWatch", {}) {
  override get message(): string {
    return "nothing to watch\nYou can view the output of a specific run using 'guild watch RUN'."
  }
}

/** `--pid` names no process of a run. */
export class NoRunForPid extends Schema.TaggedError<NoRunForPid>()("NoRunForPid", {
  pid: Schema.String
}) {
  override get message(): string {
    return `cannot find a run for pid '${this.pid}'\nTry 'guild runs --running' for a list of running runs.`
  }
}
