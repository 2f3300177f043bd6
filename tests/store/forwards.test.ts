import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { newId } from '#lib/core/ids'
import { searchCaptures } from '#lib/services/search/search-captures'
import type { FailedAttempt, Settlement } from '#lib/store/forward-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredDelivery } from '#lib/store/stored-delivery'
import { countRows } from './count-rows'
import { databases, type OwnDatabase } from './databases'
import { ANY_DELIVERIES, aBin, aCapture, aDelivery } from './fixtures'

const SETTINGS = {
  name: 'x',
  url: 'http://127.0.0.1:9/',
  q: null,
  path: 'keep',
  headerChanges: [],
  sign: null,
  order: 'none',
} as const
const NOW = 1_800_000_000_000

describe.each(databases)('forwards, on %s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = database.store
  })
  afterAll(() => database.close())

  /** A bin with a forward that this process works on, and captures that came after it. */
  async function setUp(count: number) {
    const bin = await store.createBin(aBin())
    const forward = {
      ...SETTINGS,
      id: newId('fwd'),
      binKey: bin.key,
      createdAt: NOW,
      concurrency: 4,
      rate: null,
      retry: RETRY_DEFAULT,
    }
    await store.addForward({ ...forward, enabled: true }, 20)
    await store.claimForwards({ by: 'me', until: NOW + 1_000, lapsedBy: NOW, limit: 100, steal: true })
    await store.addCaptures(Array.from({ length: count }, () => aCapture(bin.key)))
    const settle = (settlement: Partial<Settlement>) => {
      const place = { id: forward.id, binKey: bin.key, by: 'me', now: NOW, seq: 0, deliveries: [], failed: [], finished: [] }
      return store.settleForward({ ...place, ...settlement }, ANY_DELIVERIES)
    }
    return { bin, id: forward.id, settle }
  }
  const failed = (seq: number, dead: boolean): FailedAttempt => ({
    seq,
    attempt: 1,
    firstAt: NOW,
    nextAt: NOW,
    lastError: 'no',
    dead,
  })
  const delivered = (forwardId: string, captureSeq: number, delivery: Partial<StoredDelivery> = {}) =>
    aDelivery(captureSeq, { via: 'forward', forwardId, attempt: 1, ...delivery })
  const settled = async ({ key: binKey }: StoredBin, id: string, through: number, after = 0, from = store) =>
    [...(await from.settledSeqs({ id, binKey }, { after, through }))].sort((a, b) => a - b)
  const stored = async (bin: StoredBin) => (await store.listForwards(bin.key))[0]!
  const seqs = async (bin: StoredBin) => (await store.listCaptures(bin.key, { limit: 500 })).map(({ seq }) => seq).reverse()

  test('if two processes add a forward with the same name at once, one succeeds', async () => {
    const bin = await store.createBin(aBin())
    const other = await database.openAnother()
    const add = (each: Store, name: string) => {
      const forward = { ...SETTINGS, id: newId('fwd'), binKey: bin.key, createdAt: NOW, name, concurrency: 4, rate: null }
      return each.addNamedForward({ ...forward, retry: RETRY_DEFAULT, enabled: true }, 2)
    }
    const outcomes = await Promise.all([store, other, store, other].map((each) => add(each, 'x')))
    expect(outcomes.filter((outcome) => outcome === 'named')).toHaveLength(3)
    expect(await store.listForwards(bin.key)).toEqual(outcomes.filter((outcome) => outcome !== 'named'))
    expect(await add(store, 'y')).toMatchObject({ name: 'y' })
    expect(await add(other, 'z')).toBe('full')
    expect(await add(other, 'x')).toBe('named')
  })

  test('stores deliveries, waiting captures and the cursor together, and only for the holder of the lease', async () => {
    const { bin, id, settle } = await setUp(3)
    const delivery = { ...aDelivery(1), via: 'forward' as const, forwardId: id, attempt: 1 }
    expect(await settle({ seq: 2, deliveries: [delivery], failed: [failed(2, false)], lastError: 'no' })).toEqual({ version: 1 })
    expect(await store.countForward(await stored(bin))).toMatchObject({ lag: 1, pending: 1, dead: 0, nextAt: NOW })
    expect(await settle({ by: 'somebody else', seq: 3, failed: [failed(3, false)] })).toBe('gone')
    expect(await store.countForward(await stored(bin))).toMatchObject({ lag: 1, pending: 1 })
    expect(await stored(bin)).toMatchObject({ seq: 2, lastError: 'no' })
    expect(await settle({ seq: 1, finished: [2] })).toEqual({ version: 1 })
    expect(await stored(bin)).toMatchObject({ seq: 2 })
    expect(await store.countForward(await stored(bin))).toMatchObject({ pending: 0 })
  })

  test('what a process delivered after it lost its lease is not sent again', async () => {
    const { bin, id, settle } = await setUp(2)
    await settle({ failed: [failed(1, false)] })
    const late = [1, 2].map((seq) => delivered(id, seq))
    expect(await settle({ by: 'somebody else', deliveries: late, finished: [1, 2] })).toBe('gone')
    expect(await store.waitingAttempts(id, 'due', 10)).toEqual([])
    expect(await settled(bin, id, 2)).toEqual([1, 2])
  })

  test('settled are captures with an attempt, and those that this forward delivered; one that is retried waits all the same', async () => {
    const { bin, id, settle } = await setUp(8)
    const deliveries = [
      delivered(id, 2),
      delivered(id, 3, { status: 204, error: { code: 'connection_reset', message: 'The rest of the answer was cut off.' } }),
      delivered(id, 4, { status: 500 }),
      delivered('fwd_other', 5),
      delivered(id, 6, { via: 'resend' }),
      delivered(id, 7),
    ]
    await settle({ deliveries, failed: [failed(1, true), failed(4, false), failed(7, true)] })
    expect(await settled(bin, id, 8)).toEqual([1, 2, 3, 4, 7])
    expect(await settled(bin, id, 3, 2)).toEqual([3])
    expect(await store.reviveAttempts(id, { seqs: null, since: null, now: NOW })).toBe(2)
    expect((await store.waitingAttempts(id, 'seq', 10)).map(({ seq }) => seq)).toEqual([1, 4, 7])
    expect(await settled(bin, id, 8)).toEqual([1, 2, 3, 4, 7])
  })

  test('a capture is settled at every moment while its attempt becomes a delivery', async () => {
    const { bin, id, settle } = await setUp(40)
    const all = Array.from({ length: 40 }, (_, at) => at + 1)
    await settle({ failed: all.map((seq) => failed(seq, false)) })
    const other = await database.openAnother()
    let isDone = false
    const settling = (async () => {
      for (const seq of all) await settle({ deliveries: [delivered(id, seq)], finished: [seq] })
      isDone = true
    })()
    while (!isDone) expect(await settled(bin, id, 40, 0, other)).toEqual(all)
    await settling
  })

  test('a capture past the cursor that is delivered is not pending, and cannot be skipped', async () => {
    const { bin, id, settle } = await setUp(2)
    await settle({ deliveries: [delivered(id, 2)] })
    const marks = await store.forwardMarks(bin.key, [1, 2])
    expect([...marks.get(1)!]).toEqual(expect.arrayContaining(['pending', `${id.toLowerCase()}.pending`]))
    expect([...marks.get(2)!].filter((mark) => mark.includes('pending'))).toEqual([])
    expect(await store.skipCapture(bin.key, id, 2, { now: NOW, why: 'Skipped.' })).toBe(false)
    expect(await store.skipCapture(bin.key, id, 1, { now: NOW, why: 'Skipped.' })).toBe(true)
  })

  test('counts outcomes once if they are written again because the answer to their commit was lost', async () => {
    const { bin, id, settle } = await setUp(2)
    const deliveries = [1, 2].map((seq) => ({ ...aDelivery(seq), via: 'forward' as const, forwardId: id, attempt: 1 }))
    await settle({ seq: 1, deliveries: deliveries.slice(0, 1), failed: [failed(2, false)] })
    const { byteCount } = (await store.findBin(bin.id))!
    const again = { seq: 2, deliveries, failed: [failed(2, true)], finished: [1] }
    expect(await settle(again)).toEqual({ version: 1 })
    expect(await settle(again)).toEqual({ version: 1 })
    expect((await store.listDeliveries(bin.key, 1)).length + (await store.listDeliveries(bin.key, 2)).length).toBe(2)
    expect(await store.findBin(bin.id)).toMatchObject(await countRows(store, bin))
    expect((await store.findBin(bin.id))!.byteCount).toBeGreaterThan(byteCount)
  })

  test('a capture skipped during its attempt stays dead, and a deleted one leaves nothing behind', async () => {
    const { bin, id, settle } = await setUp(2)
    expect(await store.skipCapture(bin.key, id, 1, { now: NOW, why: 'Skipped.' })).toBe(true)
    await store.deleteCapture(bin.key, 2)
    await settle({ seq: 2, failed: [failed(1, false), failed(2, false)] })
    expect(await store.countForward(await stored(bin))).toMatchObject({ lag: 0, pending: 0, dead: 1 })
    expect(await store.reviveAttempts(id, { seqs: [1], since: NOW, now: NOW })).toBe(1)
    expect(await store.waitingAttempts(id, 'due', 10)).toEqual([{ seq: 1, attempt: 0, firstAt: NOW, nextAt: NOW }])
  })

  test('forward:pending, dead and done match the same in SQL and in the filter language', async () => {
    const { bin, id, settle } = await setUp(5)
    const delivery = { ...aDelivery(1), via: 'forward' as const, forwardId: id, attempt: 1, status: 200 }
    await settle({ seq: 3, deliveries: [delivery], failed: [failed(2, false), failed(3, true)] })
    const now = (await store.findBin(bin.id))!
    const found = async (text: string) => {
      const filter = parseFilter(text)
      if (!filter.ok) throw new Error(text)
      const wanted = {
        bin: now,
        permission: { redacted: false, captureSeq: null, gate: null },
        filter: filter.filter,
        page: { limit: 50 },
        now: NOW,
      }
      return (await searchCaptures(store, wanted, new AbortController().signal)).captures.map(({ seq }) => seq)
    }
    expect(await found('forward:pending')).toEqual([5, 4, 2])
    expect(await found('forward:dead')).toEqual([3])
    expect(await found('forward:done')).toEqual([1])
    expect(await found('not forward:pending')).toEqual([3, 1])
    expect(await found('forward:dead or forward:done')).toEqual([3, 1])
    const { name, ...first } = await stored(bin)
    await store.addForward({ ...first, id: newId('fwd'), name: 'Other One' }, 20)
    expect(await found(`forward:${name}.pending`)).toEqual([5, 4, 2])
    expect(await found(`forward:${id}.dead`)).toEqual([3])
    expect(await found(`forward:${name}.done`)).toEqual([1])
    expect(await found('forward:"other one.dead" or forward:"other one.done"')).toEqual([])
    const marks = await store.forwardMarks(bin.key, [1, 2])
    expect([...marks.get(1)!]).toEqual(expect.arrayContaining(['done', `${name}.done`, `${id.toLowerCase()}.done`]))
    expect([...marks.get(2)!]).not.toContain('done')
  })

  test('retention spares undelivered captures up to twice the limit; beyond it, the forward reports the loss', async () => {
    const { bin, settle } = await setUp(15)
    await settle({ seq: 3, failed: [failed(2, false)] })
    expect(await store.trimCaptures(bin.key, 10)).toEqual([1, 3])
    expect(await store.trimCaptures(bin.key, 10)).toEqual([])
    await store.addCaptures(Array.from({ length: 10 }, () => aCapture(bin.key)))
    expect(await store.trimCaptures(bin.key, 10)).toEqual([2, 4, 5])
    expect(await stored(bin)).toMatchObject({
      lastError: expect.stringContaining('up to #5 were deleted before they were delivered'),
    })
    expect((await seqs(bin)).length).toBe(20)
    await settle({ seq: 25 })
    expect(await store.trimCaptures(bin.key, 10)).toHaveLength(10)
  })
})
