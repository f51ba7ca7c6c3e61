/** Labels show paths up to this long. */
export const MAX_LABEL_PATH = 20

const ELLIPSIS = "\u2026"

/** The segments of a path; separators that lead or repeat stay with the segment that follows them. */
export const pathSegments = (path: string): ReadonlyArray<string> => {
  if (/^\/+$/.test(path)) return [path]
  return Array.from(path.matchAll(/(\/*[^/]+)/g), (match, index) =>
    index === 0 ? match[0] : match[0].replace(/^\//, "")
  )
}

/**
 * A path with segments in its middle replaced by an ellipsis, so that it is at most `max` long: the last segment always stays,
 * the first goes only from an absolute path, the others are taken back from the right and the left in turn while they fit. A
 * path that would not get shorter is left as it is.
 */
export const shortenPath = (path: string, max: number = MAX_LABEL_PATH): string => {
  if (path.length <= max) return path
  const segments = pathSegments(path)
  const [first = "", ...others] = segments
  const last = others.pop()
  if (last === undefined) return path
  const join = (left: ReadonlyArray<string>, right: ReadonlyArray<string>) => [...left, ELLIPSIS, ...right].join("/")
  let left = [first]
  let right = [last]
  for (let fromRight = true; others.length > 0; fromRight = !fromRight) {
    const nextLeft = fromRight ? left : [...left, ...others.slice(0, 1)]
    const nextRight = fromRight ? [...others.slice(-1), ...right] : right
    if (join(nextLeft, nextRight).length > max) break
    if (fromRight) others.pop()
    else others.shift()
    left = nextLeft
    right = nextRight
  }
  const kept = join(left, right)
  const shortened = kept.length > max && path.startsWith("/") ? join([""], right) : kept
  return shortened.length < path.length ? shortened : path
}
