import { setTimeout as pause } from 'node:timers/promises'
import { isAppError } from '#lib/core/errors'
import type { Filter } from '#lib/core/filter/filter'
import { captureId, captureSeq } from '#lib/core/ids'
import { FULL_PERMISSION } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { SearchResult } from '#lib/scan/scan'
import type { CapturePage } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** `ids`: these captures, including pinned ones. `filter`: all that match and are not pinned. */
export type CapturesToDelete = { ids: readonly string[] } | { filter: Filter }

const SEQS_PER_STEP = 200
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
  const announcement = new Announcement(rt, bin)
  const withRetry = <T>(work: () => Promise<T>) => (announcement.count === 0 ? work() : retrying(work))
  try {
    for await (const step of 'ids' in wanted ? named(bin, wanted.ids) : matching(rt, bin, wanted.filter, withRetry)) {
      for (let left: readonly number[] = step.seqs; left.length > 0; ) {
        const done = await withRetry(() => rt.background.step(() => rt.store.removeCaptures(bin.key, left, { keepPinned })))
        left = done.left
        announcement.removed(done.removed)
      }
      await withRetry(() => announcement.update(step.isQueued))
    }
  } finally {
    announcement.end()
  }
  return announcement.count
}

/** The next captures to delete, and which of the others a later step may delete. */
type Step = { seqs: readonly number[]; isQueued: (seq: number) => boolean }

/**
 * Notifies watchers: with one `bin:cleared` if no capture is left, otherwise with one event per capture. Events are not sent until a
 * capture is found that stays, usually after the first step, or until the end.
 */
class Announcement {
  count = 0
  private unpublished: number[] = []
  private state: 'undecided' | 'some stay' | 'none is left' = 'undecided'

  constructor(
    private readonly rt: Runtime,
    private readonly bin: StoredBin,
  ) {}

  removed(seqs: readonly number[]): void {
    if (seqs.length > 0) this.rt.bins.forget(this.bin.id)
    this.count += seqs.length
    if (this.state === 'some stay') this.publish(seqs)
    else for (const seq of seqs) this.unpublished.push(seq)
  }

  /** Looks at the newest remaining capture among those that existed at the time of the call. */
  async update(isQueued: (seq: number) => boolean): Promise<void> {
    if (this.state === 'some stay') return
    const [newest] = await this.rt.store.listCaptures(this.bin.key, { limit: 1, before: this.bin.lastSeq + 1 })
    this.state = newest === undefined ? 'none is left' : isQueued(newest.seq) ? 'undecided' : 'some stay'
    if (this.state === 'some stay') this.publish(this.unpublished.splice(0))
  }

  end(): void {
    if (this.state !== 'none is left') this.publish(this.unpublished.splice(0))
    else if (this.count > 0) this.rt.live.changed(this.bin.id, { type: 'bin:cleared', throughSeq: this.bin.lastSeq })
  }

  private publish(seqs: readonly number[]): void {
    const { bin, rt } = this
    for (const seq of seqs) rt.live.changed(bin.id, { type: 'capture:deleted', id: captureId(bin.captureTag, seq), seq })
  }
}

/** Unknown ids are skipped. */
async function* named(bin: StoredBin, ids: readonly string[]): AsyncGenerator<Step> {
  const seqs = new Set(ids.map((id) => captureSeq(bin.captureTag, id)).filter((seq) => seq !== null))
  const known = [...seqs].filter((seq) => seq <= bin.lastSeq)
  for (let from = 0; from < known.length; from += SEQS_PER_STEP) {
    const step = known.slice(from, from + SEQS_PER_STEP)
    for (const seq of step) seqs.delete(seq)
    yield { seqs: step, isQueued: (seq) => seqs.has(seq) }
  }
}

/** Searches up to the newest capture at the time of the call, so it ends however busy the bin is. */
async function* matching(
  rt: Runtime,
  bin: StoredBin,
  filter: Filter,
  withRetry: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<Step> {
  const now = rt.now()
  let before: number | null = bin.lastSeq + 1
  while (before !== null) {
    const page: CapturePage = { limit: SEQS_PER_STEP, before }
    const found: SearchResult = await withRetry(() =>
      rt.scan.findCaptures({ bin, permission: FULL_PERMISSION, filter, page, now }),
    )
    const searchedThrough = found.next ?? 0
    const seqs = found.captures.filter(({ pinned }) => !pinned).map(({ seq }) => seq)
    yield { seqs, isQueued: (seq) => seq < searchedThrough }
    before = found.next
  }
}

async function retrying<T>(work: () => Promise<T>): Promise<T> {
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
