/** Controls and directions that JSON lets stand in strings, and that a terminal may act on. */
const ACTIVE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** JSON that means the same to every reader and nothing to a terminal: what JSON leaves as it is becomes `\uNNNN`. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    ACTIVE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  )
