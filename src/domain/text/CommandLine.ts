/**
 * The words of a command line that is still being typed, as a shell would read them: quotes and backslashes taken off, the last
 * word as far as it goes; empty behind a blank.
 */
export const typedWords = (line: string): ReadonlyArray<string> => {
  const words: Array<string> = []
  let word = ""
  let quote = ""
  let begun = false
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (char === "\\" && quote !== "'") {
      word += line.charAt(++at)
      begun = true
    } else if (quote !== "") {
      if (char === quote) quote = ""
      else word += char
    } else if (char === "'" || char === '"') {
      quote = char
      begun = true
    } else if (/\s/.test(char)) {
      if (begun) words.push(word)
      word = ""
      begun = false
    } else {
      word += char
      begun = true
    }
  }
  return [...words, word]
}
