import { AppError } from '#lib/core/errors'
import type { Forward, ForwardSettings } from '#lib/core/forward/forward'
import { newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { ForwardPatch, NewForward, StoredForward } from '#lib/store/forward-store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { binFor, ownedBin } from '../owned-bin'
import { presentForward } from './present-forward'

/** Oldest first. @throws what `binFor` throws */
export async function listForwards(rt: Runtime, actor: Actor, binId: string): Promise<Forward[]> {
  const bin = await binFor(rt, 'keyReader', actor, binId)
  const forwards = await rt.store.listForwards(bin.key)
  return Promise.all(forwards.map((forward) => presentWithCounts(rt, forward)))
}

/** @throws what `binFor` throws, `forward_not_found` */
export async function getForward(rt: Runtime, actor: Actor, binId: string, forwardId: string): Promise<Forward> {
  const bin = await binFor(rt, 'keyReader', actor, binId)
  return presentWithCounts(rt, await existingForward(rt, bin, forwardId))
}

/**
 * It starts with the next capture.
 * @throws what `ownedBin` throws, `forwards_off`, `forwards_full`, `secret_not_found`; `invalid_input` for a URL that cannot be sent to;
 * `target_forbidden` for an address or port that the guard refuses without a DNS lookup
 */
export async function createForward(rt: Runtime, actor: Actor, binId: string, settings: ForwardSettings): Promise<Forward> {
  const bin = await ownedBin(rt, actor, binId)
  await checkForward(rt, bin, settings)
  const stored = await rt.store.addForward(newForward(rt, bin, settings), LIMITS.forwardsPerBinMax)
  if (stored === 'full') throw forwardsFull()
  return startForward(rt, bin, stored)
}

/** The same for a bin that the caller may change. Returns false and creates none if the bin has a forward of this name. */
export async function createNamedForward(rt: Runtime, bin: StoredBin, settings: ForwardSettings): Promise<boolean> {
  await checkForward(rt, bin, settings)
  const stored = await rt.store.addNamedForward(newForward(rt, bin, settings), LIMITS.forwardsPerBinMax)
  if (stored === 'full') throw forwardsFull()
  if (stored === 'named') return false
  await startForward(rt, bin, stored)
  return true
}

function newForward(rt: Pick<Runtime, 'now'>, bin: StoredBin, settings: ForwardSettings): NewForward {
  return { id: newId('fwd'), binKey: bin.key, createdAt: rt.now(), ...settings }
}

function startForward(rt: Runtime, bin: StoredBin, stored: StoredForward): Promise<Forward> {
  rt.forwarder.wake()
  return notifyForwardUpdated(rt, bin, stored)
}

/** `enabled: true` resumes a forward that a 410 paused. @throws what `createForward` throws, `forward_not_found` */
export async function updateForward(
  rt: Runtime,
  actor: Actor,
  binId: string,
  forwardId: string,
  patch: ForwardPatch,
): Promise<Forward> {
  const bin = await ownedBin(rt, actor, binId)
  await checkForward(rt, bin, patch)
  const stored = await rt.store.updateForward(bin.key, forwardId, patch)
  if (!stored) throw forwardNotFound()
  const forward = await notifyForwardUpdated(rt, bin, stored)
  rt.forwarder.wake()
  return forward
}

/** Also deletes its waiting and dead captures. @throws what `ownedBin` throws, `forward_not_found` */
export async function deleteForward(rt: Runtime, actor: Actor, binId: string, forwardId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  if (!(await rt.store.deleteForward(bin.key, forwardId))) throw forwardNotFound()
  rt.live.changed(bin.id, { type: 'forward:deleted', id: forwardId })
}

/** @throws `forward_not_found` */
export async function existingForward(rt: Pick<Runtime, 'store'>, bin: StoredBin, forwardId: string): Promise<StoredForward> {
  const forward = await rt.store.findForward(bin.key, forwardId)
  if (!forward) throw forwardNotFound()
  return forward
}

/** @throws `forwards_off` */
export function checkForwardsOn({ config }: Pick<Runtime, 'config'>): void {
  if (config.forward === 'off') throw new AppError('forwards_off', 'The operator of this Creel has turned forwards off.')
}

/** Notifies watchers, and the process that works on the forward. */
export async function notifyForwardUpdated(
  rt: Pick<Runtime, 'store' | 'live' | 'now'>,
  bin: StoredBin,
  stored: StoredForward,
): Promise<Forward> {
  const forward = await presentWithCounts(rt, stored)
  rt.live.changed(bin.id, { type: 'forward:updated', forward })
  return forward
}

async function presentWithCounts(rt: Pick<Runtime, 'store' | 'now'>, stored: StoredForward): Promise<Forward> {
  return presentForward(stored, await rt.store.countForward(stored), rt.now())
}

/** `bin`: null if it does not exist yet, so it has no secrets. @throws what `createForward` throws, except `forwards_full` */
export async function checkForward(rt: Runtime, bin: StoredBin | null, { url, sign }: ForwardPatch): Promise<void> {
  checkForwardsOn(rt)
  if (url !== undefined) rt.checkTarget(url)
  if (!sign) return
  const secrets = bin ? await rt.store.listSecrets(bin.key) : []
  if (!secrets.some(({ id }) => id === sign.secretId)) {
    throw new AppError('secret_not_found', 'There is no such secret in this bin: it may have been deleted.')
  }
}

export function forwardsFull(): AppError {
  return new AppError('forwards_full', `A bin has at most ${LIMITS.forwardsPerBinMax} forwards. Delete one that is not needed.`)
}

function forwardNotFound(): AppError {
  return new AppError('forward_not_found', 'There is no such forward in this bin: it may have been deleted.')
}
