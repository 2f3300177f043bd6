import { describe, expect, test } from 'vitest'
import { aBin, aCapture, aDelivery, seqsOf } from './fixtures'
import type { StoreContext } from './store-contract'

/** Deleting, emptying, retention: what every store promises of what goes. */
export function removalContract({ store, filledBin, reread }: StoreContext): void {
  describe('what is taken away', () => {
    test('a deleted capture is gone with its deliveries, the counts follow, and its seq is never used again', async () => {
      const bin = await filledBin(3)
      await store().addDelivery(bin.key, aDelivery(3))
      expect(await store().deleteCapture(bin.key, 3)).toBe(true)
      expect(await store().deleteCapture(bin.key, 3)).toBe(false)
      expect(await store().listDeliveries(bin.key, 3)).toEqual([])
      expect(await reread(bin)).toMatchObject({ captureCount: 2, byteCount: 10, lastSeq: 3 })
      expect(await store().addCaptures([aCapture(bin.key)])).toEqual([{ seq: 4 }])
      expect(seqsOf(await store().listCaptures(bin.key, { limit: 5 }))).toEqual([4, 2, 1])
    })

    test('of many who delete the same capture, one does, and it is counted once', async () => {
      const bin = await filledBin(5)
      const done = await Promise.all(Array.from({ length: 8 }, () => store().deleteCapture(bin.key, 2)))
      expect(done.filter(Boolean).length).toBe(1)
      expect(await reread(bin)).toMatchObject({ captureCount: 4, byteCount: 20 })
    })

    test('a cleared bin is empty at once, goes on with the next seq, and its rows go step by step', async () => {
      const bin = await filledBin(450)
      await store().updateCapture(bin.key, 1, { pinned: true })
      expect(await store().clearBin(bin.key)).toBe(450)
      await store().addCaptures([aCapture(bin.key)])
      const expectCleared = async () => {
        expect(seqsOf(await store().listCaptures(bin.key, { limit: 5 }))).toEqual([451])
        expect(await store().findCapture(bin.key, 1)).toBeNull()
        expect(await store().updateCapture(bin.key, 2, { pinned: true })).toBe(false)
        expect(await store().deleteCapture(bin.key, 2)).toBe(false)
        expect(await reread(bin)).toMatchObject({ captureCount: 1, byteCount: 5, lastSeq: 451 })
      }
      await expectCleared()
      while (await store().removeStep());
      await expectCleared()
      expect(await store().clearBin((await filledBin(0)).key)).toBe(0)
    })

    test('trims the oldest that are not pinned', async () => {
      const bin = await filledBin(10)
      await store().updateCapture(bin.key, 2, { pinned: true })
      expect(await store().overfullBins(7)).toContainEqual({ key: bin.key, id: bin.id, captureTag: bin.captureTag, over: 3 })
      expect(await store().removeOldest(bin.key, 3)).toEqual([1, 3, 4])
      expect(seqsOf(await store().listCaptures(bin.key, { after: 0, limit: 20 }))).toEqual([2, 5, 6, 7, 8, 9, 10])
      expect(await reread(bin)).toMatchObject({ captureCount: 7, byteCount: 35 })
    })

    test('names the bin with the most bytes', async () => {
      const bin = await store().createBin(aBin())
      await store().addCaptures([aCapture(bin.key, { body: Buffer.alloc(1_000_000) })])
      expect(await store().largestBin()).toEqual({ key: bin.key, id: bin.id, captureTag: bin.captureTag })
      await store().deleteBin(bin.key)
    })

    test('names bins whose lifetime is over: fixed, after the last capture, after creation', async () => {
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

    test('says how many bytes it uses, and gives room back until none is left', async () => {
      expect(await store().usedBytes()).toBeGreaterThan(0)
      while (await store().releaseSpace());
      expect(await store().releaseSpace()).toBe(false)
    })
  })
}
