import { arg, boolArg, intArg, textArg } from "./Arguments.ts"
import { escaped, Markup } from "./Datum.ts"
import type { Filter } from "./Frame.ts"

const HOST = "(?:https?://|www\\.)(?:[\\w%-]+\\.)*(?:[a-z]{2,63}|xn--[\\w%]{2,59})"
const KNOWN_ENDS = "(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)"
const ADDRESS = "https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}\\])"
const WEB = new RegExp(`^(?:${HOST}|${KNOWN_ENDS}|${ADDRESS})(?::\\d{1,5})?(?:[/?#]\\S*)?$`, "iu")
const EMAIL = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u

const count = (text: string, part: string): number => text.split(part).length - 1

/** A word without what stands around a link in prose; a bracket that opens in the link closes in it. */
const parts = (word: string): readonly [head: string, middle: string, tail: string] => {
  const [head = ""] = /^(?:[(<]|&lt;)+/.exec(word) ?? []
  const rest = word.slice(head.length)
  let [tail = ""] = /(?:[)>.,]|&gt;)+$/.exec(rest) ?? []
  let middle = rest.slice(0, rest.length - tail.length)
  for (const [open, close] of [
    ["(", ")"],
    ["<", ">"],
    ["&lt;", "&gt;"]
  ] as const)
    for (let left = count(middle, open) - count(middle, close); left > 0 && tail.includes(close); left--) {
      const end = tail.indexOf(close) + close.length
      middle += tail.slice(0, end)
      tail = tail.slice(end)
    }
  return [head, middle, tail]
}

/** Web and mail addresses in a text as links. */
export const urlize: Filter = (value, call, { autoescape }) => {
  const limit = intArg(call, 0, "trim_url_limit", 0)
  const given = textArg(call, 3, "rel", "").split(/\s+/)
  const rel = new Set([...given, ...(boolArg(call, 1, "nofollow", false) ? ["nofollow"] : []), "noopener"])
  const target = arg(call, 2, "target") ?? null
  const attributes =
    ` rel="${escaped([...rel].filter(Boolean).sort().join(" "))}"` +
    (target === null ? "" : ` target="${escaped(target)}"`)
  const shown = (url: string) => (limit > 0 && url.length > limit ? `${url.slice(0, limit)}...` : url)
  const linked = (middle: string): string => {
    if (WEB.test(middle)) {
      const url = /^https?:\/\//.test(middle) ? middle : `https://${middle}`
      return `<a href="${url}"${attributes}>${shown(middle)}</a>`
    }
    const mail = middle.replace(/^mailto:/, "")
    const isMail = EMAIL.test(mail) && !mail.startsWith("www.") && !mail.includes(":")
    return isMail ? `<a href="mailto:${mail}">${mail}</a>` : middle
  }
  const words = escaped(value)
    .split(/(\s+)/)
    .map((word) => {
      const [head, middle, tail] = parts(word)
      return head + linked(middle) + tail
    })
  return autoescape ? new Markup(words.join("")) : words.join("")
}
