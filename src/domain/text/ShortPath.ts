const ELLIPSIS = "…"

/** Segments of a path; leading and doubled separators stay with the segment behind them: `//foo//bar` is `//foo`, `/bar`. */
export const pathSegments = (path: string): ReadonlyArray<string> => {
  if (path === "") return []
  const segments: Array<string> = []
  let lead = ""
  for (const [at, part] of path.split("/").entries()) {
    if (part !== "") {
      segments.push(lead + part)
      lead = ""
    } else if (at === 0 || lead !== "" || segments.length > 0) lead += "/"
  }
  return segments.length === 0 ? [lead.replace(/^\/(?=\/$)/, "")] : segments
}

/**
 * A path of at most `maxLength` characters where that can be had: segments in the middle give way to an ellipsis. The last
 * segment always stays, and the first of a relative path; beyond these, segments come from the left and the right in turn
 * while they fit.
 */
export const shortPath = (path: string, maxLength = 28): string => {
  if (path.length <= maxLength) return path
  const segments = [...pathSegments(path)]
  const last = segments.pop()
  const head = segments[0]
  if (last === undefined || head === undefined) return last ?? path
  const right = [last]
  const left: Array<string> = []
  const absolute = head.startsWith("/")
  if (!absolute) {
    left.push(head)
    segments.shift()
  }
  const length = (parts: ReadonlyArray<string>) => parts.reduce((sum, part) => sum + part.length + 1, 0)
  let fromRight = !absolute
  while (segments.length > 0) {
    const part = (fromRight ? segments.pop() : segments.shift()) ?? ""
    if (length(left) + length(right) + part.length + ELLIPSIS.length >= maxLength) break
    if (fromRight) right.unshift(part)
    else left.push(part)
    fromRight = !fromRight
  }
  const shortened = [left.join("/"), ELLIPSIS, right.join("/")].join("/")
  return shortened.length < path.length ? shortened : path
}
