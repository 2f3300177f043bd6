import type { Runtime } from '#lib/runtime'
import { refusalOf } from './access'
import { type Actor, ANONYMOUS, type KeyActor, type ShareActor } from './actor'
import {
  cookieValue,
  type HeaderReader,
  hashSecret,
  isAccessKey,
  isShareToken,
  readCredentials,
  shareCookieName,
} from './credentials'
import { isAdminKey } from './is-admin-key'

/** The last use of a share is stored to the minute, so that a reader who polls does not cause a write each time. */
const TOUCH_MS = 60_000

/**
 * The sender of these headers; null if they have an invalid Bearer key or token. A stale cookie counts as none. `binId`: a bin that the
 * browser may have opened a share link to. Its key takes precedence over the link if it may look at the bin.
 */
export async function findActor(rt: Runtime, headers: HeaderReader, binId?: string): Promise<Actor | null> {
  const credentials = readCredentials(headers)
  if (credentials?.via === 'bearer') return findBearer(rt, credentials.secret)
  const keyActor = credentials && (await findKeyActor(rt, credentials.secret, 'cookie'))
  const token = binId === undefined ? null : cookieValue(headers, shareCookieName(binId))
  if (binId === undefined || token === null) return keyActor ?? ANONYMOUS
  const bin = keyActor && (await rt.store.findBin(binId))
  if (keyActor && bin && !refusalOf('reader', keyActor, bin)) return keyActor
  return (await findShareActor(rt, token)) ?? keyActor ?? ANONYMOUS
}

/** The actor of this key or token, or null if it is malformed, unknown, revoked or expired. */
export async function findBearer(rt: Runtime, secret: string): Promise<Actor | null> {
  if (isAdminKey(rt, secret)) return { kind: 'admin' }
  if (isShareToken(secret)) return findShareActor(rt, secret)
  return findKeyActor(rt, secret, 'bearer')
}

/** Like `findBearer`, for access keys only. */
export async function findKeyActor(rt: Runtime, secret: string, via: KeyActor['via']): Promise<KeyActor | null> {
  const key = isAccessKey(secret) ? await rt.store.findKey(hashSecret(secret)) : null
  if (!key || (key.expiresAt !== null && key.expiresAt <= rt.now())) return null
  rt.keyUses.used(key)
  return { kind: 'key', key, via }
}

/** Like `findBearer`, for share tokens only. */
export async function findShareActor(rt: Runtime, token: string): Promise<ShareActor | null> {
  const share = isShareToken(token) ? await rt.store.findShare(hashSecret(token)) : null
  if (!share || share.expiresAt <= rt.now()) return null
  if (share.lastUsedAt === null || rt.now() - share.lastUsedAt >= TOUCH_MS) {
    // Not awaited, and a full disk is no reason to refuse to show anything.
    rt.store
      .touchShare(share.id, rt.now())
      .catch((error: unknown) => rt.log.warn({ err: error }, 'the last use of a share link could not be stored'))
  }
  return { kind: 'share', share }
}
