import { createHash } from 'node:crypto'
import type { Runtime } from '#lib/runtime'

/** Who calls: the hash of their access key, and how the key came. */
export type Owner = { hash: string; via: 'bearer' | 'cookie' }

/** Anything headers can be read from: `Headers`, Next's `headers()`, a wrapped `IncomingMessage`. */
export type HeaderReader = { get(name: string): string | null }

/** A key that came with a request, not yet looked up. */
export type Credentials = { key: string; via: Owner['via'] }

export const KEY_COOKIE = 'creel_key'

const ACCESS_KEY = /^ck_[0-9a-z]{26,128}$/

/**
 * What the store keeps of an access key or a share token: SHA-256, hex. It has 160 random bits, so it needs no salt and no slow
 * hash; and what is compared with what a caller sent is always such a hash, whose beginning tells nothing about the secret.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The owner whose key came with the request, or null where none came, or a malformed or unknown one. */
export async function findOwner(rt: Runtime, headers: HeaderReader): Promise<Owner | null> {
  const credentials = readCredentials(headers)
  return credentials && findKeyOwner(rt, credentials)
}

/** The owner of a key, or null where the key is malformed or unknown. */
export async function findKeyOwner(rt: Runtime, { key, via }: Credentials): Promise<Owner | null> {
  if (!ACCESS_KEY.test(key)) return null
  const hash = hashSecret(key)
  return (await rt.store.hasAccessKey(hash)) ? { hash, via } : null
}

/** The key that a request bears. Bearer wins; other schemes may be meant for a proxy in front and are passed over. */
export function readCredentials(headers: HeaderReader): Credentials | null {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')
  if (bearer) return { key: bearer[1]!, via: 'bearer' }
  const key = cookieValue(headers.get('cookie') ?? '', KEY_COOKIE)
  return key === null ? null : { key, via: 'cookie' }
}

export function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}
