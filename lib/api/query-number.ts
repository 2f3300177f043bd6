import { z } from 'zod'

/** A whole number in a query. Digits only, so that `1e3`, ` 5` and the empty string are refused. */
export function queryNumber(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const toNumber = (value: unknown) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)
  return z.preprocess(toNumber, z.int({ error: 'must be a whole number' }).min(min).max(max))
}
