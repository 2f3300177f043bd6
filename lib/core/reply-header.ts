import { HOP_BY_HOP_HEADERS, isHeaderName, isHeaderValue } from './headers'

/** What a configured reply may not say: the connection is the server's, and a cookie would belong to the origin of the pages. */
const REFUSED: ReadonlySet<string> = new Set([...HOP_BY_HOP_HEADERS, 'content-length', 'set-cookie', 'set-cookie2'])

/** Why this header cannot be part of a bin's reply, or null where it can. */
export function replyHeaderFault(name: string, value: string): string | null {
  if (!isHeaderName(name)) return 'the name is not a legal header name'
  if (REFUSED.has(name.toLowerCase())) return `${name.toLowerCase()} cannot be set: the server answers for it`
  if (!isHeaderValue(value)) {
    return 'the value is not legal: no control characters, nothing over U+00FF, no white space at the ends'
  }
  return null
}
