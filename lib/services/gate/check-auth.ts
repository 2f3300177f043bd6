import { hash, timingSafeEqual } from 'node:crypto'
import type { GateAuth } from '#lib/core/bin-require'
import { captureTarget } from '#lib/core/capture-target'
import type { GateRefusal } from '#lib/core/reply'

type Request = { target: string; rawHeaders: readonly string[] }

/** Whether a request carries these credentials; null: it does. `secret`: the value that `auth` masks. */
export function checkAuth(auth: GateAuth, secret: string, { target, rawHeaders }: Request): GateRefusal | null {
  switch (auth.type) {
    case 'basic':
      return judged(authorizations(rawHeaders, 'basic').map(fromBase64), `${auth.user}:${secret}`)
    case 'bearer':
      return judged(authorizations(rawHeaders, 'bearer'), secret)
    case 'header':
      return judged(headerValues(rawHeaders, auth.name), secret)
    case 'query': {
      const query = new URLSearchParams(captureTarget(target)?.query ?? '')
      return judged(
        query.getAll(auth.name).map((text) => Buffer.from(text)),
        secret,
      )
    }
  }
}

/** Two values are refused even if one is right: what a program behind a proxy would take is anybody's guess. */
function judged(given: readonly Buffer[], wanted: string): GateRefusal | null {
  if (given.length === 0) return 'credentials_missing'
  return given.length === 1 && isSame(given[0]!, Buffer.from(wanted)) ? null : 'credentials_wrong'
}

/** In a time that tells nothing of where they differ, nor of the length of the one that is wanted. */
function isSame(given: Buffer, wanted: Buffer): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', wanted, 'buffer'))
}

/** The bytes as sent: Node gives them as latin-1. */
function headerValues(rawHeaders: readonly string[], name: string): Buffer[] {
  const lower = name.toLowerCase()
  return rawHeaders.flatMap((each, i) =>
    i % 2 === 0 && each.toLowerCase() === lower ? [Buffer.from(rawHeaders[i + 1]!, 'latin1')] : [],
  )
}

/** What follows the scheme; one of another scheme is not credentials of this one, but it is a value too many. */
function authorizations(rawHeaders: readonly string[], scheme: 'basic' | 'bearer'): Buffer[] {
  const values = headerValues(rawHeaders, 'authorization').map((bytes) => bytes.toString('latin1'))
  const ofScheme = values.map((value) => new RegExp(`^${scheme} +(.*)$`, 'is').exec(value)?.[1])
  if (!ofScheme.some((value) => value !== undefined)) return []
  return ofScheme.map((value) => Buffer.from(value ?? '', 'latin1'))
}

/** Strictly: Buffer would skip what is no base64, and so many texts would be one. */
function fromBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
}
