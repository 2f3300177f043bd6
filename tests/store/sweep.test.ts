import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BinEvent } from '#lib/live/bin-event'
import { sweep, sweepLeftovers } from '#lib/services/sweep'
import type { SweepPorts } from '#lib/services/sweep-ports'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { countRows } from './count-rows'
import { databases, type OwnDatabase } from './databases'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery } from './fixtures'
import { sweepPorts } from './sweep-ports'

describe.each(databases)('%s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  let told: [string, BinEvent][]
  let forgotten: string[]
  let warned: unknown[]
  beforeAll(async () => {
    database = await open()
    store = database.store
  })
  afterAll(() => database.close())
  beforeEach(() => {
    told = []
    forgotten = []
    warned = []
  })
  afterEach(async () => {
    for (const table of ['Bin', 'Capture', 'Delivery', 'Removal', 'Recount', 'Forward'])
      await database.sql(`DELETE FROM "${table}"`)
  })

  const heard = {
    live: { changed: (id: string, event: BinEvent) => void told.push([id, event]) },
    bins: { forget: (id: string) => void forgotten.push(id) },
    log: { info() {}, warn: (...line: unknown[]) => void warned.push(line) },
  }
  const ports = (config: Partial<SweepPorts['config']>, given: Partial<SweepPorts> = {}) =>
    sweepPorts(store, config, { ...heard, ...given })
  const run = (config: Partial<SweepPorts['config']>, given: Partial<SweepPorts> = {}) => sweep(ports(config, given))

  async function filledBin(count: number, bodyBytes = 5): Promise<StoredBin> {
    const bin = await store.createBin(aBin())
    const body = Buffer.alloc(bodyBytes)
    for (let i = 0; i < count; i += 100) {
      await store.addCaptures(Array.from({ length: Math.min(100, count - i) }, () => aCapture(bin.key, { body })))
    }
    return bin
  }
  async function resend(bin: StoredBin, captureSeq: number, bytes: number, startedAt = 1): Promise<string> {
    const responseBody = { encoding: 'utf8' as const, data: 'x'.repeat(bytes), truncated: false }
    const delivery = aDelivery(captureSeq, { responseBody, startedAt })
    await store.addDelivery(bin.key, delivery, ANY_DELIVERIES)
    return delivery.id
  }
  const seqs = async (bin: StoredBin) => (await store.listCaptures(bin.key, { after: 0, limit: 500 })).map(({ seq }) => seq)
  const deliveryIds = async (bin: StoredBin, seq: number) => (await store.listDeliveries(bin.key, seq)).map(({ id }) => id)
  const expectExact = async (bin: StoredBin) => expect(await store.findBin(bin.id)).toMatchObject(await countRows(store, bin))

  test("keeps a bin's newest N and pinned captures over several steps, and announces each deletion", async () => {
    const bin = await filledBin(450)
    await store.updateCapture(bin.key, 3, { pinned: true }, ANY_PINS)
    await run({ maxCapturesPerBin: 5 })
    expect(await seqs(bin)).toEqual([3, 447, 448, 449, 450])
    expect(told.length).toBe(445)
    expect(told[0]).toEqual([bin.id, { type: 'capture:deleted', id: `cap_${bin.captureTag}_1`, seq: 1 }])
  })

  test('stops trimming when only pinned captures are left', async () => {
    const bin = await filledBin(3)
    for (const seq of [1, 2, 3]) await store.updateCapture(bin.key, seq, { pinned: true }, ANY_PINS)
    await run({ maxCapturesPerBin: 1 })
    expect(await seqs(bin)).toEqual([1, 2, 3])
  })

  test('deletes expired bins with their rows, and notifies watchers', async () => {
    const bin = await filledBin(300)
    const young = await store.createBin(aBin({ createdAt: 999_950 }))
    await run({ binTtlMs: 100 })
    expect(await store.findBin(bin.id)).toBeNull()
    expect(await store.findBin(young.id)).not.toBeNull()
    expect([told, forgotten]).toEqual([[[bin.id, { type: 'bin:deleted' }]], [bin.id]])
    expect(await store.removeStep()).toBe(false)
  })

  test('keeps storage under the ceiling, starting with the largest bin, and deletes only the excess', async () => {
    const small = await filledBin(20)
    const large = await filledBin(100, 100_000)
    const ceiling = 5_000_000
    await run({ maxDatabaseBytes: ceiling })
    const used = await store.usedBytes()
    expect(used).toBeLessThanOrEqual(ceiling)
    expect(used).toBeGreaterThan(ceiling - 101_000)
    expect((await seqs(small)).length).toBe(20)
    expect((await seqs(large)).at(-1)).toBe(100)
    expect(await store.releaseSpace()).toBe(false)
    for (const bin of [small, large]) await expectExact(bin)
  })

  test('exceeding the ceiling by one percent costs one percent, whatever the size of the database files', async () => {
    const bin = await filledBin(400, 2_000)
    await run({ maxDatabaseBytes: Math.floor((await store.usedBytes()) / 1.01) })
    expect((await seqs(bin)).length).toBeGreaterThanOrEqual(390)
  })

  test('rows waiting for removal do not count, and cause no further deletion', async () => {
    const [cleared, deleted, kept] = [await filledBin(50, 100_000), await filledBin(50, 100_000), await filledBin(20)]
    await store.clearBin(cleared.key)
    await store.deleteBin(deleted.key)
    const asItIs = { ...store, removeStep: async () => false }
    await run({ maxDatabaseBytes: 100_000 }, { store: asItIs })
    expect((await seqs(kept)).length).toBe(20)
  })

  test('captures that arrive during a sweep do not increase the excess it deletes', async () => {
    const bin = await filledBin(100, 100_000)
    const more = Array.from({ length: 10 }, () => aCapture(bin.key, { body: Buffer.alloc(100_000) }))
    let steps = 0
    const next = async () => {
      steps += 1
      if (steps < 20) await store.addCaptures(more)
      return steps < 1_000
    }
    const excess = 3_000_000
    const before = await store.usedBytes()
    await run({ maxDatabaseBytes: before - excess }, { next })
    const gone = told.filter(([, { type }]) => type === 'capture:deleted').length
    expect(gone).toBeGreaterThanOrEqual(29)
    expect(gone).toBeLessThanOrEqual(31)
  })

  test("deletes deliveries before captures, oldest first, from the bin with most of them, without deleting other bins' captures", async () => {
    const [other, heavy, light] = [await filledBin(100, 2_000), await filledBin(1), await filledBin(1)]
    const kept = await resend(light, 1, 10_000)
    const ids: string[] = []
    for (let i = 1; i <= 12; i += 1) ids.push(await resend(heavy, 1, 1_000_000, i))
    await run({ maxDatabaseBytes: 2_400_000 })
    expect((await seqs(other)).length).toBe(100)
    expect(await deliveryIds(light, 1)).toEqual([kept])
    expect(await deliveryIds(heavy, 1)).toEqual([ids[11], ids[10]])
    expect(await store.usedBytes()).toBeLessThanOrEqual(2_400_000)
    for (const bin of [other, heavy, light]) await expectExact(bin)
  })

  test('a bin with only pinned captures does not disable the ceiling: the next bin loses captures', async () => {
    const pinned = await filledBin(10, 200_000)
    for (const seq of await seqs(pinned)) await store.updateCapture(pinned.key, seq, { pinned: true }, ANY_PINS)
    const other = await filledBin(30, 50_000)
    await run({ maxDatabaseBytes: 3_000_000 })
    expect((await seqs(pinned)).length).toBe(10)
    expect((await seqs(other)).length).toBeLessThan(30)
    expect(await store.usedBytes()).toBeLessThanOrEqual(3_000_000)
    await expectExact(other)
  })

  test('bins of the same size lose equally', async () => {
    const bins = [await filledBin(30, 100_000), await filledBin(30, 100_000), await filledBin(30, 100_000)]
    await run({ maxDatabaseBytes: 4_500_000 })
    for (const bin of bins) expect((await seqs(bin)).length).toBeGreaterThanOrEqual(12)
  })

  test('two processes that sweep at once delete the excess only once', async () => {
    const bin = await filledBin(400, 20_000)
    const other = await database.openAnother()
    const ceiling = 6_000_000
    await Promise.all([run({ maxDatabaseBytes: ceiling }), run({ maxDatabaseBytes: ceiling }, { store: other })])
    const used = await store.usedBytes()
    expect(used).toBeLessThanOrEqual(ceiling)
    expect(used).toBeGreaterThan(ceiling - 21_000)
    expect(warned).toEqual([])
    await expectExact(bin)
  })

  test('two processes that trim and expire at once neither fail nor delete too much', async () => {
    const full = await filledBin(900)
    const expired = await Promise.all(Array.from({ length: 8 }, () => store.createBin(aBin({ createdAt: 1 }))))
    const other = await database.openAnother()
    await store.addCaptures([aCapture(full.key, { receivedAt: 1_000_000 })])
    const rules = { maxCapturesPerBin: 500, binTtlMs: 1_000 }
    await Promise.all([run(rules), run(rules, { store: other })])
    expect(warned).toEqual([])
    expect((await store.findBin(full.id))!.captureCount).toBe(500)
    for (const { id } of expired) {
      expect(await store.findBin(id)).toBeNull()
      expect(told.filter(([bin]) => bin === id)).toEqual([[id, { type: 'bin:deleted' }]])
    }
    await expectExact(full)
  })

  test('a capture that arrives after a bin was found expired keeps the bin', async () => {
    const bin = await filledBin(3)
    const late: Store = {
      ...store,
      async expiredBins(...asked) {
        const found = await store.expiredBins(...asked)
        await store.addCaptures([aCapture(bin.key, { receivedAt: 999_999 })])
        return found
      },
    }
    await run({ binTtlMs: 100 }, { store: late })
    expect(await seqs(bin)).toEqual([1, 2, 3, 4])
    expect(told).toEqual([])
  })

  test('logs a failing part once, and the others continue', async () => {
    const bin = await filledBin(10)
    const failing: Store = { ...store, expiredBins: () => Promise.reject(new Error('away')) }
    await run({ maxCapturesPerBin: 5 }, { store: failing })
    expect(await seqs(bin)).toEqual([6, 7, 8, 9, 10])
    expect(warned).toHaveLength(1)
  })

  test("deletes a bin's oldest deliveries above its limit of bytes", async () => {
    const bin = await filledBin(2)
    const ids: string[] = []
    for (let i = 1; i <= 6; i += 1) ids.push(await resend(bin, 1 + (i % 2), 100_000, i))
    await run({ maxDeliveryBytesPerBin: 250_000 })
    expect([...(await deliveryIds(bin, 1)), ...(await deliveryIds(bin, 2))].sort()).toEqual(ids.slice(4).sort())
    await expectExact(bin)
  })

  test('deletes deliveries above the limit per capture after the start', async () => {
    const [one, two] = [await filledBin(3), await filledBin(1)]
    const ids: string[] = []
    for (let i = 1; i <= 6; i += 1) ids.push(await resend(one, 2, 10, i))
    for (let i = 1; i <= 3; i += 1) await resend(two, 1, 10, i)
    await sweepLeftovers(ports({ maxDeliveriesPerCapture: 4 }))
    expect(await deliveryIds(one, 2)).toEqual(ids.slice(2).reverse())
    expect(await deliveryIds(two, 1)).toHaveLength(3)
    await expectExact(one)
  })

  test('deletes rows without a bin in every table after the start', async () => {
    const [bin, gone] = [await filledBin(2), await filledBin(2)]
    await resend(bin, 1, 10)
    await resend(gone, 1, 10)
    await database.sql(`DELETE FROM "Bin" WHERE "key" = ${gone.key}`)
    await sweepLeftovers(ports({}))
    await run({})
    const rows = async (table: string) => (await database.sql(`SELECT "binKey" FROM "${table}"`)).map(({ binKey }) => binKey)
    expect(await rows('Capture')).toEqual([bin.key, bin.key])
    expect(await rows('Delivery')).toEqual([bin.key])
  })

  test('ends between two steps if the process stops', async () => {
    const bin = await filledBin(450)
    let steps = 0
    await run({ maxCapturesPerBin: 5 }, { next: async () => ++steps <= 1 })
    expect((await seqs(bin)).length).toBe(250)
  })
})
