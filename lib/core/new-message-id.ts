import type { Capture } from './capture'
import type { EncodedBytes } from './content'

/** The changes to a request that give its message another id. */
export type Renamed = { headerChanges: [name: string, value: string][]; body?: EncodedBytes }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Replaces the id of a capture's message wherever it occurs, as the value of a header or as a string in a JSON body; all other bytes stay the
 * same. null if the request does not contain the id literally: some senders' ids are composed of several fields.
 */
export function withMessageId(
  { messageId, headers, body }: Pick<Capture, 'messageId' | 'headers' | 'body'>,
  fresh: string,
): Renamed | null {
  if (messageId === null) return null
  const names = headers.flatMap(([name, value]) => (value === messageId ? [name.toLowerCase()] : []))
  const headerChanges = [...new Set(names)].map((name): [string, string] => [name, fresh])
  const quoted = JSON.stringify(messageId)
  const isInBody = body.encoding === 'utf8' && body.data.includes(quoted)
  if (headerChanges.length === 0 && !isInBody) return null
  const data = isInBody ? body.data.replaceAll(quoted, () => JSON.stringify(fresh)) : ''
  return { headerChanges, ...(isInBody ? { body: { encoding: 'utf8', data } } : {}) }
}

/**
 * A random id of the same shape as `old`: `evt_1Nx` becomes `evt_` and a digit, an upper-case and a lower-case letter; a UUID becomes a UUID.
 * `random`: from 0 to below 1.
 */
export function freshMessageId(old: string, random: () => number = Math.random): string {
  const digits = UUID.test(old) ? '0123456789abcdef' : null
  const start = digits === null ? old.lastIndexOf('_') + 1 : 0
  const one = (chars: string) => chars[Math.floor(random() * chars.length)]!
  const changed = [...old.slice(start)].map((char) => {
    if (digits !== null) return char === '-' ? char : one(digits)
    if (/[0-9]/.test(char)) return one('0123456789')
    if (/[a-z]/.test(char)) return one('abcdefghijklmnopqrstuvwxyz')
    return /[A-Z]/.test(char) ? one('ABCDEFGHIJKLMNOPQRSTUVWXYZ') : char
  })
  return old.slice(0, start) + changed.join('')
}
