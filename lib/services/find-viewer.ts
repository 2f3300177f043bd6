import type { Runtime } from '#lib/runtime'
import type { StoredShare } from '#lib/store/share-store'
import { cookieValue, findOwner, type HeaderReader, hashSecret, type Owner } from './find-owner'

/** Who looks through a share link. */
export type ShareViewer = { via: 'share'; share: StoredShare }

/** Whoever may look at a bin: whose it is, or who has a link to it. */
export type Viewer = Owner | ShareViewer

const SHARE_TOKEN = /^cs_[0-9a-z]{26,128}$/
/** The last use is kept to the minute: a reader who polls does not write with each look. */
const TOUCH_MS = 60_000

/** Each share of each bin has a cookie of its own; it holds the token. */
export function shareCookieName(binId: string): string {
  return `creel_share_${binId}`
}

/** The bins to which a browser has opened links, as its cookies say; at most ten. */
export function sharedBinIds(headers: HeaderReader): string[] {
  const names = [...(headers.get('cookie') ?? '').matchAll(/(?:^|;)\s*creel_share_([a-z0-9-]{1,63})=/g)]
  return names.slice(0, 10).map(([, binId]) => binId!)
}

export function isShareToken(text: string): boolean {
  return SHARE_TOKEN.test(text)
}

/** Who looks through the link with this token, or null where it is malformed, unknown, revoked or expired. */
export async function findShareViewer(rt: Runtime, token: string): Promise<ShareViewer | null> {
  if (!isShareToken(token)) return null
  const share = await rt.store.findShare(hashSecret(token))
  if (!share || share.expiresAt <= rt.now()) return null
  if (share.lastUsedAt === null || rt.now() - share.lastUsedAt >= TOUCH_MS) {
    // Nobody waits for it, and a full disk is no reason to show nothing.
    rt.store
      .touchShare(share.id, rt.now())
      .catch((error: unknown) => rt.log.warn({ err: error }, 'the last use of a share could not be kept'))
  }
  return { via: 'share', share }
}

/**
 * Who looks at this bin in a browser: its owner where the cookie of the key says so, else whoever opened a link to it, else
 * the owner of another bin (who will be told that this one is not theirs), or null.
 */
export async function findViewer(rt: Runtime, headers: HeaderReader, binId: string): Promise<Viewer | null> {
  const owner = await findOwner(rt, headers)
  const token = cookieValue(headers.get('cookie') ?? '', shareCookieName(binId))
  if (token === null) return owner
  if (owner && (await rt.store.findBin(binId))?.ownerHash === owner.hash) return owner
  return (await findShareViewer(rt, token)) ?? owner
}
