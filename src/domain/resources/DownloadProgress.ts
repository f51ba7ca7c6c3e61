const UNITS = ["bytes", "KB", "MB", "GB", "TB"]

const sizeText = (bytes: number): string => {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const digits = power === 0 ? 0 : 1
  return `${(bytes / 1000 ** power).toFixed(digits)} ${UNITS[power] ?? ""}`
}

/** How far a download has come, as one line: bytes that are there, and of how many where that is known. */
export const progressText = (bytes: number, total: number | undefined): string =>
  total === undefined || total === 0
    ? sizeText(bytes)
    : `${sizeText(bytes)} of ${sizeText(total)} (${Math.floor((100 * bytes) / total)}%)`
