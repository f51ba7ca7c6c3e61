import type { FlagChoice, FlagDef } from "../../domain/flags/FlagDef.ts"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import { fit, textWidth } from "../../domain/text/TextWidth.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"

/** What a flag is when nothing is given for it, in brackets; empty where that cannot be said. */
const defaultText = (flag: FlagDef): string =>
  flag.default !== null
    ? `(default is ${visibleText(encodeFlagValue(flag.default))})`
    : flag.nullLabel !== undefined
      ? `(default is ${visibleText(flag.nullLabel)})`
      : flag.required
        ? "(required)"
        : ""

const oneLine = (text: string): string => text.trim().split(/\s+/).map(visibleText).join(" ")

/** A flag in one sentence: its description and its default. */
export const flagSentence = (flag: FlagDef): string =>
  [oneLine(flag.description), defaultText(flag)].filter((text) => text !== "").join(" ")

/** What a flag is called: by its alias too, where it has one. */
export const flagName = ({ alias, name }: FlagDef): string =>
  visibleText(alias === undefined ? name : `${name}, ${alias}`)

const choiceName = ({ alias, value }: FlagChoice): string =>
  visibleText(alias === undefined ? encodeFlagValue(value) : `${alias} (${encodeFlagValue(value)})`)

/** The choices of a flag with what is said of them; names alone where nothing is. */
export const choiceRows = (flag: FlagDef): ReadonlyArray<readonly [name: string, description: string]> =>
  flag.choices.map((choice) => [choiceName(choice), oneLine(choice.description)])

/** A flag as help has it: its sentence, and its choices below where it has some. */
export const flagParagraphs = (flag: FlagDef): string => {
  const rows = choiceRows(flag)
  if (rows.length === 0) return flagSentence(flag)
  const width = Math.max(...rows.map(([name]) => textWidth(name)))
  const choices = rows.every(([, description]) => description === "")
    ? [`  ${rows.map(([name]) => name).join(", ")}`]
    : rows.map(([name, description]) => `  ${fit(name, width)}  ${description}`.trimEnd())
  return [flagSentence(flag), "", "Choices:", ...choices].join("\n")
}
