import { formatLocalTime, localTime } from "../time/LocalTime.ts"

/** A run's time as lists show it, `2019-05-01 14:35:23` in local time; empty where there is none. */
export const formatTimestamp = (us: number | undefined): string =>
  us === undefined || !Number.isFinite(us) ? "" : formatLocalTime(localTime(us / 1000))

/** From start to stop as `H:MM:SS` of whole seconds that went by, microseconds in; empty where either is missing. */
export const formatDuration = (from: number | undefined, to: number | undefined): string => {
  if (from === undefined || to === undefined) return ""
  const seconds = Math.max(0, Math.floor((to - from) / 1_000_000))
  const two = (value: number) => String(value).padStart(2, "0")
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
