import { hash, timingSafeEqual } from 'node:crypto'
import type { GateAuth } from '#lib/core/bin-require'
import { captureTarget } from '#lib/core/capture-target'
import type { GateRefusal } from '#lib/core/reply'

type Request = { target: string; rawHeaders: readonly string[] }

/** Why a request does not have these credentials; null if it does. `secret`: the value that `auth` masks. */
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

/** Two values are refused even if one is right, because it is unclear which one a program behind a proxy would use. */
function judged(given: readonly Buffer[], wanted: string): GateRefusal | null {
  if (given.length === 0) return 'credentials_missing'
  return given.length === 1 && isSame(given[0]!, Buffer.from(wanted)) ? null : 'credentials_wrong'
}

/** Takes the same time wherever they differ, and whatever the length of the expected one. */
function isSame(given: Buffer, wanted: Buffer): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', wanted, 'buffer'))
}

/** The bytes as sent; Node returns them as Latin-1. */
function headerValues(rawHeaders: readonly string[], name: string): Buffer[] {
  const lower = name.toLowerCase()
  return rawHeaders.flatMap((each, i) =>
    i % 2 === 0 && each.toLowerCase() === lower ? [Buffer.from(rawHeaders[i + 1]!, 'latin1')] : [],
  )
}

/** The part after the scheme. A value with another scheme is not a credential of this one, but it still counts as a second value. */
function authorizations(rawHeaders: readonly string[], scheme: 'basic' | 'bearer'): Buffer[] {
  const values = headerValues(rawHeaders, 'authorization').map((bytes) => bytes.toString('latin1'))
  const ofScheme = values.map((value) => new RegExp(`^${scheme} +(.*)$`, 'is').exec(value)?.[1])
  if (!ofScheme.some((value) => value !== undefined)) return []
  return ofScheme.map((value) => Buffer.from(value ?? '', 'latin1'))
}

/** Strict: Buffer would skip invalid base64, so that many texts would be equal. */
function fromBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
}
