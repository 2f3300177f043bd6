import { describe, expect, test } from 'vitest'
import { countRows } from './count-rows'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery, seqsOf } from './fixtures'
import type { StoreContext } from './store-context'

/** What every store promises about deleting, emptying and retention. */
export function removalContract({ store, filledBin, reread }: StoreContext): void {
  describe('deletion', () => {
    test('deletes a capture with its deliveries, adjusts the counters, and never reuses its seq', async () => {
      const bin = await filledBin(3)
      await store().addDelivery(bin.key, aDelivery(3), ANY_DELIVERIES)
      expect(await store().deleteCapture(bin.key, 3)).toBe(true)
      expect(await store().deleteCapture(bin.key, 3)).toBe(false)
      expect(await store().listDeliveries(bin.key, 3)).toEqual([])
      expect(await reread(bin)).toMatchObject({ ...(await countRows(store(), bin)), captureCount: 2, lastSeq: 3 })
      expect(await store().addCaptures([aCapture(bin.key)])).toEqual([{ seq: 4 }])
      expect(seqsOf(await store().listCaptures(bin.key, { limit: 5 }))).toEqual([4, 2, 1])
    })

    test('if many delete the same capture, one succeeds, and it is counted once', async () => {
      const bin = await filledBin(5)
      const done = await Promise.all(Array.from({ length: 8 }, () => store().deleteCapture(bin.key, 2)))
      expect(done.filter(Boolean).length).toBe(1)
      expect(await reread(bin)).toMatchObject({ ...(await countRows(store(), bin)), captureCount: 4 })
    })

    test('a cleared bin is empty at once, continues with the next seq, and its rows are deleted step by step', async () => {
      const bin = await filledBin(450)
      await store().updateCapture(bin.key, 1, { pinned: true }, ANY_PINS)
      expect(await store().clearBin(bin.key)).toBe(450)
      await store().addCaptures([aCapture(bin.key)])
      const expectCleared = async () => {
        expect(seqsOf(await store().listCaptures(bin.key, { limit: 5 }))).toEqual([451])
        expect(await store().findCapture(bin.key, 1)).toBeNull()
        expect(await store().updateCapture(bin.key, 2, { pinned: true }, ANY_PINS)).toBe('gone')
        expect(await store().deleteCapture(bin.key, 2)).toBe(false)
        expect(await reread(bin)).toMatchObject({ ...(await countRows(store(), bin)), captureCount: 1, lastSeq: 451 })
      }
      await expectCleared()
      while (await store().removeStep());
      await expectCleared()
      expect(await store().clearBin((await filledBin(0)).key)).toBe(0)
    })

    test('deletes several captures in one call, skipping deleted ones and, on request, pinned ones', async () => {
      const bin = await filledBin(6)
      await store().updateCapture(bin.key, 2, { pinned: true }, ANY_PINS)
      const remove = (seqs: number[], keepPinned: boolean) => store().removeCaptures(bin.key, seqs, { keepPinned })
      expect(await remove([1, 2, 9], true)).toEqual({ removed: [1], left: [] })
      expect(await remove([1, 2, 3], false)).toEqual({ removed: [2, 3], left: [] })
      expect(seqsOf(await store().listCaptures(bin.key, { after: 0, limit: 9 }))).toEqual([4, 5, 6])
      expect(await reread(bin)).toMatchObject({ ...(await countRows(store(), bin)), captureCount: 3 })
    })

    test('trims the oldest unpinned captures, and only while there are too many', async () => {
      const bin = await filledBin(10)
      await store().updateCapture(bin.key, 2, { pinned: true }, ANY_PINS)
      expect(await store().overfullBins(7)).toContainEqual({ key: bin.key, id: bin.id, captureTag: bin.captureTag })
      expect(await store().trimCaptures(bin.key, 7)).toEqual([1, 3, 4])
      expect(await store().trimCaptures(bin.key, 7)).toEqual([])
      expect(seqsOf(await store().listCaptures(bin.key, { after: 0, limit: 20 }))).toEqual([2, 5, 6, 7, 8, 9, 10])
      expect(await reread(bin)).toMatchObject({ ...(await countRows(store(), bin)), captureCount: 7 })
    })

    test('finds expired bins: fixed, after the last capture, after creation', async () => {
      const now = 100_000_000
      const fixed = await store().createBin(aBin({ fixedExpiresAt: now, createdAt: now }))
      const laterFixed = await store().createBin(aBin({ fixedExpiresAt: now + 1, createdAt: 1 }))
      const idle = await store().createBin(aBin({ createdAt: 1 }))
      await store().addCaptures([aCapture(idle.key, { receivedAt: now - 50 })])
      const unused = await store().createBin(aBin({ createdAt: now - 50 }))
      const young = await store().createBin(aBin({ createdAt: now - 49 }))
      const expired = async (ttlMs: number | null) => (await store().expiredBins(now, ttlMs)).map(({ id }) => id)
      for (const { id } of [fixed, idle, unused]) expect(await expired(50)).toContain(id)
      for (const { id } of [laterFixed, young]) expect(await expired(50)).not.toContain(id)
      expect(await expired(null)).toEqual([fixed.id])
    })

    test('does not delete an expired bin that received a capture meanwhile', async () => {
      const now = 100_000_000
      const bin = await store().createBin(aBin({ createdAt: 1 }))
      expect((await store().expiredBins(now, 50)).map(({ id }) => id)).toContain(bin.id)
      await store().addCaptures([aCapture(bin.key, { receivedAt: now - 49 })])
      expect(await store().deleteExpiredBin(bin.key, now, 50)).toBe(false)
      expect(seqsOf(await store().listCaptures(bin.key, { limit: 5 }))).toEqual([1])
      expect(await store().deleteExpiredBin(bin.key, now, null)).toBe(false)
      expect(await store().deleteExpiredBin(bin.key, now + 1, 50)).toBe(true)
      expect(await store().deleteExpiredBin(bin.key, now + 1, 50)).toBe(false)
      expect(await store().findBin(bin.id)).toBeNull()
    })

    test('does not delete a bin whose fixed lifetime was prolonged meanwhile', async () => {
      const bin = await store().createBin(aBin({ fixedExpiresAt: 10 }))
      await store().updateBin(bin.key, { fixedExpiresAt: 30 })
      expect(await store().deleteExpiredBin(bin.key, 20, 5)).toBe(false)
      expect(await store().deleteExpiredBin(bin.key, 30, 5)).toBe(true)
    })

    test('frees space until none is left', async () => {
      while (await store().releaseSpace());
      expect(await store().releaseSpace()).toBe(false)
    })
  })
}
