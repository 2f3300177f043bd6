import { gzipSync } from 'node:zlib'
import type { NewCapture } from '#lib/store/stored-capture'

/** A request with a planted credential, in one of the notations of real senders. */
export type Form = {
  title: string
  request: Partial<NewCapture> & { query?: string; path?: string }
  secret: string
  note?: string
}

export const json = (value: unknown): Form['request'] => typed('application/json', JSON.stringify(value))
/** JSON text that `JSON.stringify` would not write. */
export const rawJson = (text: string) => typed('application/json', text)
/** A text inside harmless JSON, as sent by a log shipper or a chat. */
export const jsonMessage = (text: string) => json({ id: 7, message: text })
export const form = (text: string) => typed('application/x-www-form-urlencoded', text)
export const headers = (...rawHeaders: string[]): Form['request'] => ({ rawHeaders, body: Buffer.from('{"a":1}') })
export const query = (text: string): Form['request'] => ({ query: text })
export const path = (text: string): Form['request'] => ({ path: text })

export function typed(type: string, body: string | Buffer, ...more: string[]): Form['request'] {
  return { rawHeaders: ['Content-Type', type, ...more], body: Buffer.from(body as string) }
}

export const base64 = (text: string) => Buffer.from(text).toString('base64')
export const base64url = (text: string) => Buffer.from(text).toString('base64url')
export const hex = (text: string) => Buffer.from(text).toString('hex')
export const gzipped = (text: string) => gzipSync(text)
export const escaped = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
export const entities = (text: string) => [...text].map((char) => `&#${char.charCodeAt(0)};`).join('')
export const percentEncoded = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
export const quotedPrintable = (text: string) =>
  [...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('')

/** Every encoding in which a leaked secret could be read without a key. */
export function spellings(secret: string): string[] {
  const cores = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift, 'x'), Buffer.from(secret)]).toString('base64')
    return text.slice(shift === 0 ? 0 : 4, text.length - 4)
  })
  const long = secret.length >= 12 ? [...cores, ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))] : []
  return [secret, hex(secret), percentEncoded(secret), escaped(secret), entities(secret), quotedPrintable(secret), ...long]
}
