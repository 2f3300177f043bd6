/** The ids and times of one sample: consistent within the sample, different in the next. */
export type SampleValues = {
  /** Milliseconds since 1970. */
  now: number
  /** `now` in whole seconds. */
  seconds: number
  /** ISO 8601 in UTC, without fractions of a second; `offsetSeconds` after `now`. */
  iso(offsetSeconds?: number): string
  /** Letters and digits. */
  text(length: number): string
  hex(length: number): string
  /** The first digit is not 0. */
  digits(length: number): string
  uuid(): string
}

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'

/** `random` returns a number from 0 to below 1, like Math.random. */
export function newSampleValues(now: number, random: () => number): SampleValues {
  const from = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
  const hex = (length: number) => from(DIGITS + LOWER.slice(0, 6), length)
  return {
    now,
    seconds: Math.floor(now / 1000),
    iso: (offsetSeconds = 0) => `${new Date(now + offsetSeconds * 1000).toISOString().slice(0, 19)}Z`,
    text: (length) => from(DIGITS + LOWER + LOWER.toUpperCase(), length),
    hex,
    digits: (length) => from(DIGITS.slice(1), 1) + from(DIGITS, length - 1),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${from('89ab', 1)}${hex(3)}-${hex(12)}`,
  }
}
