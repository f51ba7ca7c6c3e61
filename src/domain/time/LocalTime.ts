/** A moment as a clock on the wall shows it: the fields of a local date and time, month and day counted from 1. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

export type LocalUnit = "second" | "minute" | "hour" | "day" | "week"

const SECONDS: { readonly [U in LocalUnit]: number } = { second: 1, minute: 60, hour: 3600, day: 86400, week: 604800 }

/** Wall clock time as seconds on a calendar without time zones, so that a day always has 24 hours. */
const toSeconds = (time: LocalTime): number =>
  Math.floor(utc(time.year, time.month, time.day) / 1000) + time.hour * 3600 + time.minute * 60 + time.second

/** Date.UTC without its reading of years below 100 as 19xx. */
const utc = (year: number, month: number, day: number): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}

const fromSeconds = (seconds: number): LocalTime => {
  const date = new Date(seconds * 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds()
  }
}

/** So many units later on the wall clock, or earlier when negative. */
export const addUnits = (time: LocalTime, amount: number, unit: LocalUnit): LocalTime =>
  fromSeconds(toSeconds(time) + amount * SECONDS[unit])

/** How many days a month has; months count from 1. */
export const daysInMonth = (year: number, month: number): number => new Date(utc(year, month + 1, 0)).getUTCDate()

/** The first of the month so many months later. */
export const addMonths = (year: number, month: number, amount: number): readonly [year: number, month: number] => {
  const months = year * 12 + (month - 1) + amount
  return [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
}

/** Days since Monday: 0 to 6. */
export const weekday = (time: LocalTime): number => (new Date(utc(time.year, time.month, time.day)).getUTCDay() + 6) % 7

export const isBefore = (a: LocalTime, b: LocalTime): boolean => toSeconds(a) < toSeconds(b)

/** The time that a clock in the machine's time zone shows at `ms` milliseconds since the epoch. */
export const localTime = (ms: number): LocalTime => {
  const date = new Date(ms)
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds()
  }
}

/** Milliseconds since the epoch at which a clock in the machine's time zone shows `time` (the first, where it does so twice). */
export const epochMs = (time: LocalTime): number => {
  const date = new Date(0)
  date.setFullYear(time.year, time.month - 1, time.day)
  date.setHours(time.hour, time.minute, time.second, 0)
  return date.getTime()
}

const two = (value: number): string => String(value).padStart(2, "0")

/** `2019-05-01 14:35:23` */
export const formatLocalTime = (time: LocalTime): string =>
  `${String(time.year).padStart(4, "0")}-${two(time.month)}-${two(time.day)} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`
