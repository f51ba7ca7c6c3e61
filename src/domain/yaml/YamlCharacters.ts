import { yamlErrorAt } from "./YamlError.ts"

const UNPRINTABLE = /[^\t\n\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** A text with line feeds for the other line ends that editors write. */
export const withLineFeeds = (text: string): string => (text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text)

/** Throws YamlSyntaxError where a text has a character that YAML does not allow, before it can reach a screen. */
export const refuseUnprintable = (text: string): void => {
  const bad = UNPRINTABLE.exec(text)
  if (bad === null) return
  const code = (bad[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")
  const clean = text.slice(0, bad.index)
  throw yamlErrorAt(clean, clean.length, `unacceptable character #x${code}: special characters are not allowed`)
}
