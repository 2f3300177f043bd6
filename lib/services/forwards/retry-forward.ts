import type { Filter } from '#lib/core/filter/filter'
import { FULL_PERMISSION } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { StoredForward } from '#lib/store/forward-store'
import type { CapturePage } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { ownedBin } from '../owned-bin'
import { ownedCaptureSeq } from '../owned-capture'
import { checkForwardsOn, existingForward, notifyForwardUpdated } from './manage-forwards'

/** Which dead captures: those that match and that died since (milliseconds since 1970); all without either. */
export type RetryInput = { filter?: Filter | undefined; since?: number | undefined }

const SEQS_PER_STEP = 200

/** Returns how many will be retried, at the pace of the forward. @throws what `ownedBin` throws, `forward_not_found`, `forwards_off` */
export async function retryDead(
  rt: Runtime,
  actor: Actor,
  binId: string,
  forwardId: string,
  { filter, since }: RetryInput,
): Promise<number> {
  const bin = await ownedBin(rt, actor, binId)
  checkForwardsOn(rt)
  const forward = await existingForward(rt, bin, forwardId)
  return rt.background.run(async () => {
    let retried = 0
    for await (const seqs of filter ? matching(rt, bin, filter) : [null]) {
      retried += await rt.store.reviveAttempts(forward.id, { seqs, since: since ?? null, now: rt.now() })
    }
    await notifyIfExists(rt, bin, forward)
    return retried
  })
}

/** Returns false if the capture was sent already, or does not wait. @throws what `ownedCaptureSeq` throws, `forward_not_found` */
export async function skipCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  forwardId: string,
  captureId: string,
): Promise<boolean> {
  const { bin, seq } = await ownedCaptureSeq(rt, actor, binId, captureId)
  const forward = await existingForward(rt, bin, forwardId)
  const skipped = await rt.store.skipCapture(bin.key, forwardId, seq, { now: rt.now(), why: 'Skipped by hand.' })
  await notifyIfExists(rt, bin, forward)
  return skipped
}

async function notifyIfExists(rt: Runtime, bin: StoredBin, { id }: StoredForward): Promise<void> {
  const stored = await rt.store.findForward(bin.key, id)
  if (stored) await notifyForwardUpdated(rt, bin, stored)
}

async function* matching(rt: Runtime, bin: StoredBin, filter: Filter): AsyncGenerator<readonly number[]> {
  let before: number | null = bin.lastSeq + 1
  while (before !== null) {
    const page: CapturePage = { limit: SEQS_PER_STEP, before }
    const found = await rt.scan.findCaptures({ bin, permission: FULL_PERMISSION, filter, page, now: rt.now(), address: null })
    if (found.captures.length > 0) yield found.captures.map(({ seq }) => seq)
    before = found.next
  }
}
