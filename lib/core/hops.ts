import { headerValue, type RawHeaders } from './headers'

/** Counts how often Creel has sent a request on, so that forwards between bins do not loop forever. */
export const HOPS_HEADER = 'x-creel-hops'

const HOPS_MAX = 3

/** The header's value for sending this request on once more; null if it was sent on too often. A value that is not a number counts as 0. */
export function nextHop(headers: RawHeaders): number | null {
  const text = headerValue(headers, HOPS_HEADER) ?? ''
  const hops = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  return hops >= HOPS_MAX ? null : hops + 1
}
