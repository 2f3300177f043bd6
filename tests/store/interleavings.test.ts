import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { countRows } from './count-rows'
import { databases, type OwnDatabase } from './databases'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery } from './fixtures'

const ROUNDS = 15

/** Two processes change the same bin in different ways at the same time. */
describe.each(databases)('%s', (_name, open) => {
  let database: OwnDatabase
  let a: Store
  let b: Store
  beforeAll(async () => {
    database = await open()
    a = database.store
    b = await database.openAnother()
  })
  afterAll(() => database.close())

  async function filledBin(count: number): Promise<StoredBin> {
    const bin = await a.createBin(aBin({ createdAt: 1 }))
    if (count > 0) await a.addCaptures(Array.from({ length: count }, () => aCapture(bin.key)))
    return bin
  }
  const rounds = async (round: (n: number) => Promise<void>) => {
    for (let n = 0; n < ROUNDS; n += 1) await round(n)
  }
  const count = async (sql: string) => Number(Object.values((await database.sql(sql))[0]!)[0])

  test('counters stay exact while emptying, trimming, deleting, pinning, resending and storing at once', async () => {
    await rounds(async () => {
      const bin = await filledBin(60)
      await Promise.all([
        a.trimCaptures(bin.key, 20),
        b.trimCaptures(bin.key, 10),
        b.clearBin(bin.key),
        a.deleteCapture(bin.key, 50),
        b.removeCaptures(bin.key, [40, 41, 42], { keepPinned: true }),
        a.updateCapture(bin.key, 55, { pinned: true, note: 'kept' }, ANY_PINS),
        b.addDelivery(bin.key, aDelivery(58), { ...ANY_DELIVERIES, perCapture: 1 }),
        a.addDelivery(bin.key, aDelivery(58), { ...ANY_DELIVERIES, perCapture: 1 }),
        a.addCaptures(Array.from({ length: 5 }, () => aCapture(bin.key))),
        b.addCaptures(Array.from({ length: 5 }, () => aCapture(bin.key))),
      ])
      while (await a.removeStep());
      expect(await a.findBin(bin.id)).toMatchObject(await countRows(a, bin))
      const [row] = await database.sql(`SELECT "pinnedCount", "pinnedBytes", "deliveryBytes" FROM "Bin" WHERE "key" = ${bin.key}`)
      const pinned = (await a.listCaptures(bin.key, { limit: 500 })).filter((capture) => capture.pinned)
      expect(Number(row!.pinnedCount)).toBe(pinned.length)
      expect(Number(row!.pinnedBytes) > 0).toBe(pinned.length > 0)
      expect(Number(row!.deliveryBytes) > 0).toBe((await a.listDeliveries(bin.key, 58)).length > 0)
    })
    expect(await a.recountsLeft()).toBe(0)
  })

  test('keeps acknowledged captures when the bin expires during a post', async () => {
    await rounds(async (n) => {
      const bin = await filledBin(1)
      const now = 100_000_000
      const [stored, deleted, again] = await Promise.all([
        b.addCaptures([aCapture(bin.key, { receivedAt: now - n })]),
        a.deleteExpiredBin(bin.key, now, 50),
        b.deleteExpiredBin(bin.key, now, 50),
      ])
      expect(deleted || again).toBe(stored[0] === null)
      expect(deleted && again).toBe(false)
      expect(await a.findBin(bin.id)).toEqual(stored[0] === null ? null : expect.objectContaining({ captureCount: 2 }))
    })
  })

  test('no capture is acknowledged into a bin that another process has deleted', async () => {
    await rounds(async () => {
      const bin = await filledBin(1)
      await Promise.all([a.deleteBin(bin.key), b.addCaptures([aCapture(bin.key)])])
      expect(await b.addCaptures([aCapture(bin.key)])).toEqual([null])
      while (await a.removeStep());
      expect(await count(`SELECT count(*) FROM "Capture" WHERE "binKey" = ${bin.key}`)).toBe(0)
    })
  })

  test('no delivery or link is left behind if its capture or bin is deleted meanwhile', async () => {
    await rounds(async (n) => {
      const bin = await filledBin(2)
      const share = { id: `sh_${bin.key}`, binKey: bin.key, captureSeq: null, tokenHash: bin.id, show: 'redacted' as const }
      await Promise.all([
        a.addDelivery(bin.key, aDelivery(1), ANY_DELIVERIES),
        n % 2 ? b.deleteCapture(bin.key, 1) : b.deleteBin(bin.key),
        a.addShare({ ...share, createdAt: 1, expiresAt: 2, lastUsedAt: null }).catch(() => {}),
      ])
      while (await b.removeStep());
      const gone = n % 2 ? `SELECT count(*) FROM "Delivery" WHERE "binKey" = ${bin.key}` : null
      if (gone) expect(await count(gone)).toBe(0)
    })
    const left = (table: string) => count(`SELECT count(*) FROM "${table}" WHERE "binKey" NOT IN (SELECT "key" FROM "Bin")`)
    expect([await left('Delivery'), await left('Share'), await left('Capture')]).toEqual([0, 0, 0])
  })

  test('two processes delete the rows of the same cleared bins without waiting for each other or failing', async () => {
    for (let i = 0; i < 4; i += 1) await a.clearBin((await filledBin(450)).key)
    const removeAll = async (store: Store) => {
      while (await store.removeStep());
    }
    await Promise.all([removeAll(a), removeAll(b)])
    expect(await count('SELECT count(*) FROM "Removal"')).toBe(0)
  })
})
