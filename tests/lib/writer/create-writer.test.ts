import { expect, test, vi } from 'vitest'
import type { LiveCapture } from '#lib/live/live'
import { RefusedBatch } from '#lib/store/capture-batches'
import type { StoredSeq } from '#lib/store/store'
import type { NewCapture } from '#lib/store/stored-capture'
import { createWriter } from '#lib/writer/create-writer'
import { aCapture } from '../../store/fixtures'

const BIN = { key: 7, id: 'bin', captureTag: 'tag' }
type Answer = { resolve(seqs: (StoredSeq | null)[]): void; reject(error: Error): void }

/** A writer whose batches are completed by the test. */
function openWriter() {
  const batches: (readonly NewCapture[])[] = []
  const answers: Answer[] = []
  const happened: string[] = []
  let arrived = () => {}
  const writer = createWriter({
    store: {
      addCaptures(batch) {
        batches.push(batch)
        arrived()
        return new Promise((resolve, reject) => answers.push({ resolve, reject }))
      },
    },
    live: {
      captured(_bin: unknown, captures: readonly LiveCapture[]) {
        happened.push(`announced ${captures.map(({ seq }) => seq).join()}`)
      },
    },
    metrics: { committed: () => {} },
    log: { error: vi.fn() },
    summarize: vi.fn(),
  })
  const nextBatch = () => new Promise<void>((resolve) => (arrived = resolve))
  return { writer, batches, answers, happened, nextBatch }
}

test('captures of one event-loop turn form a batch; captures that arrive while it is written form the next', async () => {
  const { writer, batches, answers, nextBatch } = openWriter()
  const first = nextBatch()
  const added = [writer.add(BIN, aCapture(7)), writer.add(BIN, aCapture(7))]
  await first
  const second = nextBatch()
  added.push(writer.add(BIN, aCapture(7)))
  expect(batches.map(({ length }) => length)).toEqual([2])
  answers[0]!.resolve([{ seq: 1 }, null])
  await second
  answers[1]!.resolve([{ seq: 2 }])
  expect(await Promise.all(added)).toEqual([1, null, 2])
  expect(batches.map(({ length }) => length)).toEqual([2, 1])
})

test('stores first, announces second, and announces nothing for a deleted bin', async () => {
  const { writer, answers, happened, nextBatch } = openWriter()
  const batch = nextBatch()
  const added = [writer.add(BIN, aCapture(7)), writer.add({ ...BIN, key: 8 }, aCapture(8)), writer.add(BIN, aCapture(7))]
  await batch
  expect(happened).toEqual([])
  answers[0]!.resolve([{ seq: 4 }, null, { seq: 5 }])
  await Promise.all(added)
  expect(happened).toEqual(['announced 4,5'])
})

test('is busy while many captures wait, and for a moment after many were stored at once', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { writer, answers, nextBatch } = openWriter()
  const store = async (count: number) => {
    const batch = nextBatch()
    const added = Array.from({ length: count }, () => writer.add(BIN, aCapture(7)))
    const whileWaiting = writer.isBusy
    await batch
    answers.at(-1)!.resolve(added.map((_, i) => ({ seq: i + 1 })))
    await Promise.all(added)
    return [whileWaiting, writer.isBusy]
  }
  expect(await store(8)).toEqual([false, false])
  expect(await store(9)).toEqual([true, true])
  vi.advanceTimersByTime(100)
  expect(writer.isBusy).toBe(false)
  vi.useRealTimers()
})

test('refuses every capture of a failed batch, announces none, and continues with the next', async () => {
  const { writer, answers, happened, nextBatch } = openWriter()
  const first = nextBatch()
  const failing = [writer.add(BIN, aCapture(7)), writer.add(BIN, aCapture(7))]
  await first
  const outcome = Promise.allSettled(failing)
  answers[0]!.reject(new Error('disk full'))
  expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect([writer.queuedCount, writer.queuedBytes]).toEqual([0, 0])
  const second = nextBatch()
  const added = writer.add(BIN, aCapture(7))
  await second
  answers[1]!.resolve([{ seq: 1 }])
  expect(await added).toBe(1)
  expect(happened).toEqual(['announced 1'])
})

/** A writer on a store that refuses captures by their note, as a database would, and that can go away. */
function openRefusing() {
  const batches: string[] = []
  const log = { error: vi.fn() }
  const database = { isAway: false }
  const writer = createWriter({
    store: {
      async addCaptures(batch) {
        batches.push(batch.map(({ target }) => target).join(''))
        if (database.isAway) throw new Error('the connection was lost')
        if (batch.some(({ target }) => target === target.toUpperCase())) throw new RefusedBatch(new RangeError('too large'))
        return batch.map((_, i) => ({ seq: i + 1 }))
      },
    },
    live: { captured: () => {} },
    metrics: { committed: () => {} },
    log,
    summarize: vi.fn(),
  })
  const add = (targets: string) => [...targets].map((target) => writer.add(BIN, aCapture(7, { target })))
  const addAll = (targets: string) =>
    writer.addAll(
      BIN,
      [...targets].map((target) => aCapture(7, { target })),
    )
  return { writer, batches, log, database, add, addAll }
}

const outcomes = async (added: Promise<unknown>[]) =>
  (await Promise.allSettled(added)).map(({ status }) => (status === 'fulfilled' ? '+' : '-')).join('')

test('a capture that the database refuses fails alone, is logged, and is no outage', async () => {
  const { writer, batches, log, add } = openRefusing()
  expect(await outcomes(add('abcDefgh'))).toBe('+++-++++')
  expect(batches).toEqual(['abcDefgh', 'abcD', 'ab', 'cD', 'c', 'D', 'efgh'])
  expect([writer.failedAt, writer.queuedCount, writer.queuedBytes]).toEqual([null, 0, 0])
  expect(log.error.mock.calls).toEqual([[expect.objectContaining({ captures: 1, bin: 'bin' }), expect.any(String)]])
  expect(await outcomes(add('X'))).toBe('-')
  expect(writer.failedAt).toBeNull()
})

test.each(['before', 'behind', 'between'])(
  'captures that are added together are stored or refused together, %s others',
  async (where) => {
    const { batches, add, addAll } = openRefusing()
    const others = where === 'before' ? [] : add('ab')
    const together = addAll('xYz')
    if (where !== 'behind') others.push(...add('c'))
    expect(await outcomes([together, ...others])).toBe(`-${others.map(() => '+').join('')}`)
    expect(batches.filter((batch) => /[xYz]/.test(batch)).every((batch) => batch.includes('xYz'))).toBe(true)
  },
)

test('an outage is not tried again, because its captures may have been stored', async () => {
  const { writer, batches, database, add } = openRefusing()
  database.isAway = true
  expect(await outcomes(add('abc'))).toBe('---')
  expect(batches).toEqual(['abc'])
  expect(writer.failedAt).not.toBeNull()
})

test('a batch has at most 256 captures and 8 MiB, but always at least one', async () => {
  const { writer, batches, answers, nextBatch } = openWriter()
  const large = Buffer.alloc(5 * 1024 * 1024)
  let batch = nextBatch()
  for (let i = 0; i < 300; i += 1) void writer.add(BIN, aCapture(7))
  for (let i = 0; i < 2; i += 1) void writer.add(BIN, aCapture(7, { body: large }))
  for (let i = 0; i < 4; i += 1) {
    await batch
    batch = nextBatch()
    answers[i]!.resolve(batches[i]!.map((_, seq) => ({ seq: seq + 1 })))
  }
  await writer.drain()
  expect(batches.map(({ length }) => length)).toEqual([256, 44, 1, 1])
})

test('refuses a sender at once with a request to retry when the queue is full, and accepts captures again afterwards', async () => {
  const { writer, batches, answers, nextBatch } = openWriter()
  const megabytes = Buffer.alloc(32 * 1024 * 1024)
  const first = nextBatch()
  const added = [1, 2, 3, 4].map((key) => writer.add({ ...BIN, key }, aCapture(key, { body: megabytes })))
  await expect(writer.add(BIN, aCapture(7, { body: Buffer.alloc(1) }))).rejects.toMatchObject({ code: 'storage_unavailable' })
  expect([writer.queuedCount, writer.queuedBytes]).toEqual([4, 128 * 1024 * 1024])
  await first
  for (let i = 0; i < 4; i += 1) {
    const next = nextBatch()
    answers[i]!.resolve(batches[i]!.map(() => ({ seq: i + 1 })))
    if (i < 3) await next
  }
  expect(await Promise.all(added)).toEqual([1, 2, 3, 4])
  await writer.drain()
  expect([writer.queuedCount, writer.queuedBytes]).toEqual([0, 0])
})

test('also limits the queue by count', async () => {
  const { writer } = openWriter()
  const body = Buffer.alloc(0)
  for (let i = 0; i < 20_000; i += 1) writer.add({ ...BIN, key: i }, aCapture(i, { body })).catch(() => {})
  expect(writer.queuedCount).toBe(20_000)
  await expect(writer.add(BIN, aCapture(7, { body }))).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('a bin that adds endlessly gets half of the queue, and another bin finds room', async () => {
  const { writer } = openWriter()
  const body = Buffer.alloc(0)
  const outcomes = { refused: 0 }
  for (let i = 0; i < 30_000; i += 1) void writer.add(BIN, aCapture(7, { body })).catch(() => outcomes.refused++)
  await Promise.resolve()
  expect(writer.queuedCount).toBeLessThanOrEqual(10_001)
  const before = writer.queuedCount
  for (let i = 0; i < 100; i += 1) void writer.add({ ...BIN, key: 8 }, aCapture(8))
  expect(writer.queuedCount).toBe(before + 100)
  await expect.poll(() => outcomes.refused).toBe(30_000 - before)
})

test("small captures do not wait behind other bins' large ones, nor large ones for ever behind small ones", async () => {
  const { writer, batches, answers, nextBatch } = openWriter()
  const large = Buffer.alloc(6 * 1024 * 1024)
  const add = (key: number, body: Buffer) => void writer.add({ ...BIN, key }, aCapture(key, { body }))
  const small = Buffer.alloc(1_500)
  let started = nextBatch()
  for (const key of [1, 2, 3]) add(key, large)
  add(9, small)
  for (let i = 0; i < 4; i += 1) {
    await started
    started = nextBatch()
    add(9, small)
    answers[i]!.resolve(batches[i]!.map(() => ({ seq: 1 })))
  }
  await started
  expect(batches.map((batch) => batch.map(({ binKey }) => binKey))).toEqual([[9], [1], [9, 9], [2], [9, 9]])
})

test.each(['a metric', 'a watcher'])('%s that throws does not affect senders, and the queue continues', async (what) => {
  const broken = () => {
    throw new Error(what)
  }
  let fails = true
  const writer = createWriter({
    store: {
      async addCaptures(batch) {
        if (fails) throw new Error('disk full')
        return batch.map((_, i) => ({ seq: i + 1 }))
      },
    },
    live: { captured: what === 'a watcher' ? broken : () => {} },
    metrics: { committed: what === 'a metric' ? broken : () => {} },
    log: { error: () => {} },
    summarize: vi.fn(),
  })
  await expect(writer.add(BIN, aCapture(7))).rejects.toThrow('disk full')
  expect(writer.failedAt).not.toBeNull()
  fails = false
  expect(await Promise.all([writer.add(BIN, aCapture(7)), writer.add(BIN, aCapture(7))])).toEqual([1, 2])
  expect(await writer.add(BIN, aCapture(7))).toBe(1)
  await writer.drain()
  expect([writer.failedAt, writer.queuedCount, writer.queuedBytes]).toEqual([null, 0, 0])
})
