import { Schema } from "effect"

/** 32 lower-case hexadecimal characters: a uuid4 without its dashes. Foreign directories may carry any other name. */
export const RunId = Schema.String.pipe(Schema.brand("RunId"))
export type RunId = typeof RunId.Type

/** The first eight characters, which lists show. */
export const shortId = (id: string): string => id.slice(0, 8)

/** Whether a text is an id as guild makes them, and not the beginning of one. */
export const isWholeId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)
