import { Schema } from "effect"

/** Runs cannot be exported to something that is there and no directory. */
export class ExportLocationInvalid extends Schema.TaggedError<ExportLocationInvalid>()("ExportLocationInvalid", {
  location: Schema.String
}) {
  override get message(): string {
    return `'${this.location}' is not a directory`
  }
}

/** Runs cannot be imported from a file that is no zip file. */
export class ArchiveInvalid extends Schema.TaggedError<ArchiveInvalid>()("ArchiveInvalid", {
  archive: Schema.String
}) {
  override get message(): string {
    return `invalid archive '${this.archive}' - expected a directory`
  }
}

/** Runs are taken out of a zip file as copies only. */
export class ArchiveNotMovable extends Schema.TaggedError<ArchiveNotMovable>()("ArchiveNotMovable", {
  archive: Schema.String
}) {
  override get message(): string {
    return `cannot move runs out of '${this.archive}': it is a zip file\nImport without --move to copy them.`
  }
}

/** A zip file is only read: runs in it cannot be changed. */
export class ArchiveReadOnly extends Schema.TaggedError<ArchiveReadOnly>()("ArchiveReadOnly", {
  archive: Schema.String
}) {
  override get message(): string {
    return `cannot change runs in '${this.archive}': a zip file is only read\nImport its runs and export those you want to keep.`
  }
}

/** There is no archive of a name to move runs to. */
export class NamedArchiveMissing extends Schema.TaggedError<NamedArchiveMissing>()("NamedArchiveMissing", {
  name: Schema.String
}) {
  override get message(): string {
    return `archive '${this.name}' does not exist\nUse --create to create it, or 'guild archive --list' to see those that do.`
  }
}

/** An archive's name is that of one directory. */
export class ArchiveNameInvalid extends Schema.TaggedError<ArchiveNameInvalid>()("ArchiveNameInvalid", {
  name: Schema.String
}) {
  override get message(): string {
    return `invalid archive name '${this.name}': it cannot be empty, start with '.', or contain '/', '\\' or control characters\nUse 'guild export' to bring runs to a path.`
  }
}
