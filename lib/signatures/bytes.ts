import { fromBase64, toBase64 } from '#lib/core/content'

/** How a signature or a key is written as text. `base64url` is written without padding (RFC 4648 section 5). */
export type Encoding = 'hex' | 'base64' | 'base64url'

const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/**
 * Header values are latin-1: one character, one byte. Characters above 0xFF cannot occur there and become `?`. A plain loop, because this
 * runs for every capture.
 */
export function latin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    bytes[i] = code > 0xff ? 0x3f : code
  }
  return bytes
}

export function encode(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'hex') return hex(bytes)
  const text = toBase64(bytes)
  return encoding === 'base64' ? text : text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i]!]
  return text
}

/** The bytes, or null if `text` is not in this encoding. Hex in either case; base64 with or without padding. */
export function decode(text: string, encoding: Encoding): Uint8Array | null {
  if (encoding === 'hex') return /^(?:[0-9a-f]{2})+$/i.test(text) ? hexBytes(text) : null
  const alphabet = encoding === 'base64' ? /^[A-Za-z0-9+/]+={0,2}$/ : /^[A-Za-z0-9_-]+={0,2}$/
  const digits = text.replace(/=+$/, '')
  if (!alphabet.test(text) || digits.length % 4 === 1) return null
  return fromBase64(digits.replace(/-/g, '+').replace(/_/g, '/'))
}

function hexBytes(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Compares in constant time. Lengths are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** Like `equalBytes`, on UTF-16 code units and without copying either text. */
export function equalTexts(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const joined = new Uint8Array(byteCount(parts))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function byteCount(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}
