import { AppError } from '#lib/core/errors'
import { captureId as captureIdOf, newId, newShareToken } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { Share, ShareShow } from '#lib/core/share'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'
import { hashSecret } from './credentials'
import type { Origins } from './origins'
import { ownedBin } from './owned-bin'
import { ownedSummary } from './owned-capture'
import { presentShare } from './present'

/** `captureId`: only that capture; otherwise the whole bin. */
export type CreateShareInput = { captureId?: string; ttlSeconds: number; show: ShareShow }

/** `token` is shown only this once. Opening `url` in a browser exchanges it for a cookie. */
export type CreatedShare = Omit<Share, 'lastUsedAt'> & { url: string; token: string }

/** @throws what `ownedBin` throws, `capture_not_found`, `too_many_requests` if the bin has its maximum of links */
export async function createShare(
  rt: Runtime,
  actor: Actor,
  binId: string,
  { captureId, ttlSeconds, show }: CreateShareInput,
  origins: Origins,
): Promise<CreatedShare> {
  const bin = await ownedBin(rt, actor, binId)
  const captureSeq = captureId === undefined ? null : (await ownedSummary(rt, actor, binId, captureId)).summary.seq
  await checkRoom(rt, bin)
  const token = newShareToken()
  const createdAt = rt.now()
  const share = {
    id: newId('sh'),
    binKey: bin.key,
    captureSeq,
    tokenHash: hashSecret(token),
    show,
    createdAt,
    expiresAt: createdAt + ttlSeconds * 1000,
    lastUsedAt: null,
  }
  await rt.store.addShare(share)
  const { lastUsedAt: _, ...shown } = presentShare(bin, share)
  const page = captureSeq === null ? '' : `capture=${captureIdOf(bin.captureTag, captureSeq)}&`
  return { ...shown, url: `${origins.ui}/bins/${bin.id}?${page}share=${token}`, token }
}

/** Expired links do not count. */
async function checkRoom(rt: Runtime, bin: StoredBin): Promise<void> {
  await rt.store.deleteExpiredShares(bin.key, rt.now())
  if ((await rt.store.listShares(bin.key)).length < LIMITS.sharesPerBinMax) return
  throw new AppError(
    'too_many_requests',
    `A bin has at most ${LIMITS.sharesPerBinMax} share links. Revoke one that is not needed.`,
  )
}
