/** Names in a run's log directory. TensorBoard reads the event files of a directory in the order of their names. */
export const HPARAMS_FILE = "events.out.tfevents.0000000000.hparams"
export const TIME_FILE = ".guild/events.out.tfevents.9999999999.time"

/** The event file of an image; `position` counts those of a run from 0, `digest` is the MD5 of the image's path in hex. */
export const imageFile = (position: number, digest: string): string =>
  `.images/events.out.tfevents.${String(position).padStart(10, "0")}.image.${digest}`

/** Whether a run's log directory links to a file of the run: `path` is relative to the run. */
export const isLinked = (path: string): boolean => {
  if (/^\.guild\/(sourcecode|attrs|proto)\//.test(path)) return false
  return !path.startsWith(".guild/") || path.slice(path.lastIndexOf("/") + 1).includes(".tfevents.")
}
