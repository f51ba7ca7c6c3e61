const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * Seconds of a time span such as `90s`, `30m`, `2h`, `1h30m` or `1.5h`; a bare number is seconds. `undefined` for anything else
 * and for nothing at all.
 */
export const parseTimeSpan = (text: string): number | undefined => {
  const compact = text.trim().toLowerCase()
  if (/^\d+(\.\d+)?$/.test(compact)) return Number(compact) > 0 ? Number(compact) : undefined
  if (!/^(\d+(\.\d+)?[smhd])+$/.test(compact)) return undefined
  let seconds = 0
  for (const [, amount = "", unit = ""] of compact.matchAll(/(\d+(?:\.\d+)?)([smhd])/g))
    seconds += Number(amount) * (UNITS[unit] ?? 0)
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined
}

/** A time span as people read it: `45s`, `12m 05s`, `2h 03m`, `3d 04h`. */
export const formatTimeSpan = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const two = (n: number) => String(n).padStart(2, "0")
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60
  ]
  if (days > 0) return `${days}d ${two(hours)}h`
  if (hours > 0) return `${hours}h ${two(minutes)}m`
  return minutes > 0 ? `${minutes}m ${two(whole % 60)}s` : `${whole}s`
}
