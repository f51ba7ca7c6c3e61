/** How `guild label` changes a label that a run already has. */
export type LabelEdit =
  | { readonly kind: "set"; readonly text: string }
  | { readonly kind: "prepend"; readonly text: string }
  | { readonly kind: "append"; readonly text: string }
  | { readonly kind: "remove"; readonly text: string }
  | { readonly kind: "clear" }

const words = (text: string): ReadonlyArray<string> => text.split(/\s+/).filter((word) => word !== "")

/** A label without any run of words equal to those of `text`; parts of words are never removed. */
const removeWords = (label: string, text: string): string => {
  const removed = words(text)
  const kept = [...words(label)]
  if (removed.length === 0) return label
  for (let i = 0; i + removed.length <= kept.length;) {
    if (removed.every((word, k) => kept[i + k] === word)) kept.splice(i, removed.length)
    else i++
  }
  return kept.join(" ")
}

/** The label after an edit; empty where none is left. */
export const editLabel = (label: string, edit: LabelEdit): string => {
  switch (edit.kind) {
    case "set":
      return edit.text
    case "prepend":
      return `${edit.text} ${label}`.trim()
    case "append":
      return `${label} ${edit.text}`.trim()
    case "remove":
      return removeWords(label, edit.text)
    case "clear":
      return ""
  }
}
