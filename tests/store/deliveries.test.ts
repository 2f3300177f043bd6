import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { countRows } from './count-rows'
import { databases, type OwnDatabase } from './databases'
import { ANY_DELIVERIES, aBin, aCapture, aDelivery } from './fixtures'

/** Deliveries that are added at the same time share a transaction. */
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
    await store.addCaptures(Array.from({ length: count }, () => aCapture(bin.key)))
    return bin
  }
  const expectExact = async (bin: StoredBin) => expect(await store.findBin(bin.id)).toMatchObject(await countRows(store, bin))

  test('each delivery is stored in its bin, or not at all if its capture or bin was deleted', async () => {
    const [bin, other, gone] = [await filledBin(3), await filledBin(3), await filledBin(1)]
    await store.deleteCapture(bin.key, 2)
    await store.clearBin(other.key)
    await store.addCaptures([aCapture(other.key)])
    await store.deleteBin(gone.key)
    const add = ({ key }: StoredBin, seq: number) => store.addDelivery(key, aDelivery(seq), ANY_DELIVERIES)
    const added = await Promise.all([
      add(other, 4),
      add(gone, 1),
      add(bin, 1),
      add(bin, 2),
      add(bin, 3),
      add(other, 1),
      add(bin, 3),
    ])
    expect(added).toEqual([true, false, true, false, true, false, true])
    const counts = (of: StoredBin) =>
      Promise.all([1, 2, 3, 4].map(async (seq) => (await store.listDeliveries(of.key, seq)).length))
    expect(await counts(bin)).toEqual([1, 0, 2, 0])
    expect(await counts(other)).toEqual([0, 0, 0, 1])
    for (const each of [bin, other]) await expectExact(each)
  })

  test('the newest of those that arrive at once are kept', async () => {
    const bin = await filledBin(1)
    const deliveries = [1, 2, 3, 4].map((startedAt) => aDelivery(1, { startedAt }))
    const limits = { ...ANY_DELIVERIES, perCapture: 2 }
    await Promise.all(deliveries.map((delivery) => store.addDelivery(bin.key, delivery, limits)))
    expect((await store.listDeliveries(bin.key, 1)).map(({ startedAt }) => startedAt)).toEqual([4, 3])
    await expectExact(bin)
  })

  test('two processes add to the same bins at once, in any order, with captures in between', async () => {
    const bins = [await filledBin(1), await filledBin(1), await filledBin(1)]
    const other = await database.openAnother()
    const add = (from: Store, { key }: StoredBin) => from.addDelivery(key, aDelivery(1), ANY_DELIVERIES)
    for (let round = 0; round < 20; round += 1) {
      const added = await Promise.all([
        ...bins.map((bin) => add(store, bin)),
        ...bins.toReversed().map((bin) => add(other, bin)),
        store.addCaptures(bins.toReversed().map(({ key }) => aCapture(key))),
      ])
      expect(added.slice(0, 6)).toEqual(Array(6).fill(true))
    }
    for (const bin of bins) {
      expect(await store.listDeliveries(bin.key, 1)).toHaveLength(40)
      await expectExact(bin)
    }
  })
})
