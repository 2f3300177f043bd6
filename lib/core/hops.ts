import { headerValue, type RawHeaders } from './headers'

/** Counts how often Creel has sent a request on, so that a forward into a bin that forwards stops going round. */
export const HOPS_HEADER = 'x-creel-hops'

const HOPS_MAX = 3

/** What the header says when this request is sent on once more; null where it has gone round too often. What is no number counts as 0. */
export function nextHop(headers: RawHeaders): number | null {
  const text = headerValue(headers, HOPS_HEADER) ?? ''
  const hops = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  return hops >= HOPS_MAX ? null : hops + 1
}
