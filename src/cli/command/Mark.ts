/**
 * A word as it goes to the decoding library, which trims words and takes an empty one for none: marked at both ends, so that
 * it comes back as it was typed.
 */
export const mark = (word: string): string => `=${word}=`

/** The word behind its marks. */
export const unmark = (marked: string): string => marked.slice(1, -1)
