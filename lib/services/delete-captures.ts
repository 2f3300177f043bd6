import { setTimeout as pause } from 'node:timers/promises'
import { isAppError } from '#lib/core/errors'
import type { Filter } from '#lib/core/filter/filter'
import { captureId, captureSeq } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { Found } from '#lib/scan/scan'
import type { CapturePage, StoredBin } from '#lib/store/store'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** Which captures: these, including pinned ones; or all that match and are not pinned. */
export type CapturesToDelete = { ids: readonly string[] } | { filter: Filter }

const SEQS_PER_STEP = 200
const WHOLE = { redacted: false, captureSeq: null }
const NEVER = new AbortController().signal
/** Once the first captures are deleted, a database outage of a few seconds does not end the work half-way. */
const RETRY_MS = [200, 500, 1_000, 2_000, 4_000]

/**
 * Deletes any number of captures in small steps, between which others are stored, and returns how many there were. It continues if the
 * caller disconnects. Captures that arrive after the call stay.
 *
 * @throws what `ownedBin` throws, `storage_unavailable`, `too_many_requests`; what was deleted before stays deleted
 */
export async function deleteCaptures(rt: Runtime, actor: Actor, binId: string, wanted: CapturesToDelete): Promise<number> {
  const bin = await ownedBin(rt, actor, binId)
  return rt.background.run(() => removeAll(rt, bin, wanted))
}

async function removeAll(rt: Runtime, bin: StoredBin, wanted: CapturesToDelete): Promise<number> {
  const keepPinned = 'filter' in wanted
  let count = 0
  const insist = <T>(work: () => Promise<T>) => (count === 0 ? work() : retried(work))
  for await (const seqs of 'ids' in wanted ? named(bin, wanted.ids) : matching(rt, bin, wanted.filter, insist)) {
    for (let left: readonly number[] = seqs; left.length > 0; ) {
      const step = await insist(() => rt.background.step(() => rt.store.removeCaptures(bin.key, left, { keepPinned })))
      left = step.left
      count += step.removed.length
      tell(rt, bin, step.removed)
    }
  }
  if (count > 0 && (await isEmpty(rt, bin))) rt.live.changed(bin.id, { type: 'bin:cleared', throughSeq: bin.lastSeq })
  return count
}

/** Unknown ids are skipped. */
async function* named(bin: StoredBin, ids: readonly string[]): AsyncGenerator<readonly number[]> {
  const seqs = new Set(ids.map((id) => captureSeq(bin.captureTag, id)).filter((seq) => seq !== null))
  const known = [...seqs].filter((seq) => seq <= bin.lastSeq)
  for (let from = 0; from < known.length; from += SEQS_PER_STEP) yield known.slice(from, from + SEQS_PER_STEP)
}

/** Searches up to the newest capture at the time of the call, so it ends however busy the bin is. */
async function* matching(
  rt: Runtime,
  bin: StoredBin,
  filter: Filter,
  insist: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<readonly number[]> {
  const now = rt.now()
  let before: number | null = bin.lastSeq + 1
  while (before !== null) {
    const page: CapturePage = { limit: SEQS_PER_STEP, before }
    const found: Found = await insist(() => rt.scan.findCaptures({ bin, view: WHOLE, filter, page, now }, NEVER))
    yield found.captures.filter(({ pinned }) => !pinned).map(({ seq }) => seq)
    before = found.next
  }
}

function tell(rt: Runtime, bin: StoredBin, seqs: readonly number[]): void {
  if (seqs.length > 0) rt.bins.forget(bin.id)
  for (const seq of seqs) rt.live.changed(bin.id, { type: 'capture:deleted', id: captureId(bin.captureTag, seq), seq })
}

/** Whether none of the captures from the time of the call is left. */
async function isEmpty(rt: Runtime, bin: StoredBin): Promise<boolean> {
  const edges = await rt.store.edgeCaptures(bin.key)
  return edges === null || edges.oldest.seq > bin.lastSeq
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (const waitMs of RETRY_MS) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error) || (error.code !== 'storage_unavailable' && error.code !== 'too_many_requests')) throw error
      await pause(waitMs)
    }
  }
  return work()
}
