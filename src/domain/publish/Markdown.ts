const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, "0")

/** Text in one cell of a Markdown table: no bar or line break of the user's ends it, no control character gets out. */
export const cell = (text: string): string =>
  text
    .replace(/\r?\n/g, "<br>")
    // What stands before the bar must not escape the escape.
    .replace(/(\\*)\|/g, "$1$1\\|")
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\x${hex(char)}`)

/** A path as text in a cell or in a link there: none of it is read as Markdown or HTML that could hide where it leads. */
export const pathText = (path: string): string => cell(path.replace(/[[\]`<\\]/g, "\\$&").replace(/\r?\n/g, " "))

/** A relative path as the target of a Markdown link: what would end the link, its cell or its path is percent-encoded. */
export const pathUrl = (path: string): string =>
  path.replace(/[\u0000-\u0020\u007f"#%()<>?[\\\]^`{|}]/g, (char) => `%${hex(char).toUpperCase()}`)

/** Text as a block of code, in a fence that is longer than any run of backticks in it. */
export const fenced = (text: string): string => {
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2)
  const fence = "`".repeat(longest + 1)
  return `${fence}\n${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${fence}`
}
