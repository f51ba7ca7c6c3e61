/** A text from outside as one line that is safe on a terminal: control characters become `\xNN`, so none of them acts. */
export const visibleText = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (char) =>
    char.charCodeAt(0) < 0x100
      ? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`
      : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  )
