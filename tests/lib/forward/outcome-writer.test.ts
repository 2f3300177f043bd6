import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OutcomeWriter } from '#lib/forward/outcome-writer'
import { createRetry } from '#lib/live/retry'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A writer whose commits take `commitMs`. `batches`: the seqs of each commit, with the time at which it began. */
function openWriter({
  commitMs,
  isStrict = false,
  capturesWait = false,
}: {
  commitMs: number
  isStrict?: boolean
  capturesWait?: boolean
}) {
  const batches: [atMs: number, ...seqs: number[]][] = []
  const began = Date.now()
  const writer = new OutcomeWriter(
    { seq: 0, openUntil: null, lastError: null },
    {
      isStrict: () => isStrict,
      capturesWait: () => capturesWait,
      progress: () => ({ seq: 0, openUntil: null, lastError: null }),
      async store({ finished }) {
        batches.push([Date.now() - began, ...finished])
        await new Promise((resolve) => setTimeout(resolve, commitMs))
        return { version: 1 }
      },
      retry: createRetry(1_000, () => {}),
      onSettled() {},
      now: Date.now,
    },
  )
  const add = (...seqs: number[]) => {
    for (const seq of seqs) writer.add({ seq, delivery: null, failed: null, pause: false })
  }
  return { add, batches, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
}

test('stores an outcome at once, together with those of the same moment', async () => {
  const { add, batches, pass } = openWriter({ commitMs: 4 })
  add(1, 2)
  await pass(50)
  add(3)
  await pass(50)
  expect(batches).toEqual([
    [0, 1, 2],
    [50, 3],
  ])
})

test('after a commit, outcomes gather for as long as it took', async () => {
  const { add, batches, pass } = openWriter({ commitMs: 4 })
  for (let seq = 1; seq <= 20; seq += 1) {
    add(seq)
    await pass(1)
  }
  await pass(50)
  expect(batches).toEqual([
    [0, 1],
    [8, 2, 3, 4, 5, 6, 7, 8],
    [16, 9, 10, 11, 12, 13, 14, 15, 16],
    [24, 17, 18, 19, 20],
  ])
})

test('a slow commit holds the next one up by 10 ms at most', async () => {
  const { add, batches, pass } = openWriter({ commitMs: 500 })
  add(1)
  await pass(1)
  add(2)
  await pass(1_000)
  expect(batches).toEqual([
    [0, 1],
    [510, 2],
  ])
})

test('in strict order, an outcome does not wait even after a commit', async () => {
  const { add, batches, pass } = openWriter({ commitMs: 4, isStrict: true })
  add(1)
  await pass(5)
  add(2)
  await pass(5)
  expect(batches).toEqual([
    [0, 1],
    [5, 2],
  ])
})

test('while captures wait to be stored, outcomes gather for a tenth of a second or until they are many', async () => {
  const { add, batches, pass } = openWriter({ commitMs: 4, capturesWait: true })
  add(1, 2)
  await pass(90)
  add(3)
  await pass(20)
  add(...Array.from({ length: 64 }, (_, at) => 10 + at))
  await pass(1)
  expect(batches.map(([at, ...seqs]) => [at, seqs.length])).toEqual([
    [100, 3],
    [110, 64],
  ])
})
