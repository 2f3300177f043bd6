import { createHash } from 'node:crypto'
import { BIN_ID } from '#lib/core/ids'

/** Any object with headers: `Headers`, Next's `headers()`, a wrapped `IncomingMessage`. */
export type HeaderReader = { get(name: string): string | null }

/** A secret from a request, not yet looked up. */
export type Credentials = { secret: string; via: 'bearer' | 'cookie' }

export const KEY_COOKIE = 'creel_key'

const ACCESS_KEY = /^ck_[0-9a-z]{26,128}$/
const SHARE_TOKEN = /^cs_[0-9a-z]{26,128}$/

export function isAccessKey(text: string): boolean {
  return ACCESS_KEY.test(text)
}

export function isShareToken(text: string): boolean {
  return SHARE_TOKEN.test(text)
}

/**
 * The SHA-256 (hex) that the store keeps of an access key or a share token. A secret has 160 random bits, so it needs no salt and no slow
 * hash. Comparisons are always between such hashes, whose beginning reveals nothing about the secret.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The secret in a request. Bearer wins. Other schemes are ignored, because they may be meant for a proxy in front. */
export function readCredentials(headers: HeaderReader): Credentials | null {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')
  if (bearer) return { secret: bearer[1]!, via: 'bearer' }
  const secret = cookieValue(headers, KEY_COOKIE)
  return secret === null ? null : { secret, via: 'cookie' }
}

/** Each shared bin has its own cookie, which holds the token. */
export function shareCookieName(binId: string): string {
  return `creel_share_${binId}`
}

/** The bins that a browser has opened links to, from its cookies; at most ten. */
export function sharedBinIds(headers: HeaderReader): string[] {
  const names = [...(headers.get('cookie') ?? '').matchAll(new RegExp(`(?:^|;)\\s*${shareCookieName(`(${BIN_ID})`)}=`, 'g'))]
  return names.slice(0, 10).map(([, binId]) => binId!)
}

export function cookieValue(headers: HeaderReader, name: string): string | null {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}
