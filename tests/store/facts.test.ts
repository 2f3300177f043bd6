import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { BinChange } from '#lib/live/bin-event'
import type { Facts } from '#lib/senders/read-facts'
import { factsOf } from '#lib/services/facts-of'
import { type FactsWorkerPorts, startFactsWorker } from '#lib/services/facts-worker'
import { readBacklog } from '#lib/services/search/read-backlog'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from './databases'
import { ANY_PINS, aBin, aCapture } from './fixtures'
import { senderRequests } from './sender-requests'

const FACTS: Facts = { provider: 'stripe', event: 'invoice.paid', summary: 'invoice in_1', messageId: 'evt_1' }
const NEVER = new AbortController().signal
const ALL = { rows: 10_000, bytes: Number.MAX_SAFE_INTEGER }

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
  afterEach(async () => {
    while (await a.removeStep());
  })

  const count = async (sql: string) => Number(Object.values((await database.sql(sql))[0]!)[0])
  const capturesWithoutFacts = () =>
    count(
      'SELECT count(*) FROM "Capture" c LEFT JOIN "CaptureFacts" f ON f."binKey" = c."binKey" AND f."seq" = c."seq" WHERE f."seq" IS NULL',
    )
  const factsWithoutCapture = () =>
    count(
      'SELECT count(*) FROM "CaptureFacts" f LEFT JOIN "Capture" c ON f."binKey" = c."binKey" AND f."seq" = c."seq" WHERE c."seq" IS NULL',
    )
  const factsIn = async (bin: StoredBin) => (await a.listCaptures(bin.key, { limit: 500, after: 0 })).map(({ facts }) => facts)

  async function step(store: Store, limits = ALL): Promise<number> {
    const steps = await readBacklog(store, limits, NEVER)
    await store.addFacts(steps)
    return steps.length
  }
  async function workOff(store: Store, limits = ALL): Promise<void> {
    while ((await step(store, limits)) > 0);
  }

  test('returns facts with captures, wherever they are read', async () => {
    const bin = await a.createBin(aBin())
    const none = { provider: null, event: null, summary: null, messageId: null }
    await a.addCaptures([aCapture(bin.key, { facts: FACTS }), aCapture(bin.key, { facts: none }), aCapture(bin.key)])
    expect(await factsIn(bin)).toEqual([FACTS, none, null])
    expect(await a.findCapture(bin.key, 1)).toMatchObject({ facts: FACTS })
    expect((await a.findCaptures(bin.key, [1])).map(({ facts }) => facts)).toEqual([FACTS])
    await a.deleteBin(bin.key)
  })

  test('a capture stored without facts is in the backlog until they are read', async () => {
    const bin = await a.createBin(aBin())
    await a.addCaptures([1, 2, 3, 4, 5].map((n) => aCapture(bin.key, { facts: n === 2 || n === 4 ? null : FACTS })))
    expect(await a.backlogRanges(9)).toMatchObject([{ bin: { key: bin.key, id: bin.id }, lastSeq: 5, fromSeq: 2, throughSeq: 4 }])
    expect(await a.backlogSize()).toBe(3)
    await workOff(a)
    expect([await a.backlogSize(), await capturesWithoutFacts(), (await factsIn(bin))[2]]).toEqual([0, 0, FACTS])
    await a.deleteBin(bin.key)
  })

  test("every sender's facts are the same whether read before the commit or later", async () => {
    const bin = await a.createBin(aBin())
    const given = senderRequests(bin.key)
    await a.addCaptures(given.map((capture) => ({ ...capture, facts: factsOf(capture) })))
    await a.addCaptures(given)
    await workOff(b)
    const all = await factsIn(bin)
    expect(all.slice(given.length)).toEqual(all.slice(0, given.length))
    expect(all.slice(0, given.length)).toEqual(given.map((capture) => factsOf(capture)))
    await a.deleteBin(bin.key)
  })

  test('works the backlog off newest first in bounded steps, and continues where another process stopped', async () => {
    const bin = await a.createBin(aBin())
    await a.addCaptures(Array.from({ length: 7 }, () => aCapture(bin.key)))
    await step(a, { rows: 3, bytes: 1_000 })
    expect((await factsIn(bin)).map((facts) => facts !== null)).toEqual([false, false, false, false, true, true, true])
    expect(await b.backlogRanges(9)).toMatchObject([{ fromSeq: 1, throughSeq: 4 }])
    await step(b, { rows: 100, bytes: 1 }) // at least one, however large
    expect(await a.backlogSize()).toBe(3)
    await workOff(a, { rows: 2, bytes: 10 })
    expect([await a.backlogSize(), await capturesWithoutFacts()]).toEqual([0, 0])
    await a.deleteBin(bin.key)
  })

  test('reads the latest capture first', async () => {
    const old = await a.createBin(aBin())
    await a.addCaptures(Array.from({ length: 5 }, () => aCapture(old.key)))
    const fresh = await a.createBin(aBin())
    await a.addCaptures([aCapture(fresh.key)])
    expect((await a.backlogRanges(9)).map(({ bin }) => bin.key)).toEqual([fresh.key, old.key])
    for (const bin of [old, fresh]) await a.deleteBin(bin.key)
    expect(await a.backlogRanges(9)).toEqual([])
  })

  test('loses and leaves behind no fact while two processes read and captures are deleted, trimmed, emptied and stored', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [bin, doomed] = [await a.createBin(aBin()), await a.createBin(aBin())]
      for (const { key } of [bin, doomed]) await a.addCaptures(Array.from({ length: 60 }, () => aCapture(key)))
      await Promise.all([
        workOff(a, { rows: 7, bytes: 1_000 }),
        workOff(b, { rows: 11, bytes: 1_000 }),
        a.trimCaptures(bin.key, 40),
        b.deleteCapture(bin.key, 50),
        b.removeCaptures(bin.key, [40, 41, 42], { keepPinned: true }),
        a.updateCapture(bin.key, 55, { pinned: true }, ANY_PINS),
        round % 2 ? b.clearBin(bin.key) : null,
        b.deleteBin(doomed.key),
        a.addCaptures(Array.from({ length: 5 }, () => aCapture(bin.key))),
        (async () => {
          while (await b.removeStep());
        })(),
      ])
      while (await a.removeStep());
      await workOff(a)
      expect([await capturesWithoutFacts(), await factsWithoutCapture(), await a.backlogSize()]).toEqual([0, 0, 0])
      await a.deleteBin(bin.key)
    }
  })

  test('finds bins with captures stored meanwhile by an older version', async () => {
    const bins = [await a.createBin(aBin()), await a.createBin(aBin()), await a.createBin(aBin())]
    for (const { key } of bins) await a.addCaptures([1, 2, 3].map(() => aCapture(key, { facts: FACTS })))
    await database.sql(`DELETE FROM "CaptureFacts" WHERE "binKey" = ${bins[1]!.key} AND "seq" = 2`)
    await a.clearBin(bins[2]!.key)
    expect(await a.binsThatLackFacts(bins[0]!.key - 1)).toEqual({ lacking: [bins[1]!.key], next: null })
    await a.leaveUnread(bins[1]!.key)
    expect(await a.binsThatLackFacts(0)).toMatchObject({ lacking: [] })
    await workOff(a)
    expect(await capturesWithoutFacts()).toBe(0)
    for (const { key } of bins) await a.deleteBin(key)
  })

  test('stores many ranges of several bins at once', async () => {
    const bins = [await a.createBin(aBin()), await a.createBin(aBin())]
    for (const { key } of [...bins, ...bins, ...bins]) await a.addCaptures([1, 2, 3].map(() => aCapture(key)))
    const steps = await readBacklog(a, { rows: 14, bytes: Number.MAX_SAFE_INTEGER }, NEVER)
    expect(steps.map(({ read, left }) => [read.length, left === null])).toEqual([
      ...Array.from({ length: 4 }, () => [3, true]),
      [2, false],
    ])
    await a.addFacts(steps.toReversed())
    expect([await a.backlogSize(), await capturesWithoutFacts()]).toEqual([4, 4])
    await workOff(b)
    expect([await a.backlogSize(), await capturesWithoutFacts()]).toEqual([0, 0])
    for (const { key } of bins) await a.deleteBin(key)
  })

  describe('working the backlog off', () => {
    const bound = (store: Store, live: FactsWorkerPorts['live']): FactsWorkerPorts => ({
      store,
      scan: { readBacklog: (limits, signal) => readBacklog(store, limits, signal!) },
      live,
      log: { info() {}, warn: (line: unknown) => expect(line).toBeNull() },
      now: () => 10_000_000,
      isIdle: () => true,
      shared: true,
    })

    test('notifies watchers of recent captures, not of old ones', async () => {
      const bin = await a.createBin(aBin())
      const stripe = { body: Buffer.from('{"id":"evt_9","object":"event","type":"a.b"}') }
      await a.addCaptures([
        aCapture(bin.key, { ...stripe, receivedAt: 1 }),
        aCapture(bin.key, { ...stripe, receivedAt: 9_999_000 }),
      ])
      const told: [string, BinChange][] = []
      let resolve = () => {}
      const allTold = new Promise<void>((done) => {
        resolve = done
      })
      const running = startFactsWorker(
        bound(a, {
          changed(id, event) {
            told.push([id, event])
            resolve()
          },
        }),
      )
      await allTold
      await running.stop()
      const sender = { provider: 'stripe', label: 'Stripe', event: 'a.b', summary: null }
      const id = `cap_${bin.captureTag}_2`
      expect(told).toEqual([[bin.id, { type: 'capture:updated', id, seq: 2, patch: { sender, messageId: 'evt_9' } }]])
      await a.deleteBin(bin.key)
    })

    test('waits while captures leave no time, but not for ever', async () => {
      const bin = await a.createBin(aBin())
      await a.addCaptures([aCapture(bin.key)])
      for (const busyLooks of [2, Number.POSITIVE_INFINITY]) {
        let looks = 0
        const isIdle = () => {
          looks += 1
          return looks > busyLooks
        }
        const looksBefore = await new Promise<number>((resolve) => {
          const running = startFactsWorker({
            ...bound(a, { changed() {} }),
            scan: {
              async readBacklog() {
                resolve(looks)
                void running.stop()
                return []
              },
            },
            isIdle,
          })
        })
        expect(looksBefore).toBe(busyLooks === 2 ? 3 : 21) // every 100 ms, at most 2 s
      }
      await a.deleteBin(bin.key)
    })

    test('a stop while it looks for work does not wait for its next look', async () => {
      const bin = await a.createBin(aBin())
      await a.addCaptures([aCapture(bin.key)])
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }) // a pause would never end
      try {
        await new Promise<void>((resolve) => {
          const running = startFactsWorker({
            ...bound(a, { changed() {} }),
            scan: {
              async readBacklog() {
                void running.stop().then(resolve)
                return []
              },
            },
          })
        })
      } finally {
        vi.useRealTimers()
        await a.deleteBin(bin.key)
      }
    })
  })
})
