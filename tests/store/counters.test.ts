import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recountBins } from '#lib/services/recount-bins'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { countRows, deliveryBytes } from './count-rows'
import { databases, type OwnDatabase } from './databases'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery } from './fixtures'

describe.each(databases)('%s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = database.store
  })
  afterAll(() => database.close())

  async function filledBin(count: number): Promise<StoredBin> {
    const bin = await store.createBin(aBin())
    if (count > 0) await store.addCaptures(Array.from({ length: count }, () => aCapture(bin.key)))
    return bin
  }
  const expectExact = async (bin: StoredBin) => expect(await store.findBin(bin.id)).toMatchObject(await countRows(store, bin))
  const columns = '"captureCount", "byteCount", "deliveryBytes", "pinnedCount", "pinnedBytes"'
  async function counters({ key }: StoredBin): Promise<number[]> {
    const [row] = await database.sql(`SELECT ${columns} FROM "Bin" WHERE "key" = ${key}`)
    return Object.values(row!).map(Number)
  }
  async function recount(): Promise<{ warned: unknown[] }> {
    const warned: unknown[] = []
    const log = { info() {}, warn: (line: unknown) => void warned.push(line) }
    await recountBins({ store, log, now: () => 0, next: async () => true })
    return { warned }
  }

  describe('byteCount', () => {
    test('counts body, headers, trailers, target and note in UTF-8, and deliveries', async () => {
      const bin = await filledBin(0)
      const capture = aCapture(bin.key, {
        target: '/in/x',
        rawHeaders: ['a', '\xfc', 'b', ''],
        rawTrailers: ['c', '1'],
        body: Buffer.alloc(1_000),
        imported: { pinned: false, note: 'grün', at: 1 },
      })
      await store.addCaptures([capture])
      expect((await store.findBin(bin.id))!.byteCount).toBe(5 + 'a\n..\nb\n'.length + 3 + 1_000 + 5)
      const delivery = aDelivery(1)
      await store.addDelivery(bin.key, delivery, ANY_DELIVERIES)
      expect((await store.findBin(bin.id))!.byteCount).toBe(1_020 + deliveryBytes(delivery))
      await store.deleteCapture(bin.key, 1)
      expect(await counters(bin)).toEqual([0, 0, 0, 0, 0])
    })

    test('stays exact while notes and pins change', async () => {
      const bin = await filledBin(3)
      await store.updateCapture(bin.key, 1, { note: 'ein grüner Zettel' }, ANY_PINS)
      await store.updateCapture(bin.key, 1, { pinned: true, note: '🎣' }, ANY_PINS)
      await store.updateCapture(bin.key, 1, { pinned: true, note: null }, ANY_PINS)
      await store.updateCapture(bin.key, 2, { pinned: true }, ANY_PINS)
      await store.updateCapture(bin.key, 2, { pinned: false, note: 'n' }, ANY_PINS)
      await expectExact(bin)
      const pinned = await store.findCapture(bin.key, 1)
      expect(pinned).toMatchObject({ pinned: true, note: null })
      const held = (await store.findBin(bin.id))!.byteCount
      expect(await counters(bin)).toEqual([3, held, 0, 1, (held - 1) / 3])
    })

    test('is zero again after emptying the bin, like the other counters', async () => {
      const bin = await filledBin(3)
      await store.updateCapture(bin.key, 1, { pinned: true }, ANY_PINS)
      await store.addDelivery(bin.key, aDelivery(1), ANY_DELIVERIES)
      await store.clearBin(bin.key)
      expect(await counters(bin)).toEqual([0, 0, 0, 0, 0])
    })
  })

  describe('deliveries', () => {
    test('are limited by number per capture and by bytes per bin, and the one just stored stays', async () => {
      const bin = await filledBin(2)
      const made = Array.from({ length: 6 }, (_, i) => aDelivery(1, { startedAt: 100 + i }))
      for (const delivery of made)
        expect(await store.addDelivery(bin.key, delivery, { ...ANY_DELIVERIES, perCapture: 4 })).toBe(true)
      expect((await store.listDeliveries(bin.key, 1)).map(({ id }) => id)).toEqual(
        made
          .slice(2)
          .map(({ id }) => id)
          .reverse(),
      )
      const last = aDelivery(2, { startedAt: 1 })
      await store.addDelivery(bin.key, last, { perCapture: 4, bytesPerBin: 3 * deliveryBytes(last) })
      expect((await store.listDeliveries(bin.key, 1)).map(({ id }) => id)).toEqual([made[5]!.id, made[4]!.id])
      expect(await store.listDeliveries(bin.key, 2)).toEqual([last])
      await expectExact(bin)
    })

    test('are not stored for a deleted capture or bin', async () => {
      const bin = await filledBin(2)
      await store.deleteCapture(bin.key, 1)
      const add = (seq: number) => store.addDelivery(bin.key, aDelivery(seq), ANY_DELIVERIES)
      expect([await add(1), await add(2), await add(3)]).toEqual([false, true, false])
      await store.clearBin(bin.key)
      expect(await add(2)).toBe(false)
      await store.deleteBin(bin.key)
      expect(await add(2)).toBe(false)
      while (await store.removeStep());
      expect(await database.sql(`SELECT "id" FROM "Delivery" WHERE "binKey" = ${bin.key}`)).toEqual([])
    })
  })

  describe('pins', () => {
    test("are refused beyond the bin's number and bytes, and beyond the bytes of all bins", async () => {
      const [bin, other] = [await filledBin(4), await filledBin(1)]
      const size = (await store.findBin(bin.id))!.byteCount / 4
      const pin = (seq: number, limits: object) => store.updateCapture(bin.key, seq, { pinned: true }, { ...ANY_PINS, ...limits })
      expect(await pin(1, { count: 1 })).toBe('updated')
      expect(await pin(2, { count: 1 })).toBe('pins_full')
      expect(await pin(1, { count: 1 })).toBe('updated') // already pinned
      expect(await pin(2, { bytes: 2 * size - 1 })).toBe('pins_full')
      expect(await pin(2, { bytes: 2 * size })).toBe('updated')
      const [{ total }] = (await database.sql('SELECT sum("pinnedBytes") AS "total" FROM "Bin"')) as [{ total: unknown }]
      expect(await pin(3, { totalBytes: Number(total) + size - 1 })).toBe('pins_full')
      expect((await store.findCapture(bin.key, 3))!.pinned).toBe(false)
      expect(await pin(3, { totalBytes: Number(total) + size })).toBe('updated')
      expect(await store.pinRoom(bin.key, { count: 5, bytes: 4 * size, totalBytes: null })).toEqual({ count: 2, bytes: size })
      expect((await store.findBin(other.id))!.captureCount).toBe(1)
    })
  })

  describe('wrong counters', () => {
    test('are detected, logged and counted again', async () => {
      const bins = [await filledBin(1_200), await filledBin(2), await filledBin(0), await filledBin(2)]
      await store.updateCapture(bins[0]!.key, 700, { pinned: true }, ANY_PINS)
      await store.addDelivery(bins[0]!.key, aDelivery(700), ANY_DELIVERIES)
      const right = await Promise.all(bins.map(counters))
      const set = (i: number, values: string) => database.sql(`UPDATE "Bin" SET ${values} WHERE "key" = ${bins[i]!.key}`)
      await set(0, '"captureCount" = -3, "pinnedBytes" = 0')
      await set(1, '"byteCount" = -1')
      await set(2, '"deliveryBytes" = 7')
      await store.findWrongCounters()
      const { warned } = await recount()
      expect(await Promise.all(bins.map(counters))).toEqual(right)
      expect(warned).toEqual([{ binKey: bins[0]!.key, captureCount: { was: -3, is: 1_200 } }])
      expect(await store.recountsLeft()).toBe(0)
    })

    test('never become negative, whatever is deleted, and are corrected', async () => {
      const bin = await filledBin(5)
      await database.sql(`UPDATE "Bin" SET "byteCount" = 3 WHERE "key" = ${bin.key}`)
      await store.deleteCapture(bin.key, 1)
      expect((await counters(bin))[1]).toBe(0)
      await recount()
      await expectExact(bin)
    })

    test('are counted exactly while rows are added, changed and deleted between steps', async () => {
      const bin = await filledBin(2_600)
      for (const seq of [10, 2_000]) await store.addDelivery(bin.key, aDelivery(seq), ANY_DELIVERIES)
      await database.sql(`UPDATE "Bin" SET "captureCount" = -1, "byteCount" = -1 WHERE "key" = ${bin.key}`)
      await store.findWrongCounters()
      for (let step = 0; (await store.recountStep()) !== null; step += 1) {
        if (step > 20) continue
        await store.addCaptures(Array.from({ length: 40 }, () => aCapture(bin.key, { body: Buffer.alloc(step) })))
        await store.deleteCapture(bin.key, 5 + step)
        await store.deleteCapture(bin.key, 2_590 - step)
        await store.updateCapture(bin.key, 100 + step, { pinned: true, note: 'x'.repeat(step) }, ANY_PINS)
        await store.updateCapture(bin.key, 2_400 + step, { pinned: true }, ANY_PINS)
        await store.addDelivery(bin.key, aDelivery(200 + step), ANY_DELIVERIES)
        await store.addDelivery(bin.key, aDelivery(2_300 + step), ANY_DELIVERIES)
        if (step > 3) continue // later, the recount may have finished
        expect(await store.trimCaptures(bin.key, 1)).toEqual([]) // unknown counters must not cause deletions
        expect(await store.trimToCeiling(0, 1_000_000)).toBeNull()
      }
      await expectExact(bin)
      const before = await counters(bin)
      await database.sql(`UPDATE "Bin" SET "pinnedCount" = -1 WHERE "key" = ${bin.key}`)
      await store.findWrongCounters()
      await recount()
      expect(await counters(bin)).toEqual(before)
    })

    test('are right in the end if the bin is emptied or deleted during the count', async () => {
      const [cleared, deleted] = [await filledBin(1_500), await filledBin(1_500)]
      for (const { key } of [cleared, deleted]) await database.sql(`UPDATE "Bin" SET "byteCount" = -1 WHERE "key" = ${key}`)
      await store.findWrongCounters()
      await store.recountStep()
      await store.clearBin(cleared.key)
      await store.addCaptures([aCapture(cleared.key)])
      await store.deleteBin(deleted.key)
      await recount()
      await expectExact(cleared)
    })

    test('deletes deliveries that an earlier version kept after deleting their capture', async () => {
      const bin = await filledBin(3)
      for (const seq of [1, 2, 3]) await store.addDelivery(bin.key, aDelivery(seq), ANY_DELIVERIES)
      await database.sql(`DELETE FROM "Capture" WHERE "binKey" = ${bin.key} AND "seq" = 2`)
      await database.sql(`UPDATE "Bin" SET "byteCount" = -1 WHERE "key" = ${bin.key}`)
      await store.findWrongCounters()
      await recount()
      const left = await database.sql(`SELECT "captureSeq" FROM "Delivery" WHERE "binKey" = ${bin.key} ORDER BY "captureSeq"`)
      expect(left.map(({ captureSeq }) => captureSeq)).toEqual([1, 3])
      await expectExact(bin)
    })
  })
})
