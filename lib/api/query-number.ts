import { z } from 'zod'

/** As many digits as every number of them is exact. */
const DIGITS = /^\d{1,15}$/
const MAX = 999_999_999_999_999

/** A whole number in a query. Digits only, so that `1e3`, ` 5` and the empty string are refused. */
export function queryNumber(min: number, max: number = MAX) {
  const toNumber = (value: unknown) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value)
  const allowed = { error: `must be a whole number from ${min} to ${max}` }
  return z.preprocess(toNumber, z.int(allowed).min(min, allowed).max(max, allowed))
}
