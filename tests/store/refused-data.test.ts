import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { isAppError } from '#lib/core/errors'
import { RefusedBatch } from '#lib/store/capture-batches'
import type { NewCapture } from '#lib/store/stored-capture'
import { createWriter } from '#lib/writer/create-writer'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture, seqsOf } from './fixtures'

// What a database refuses is our mistake. It must not look like an outage, and must not fail what other callers store.

/** Values that got as far as the store by mistake. */
const FAULTY: readonly (readonly [what: string, capture: Partial<NewCapture>, refusedBy: readonly string[]])[] = [
  ['an object instead of a number', { durationMs: {} as number }, ['SQLite']],
  ['a missing text', { method: null as unknown as string }, ['SQLite', 'PostgreSQL']],
  ['a number that is too large', { durationMs: 2 ** 31 }, ['PostgreSQL']],
  ['NUL in a text', { target: '/a\0' }, ['PostgreSQL']],
]

describe.each(databases)('refused data on %s', (name, open) => {
  let db: OwnDatabase
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.close())

  const targets = async (key: number) => (await db.store.listCaptures(key, { limit: 100 })).map(({ target }) => target).reverse()

  describe.each(FAULTY.filter(([, , refusedBy]) => refusedBy.includes(name)))('%s', (_what, faulty) => {
    test('its batch is refused and rolled back', async () => {
      const { key, id } = await db.store.createBin(aBin())
      const batch = [aCapture(key), aCapture(key, faulty), aCapture(key)]
      await expect(db.store.addCaptures(batch)).rejects.toBeInstanceOf(RefusedBatch)
      expect(await targets(key)).toEqual([])
      expect(await db.store.findBin(id)).toMatchObject({ lastSeq: 0, captureCount: 0, byteCount: 0 })
      expect(await db.store.addCaptures([aCapture(key)])).toEqual([{ seq: 1 }])
    })

    test('one such capture in a batch does not fail its neighbours, each of which is stored once', async () => {
      const bins = [await db.store.createBin(aBin()), await db.store.createBin(aBin())] as const
      const log = { error: vi.fn() }
      const ports = { live: { captured: () => {} }, metrics: { committed: () => {} }, log, summarize: vi.fn() }
      const writer = createWriter({ store: db.store, ...ports })
      const added = Array.from({ length: 20 }, (_, i) => {
        const bin = bins[i % 2]!
        return writer.add(bin, aCapture(bin.key, { target: `/${i}`, ...(i === 6 ? faulty : {}) }))
      })
      const outcomes = await Promise.allSettled(added)
      expect(outcomes.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([6])
      const numbers = Array.from({ length: 20 }, (_, i) => `/${i}`)
      expect(await targets(bins[0].key)).toEqual(numbers.filter((_, i) => i % 2 === 0 && i !== 6))
      expect(await targets(bins[1].key)).toEqual(numbers.filter((_, i) => i % 2 === 1))
      expect(seqsOf(await db.store.listCaptures(bins[0].key, { limit: 100 }))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
      expect([writer.failedAt, log.error.mock.calls.length]).toEqual([null, 1])
    })
  })

  test('a row that exists already is not an outage', async () => {
    const { key } = await db.store.createBin(aBin())
    await db.store.addCaptures([aCapture(key)])
    await db.sql(`UPDATE "Bin" SET "lastSeq" = 0 WHERE "key" = ${key}`)
    await expect(db.store.addCaptures([aCapture(key)])).rejects.toBeInstanceOf(RefusedBatch)
    expect(await db.store.addCaptures([aCapture((await db.store.createBin(aBin())).key)])).toEqual([{ seq: 1 }])
  })

  test.runIf(name === 'PostgreSQL')('a refused text or number is not an outage, whichever client sends it', async () => {
    const { key } = await db.store.createBin(aBin())
    const calls = [
      db.store.findBin('a\0b'),
      db.store.createBin(aBin({ name: 'a\0b' })),
      db.store.deleteShare(key, 'a\0b'),
      db.store.deleteSecret(key, 'a\0b'),
      db.store.listDeliveries(key, 2 ** 31),
    ]
    const reasons = (await Promise.allSettled(calls)).map((outcome) => (outcome as PromiseRejectedResult).reason as unknown)
    expect(reasons.map((reason) => reason instanceof Error && !isAppError(reason))).toEqual(calls.map(() => true))
  })
})
