import { expect, test } from 'vitest'
import { createReadPage } from '#lib/live/read-page'
import { createRetry } from '#lib/live/retry'
import { BIN, FakeCaptures, summarize } from './fake-captures'

const alive = () => true
const retry = createRetry(1, () => {})

/** Reads all pages after 0 as a watcher does; `pathChars` long paths. */
async function readAll(store: FakeCaptures, pathChars = 10) {
  const heavy: typeof summarize = (bin, stored) => ({ ...summarize(bin, stored), path: '/'.repeat(pathChars) })
  const readPage = createReadPage(store, BIN, heavy, retry)
  const pages: number[][] = []
  for (let after = 0; after < store.lastSeq; ) {
    const page = await readPage(after, store.lastSeq, alive)
    pages.push(page!.captures.map(({ seq }) => seq))
    after = page!.through
  }
  return pages
}

test('pages of 200, all in order, and the end is known', async () => {
  const store = new FakeCaptures()
  store.commit(450)
  const pages = await readAll(store)
  expect(pages.map(({ length }) => length)).toEqual([200, 200, 50])
  expect(pages.flat()).toEqual(Array.from({ length: 450 }, (_, i) => i + 1))
})

test('a page that is not full ends where the bin is known to end, whatever is missing', async () => {
  const store = new FakeCaptures()
  store.commit(5)
  store.seqs.delete(5)
  store.seqs.delete(4)
  const readPage = createReadPage(store, BIN, summarize, retry)
  expect(await readPage(0, 5, alive)).toMatchObject({ captures: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], through: 5 })
  store.clear()
  expect(await readPage(3, 5, alive)).toEqual({ captures: [], through: 5 })
})

test('a page holds a bounded amount: long paths make it short, and soon no more is read than is held', async () => {
  const store = new FakeCaptures()
  store.commit(100)
  const pages = await readAll(store, 60_000)
  expect(Math.max(...pages.map(({ length }) => length))).toBe(4) // of 262,144 characters
  expect(pages.flat()).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  expect(store.rowsRead).toBeLessThan(100 + 200)
})

test('one capture is a page, however heavy', async () => {
  const store = new FakeCaptures()
  store.commit(3)
  expect(await readAll(store, 300_000)).toEqual([[1], [2], [3]])
})

test('null once nobody waits', async () => {
  const store = new FakeCaptures()
  store.commit(1)
  expect(await createReadPage(store, BIN, summarize, retry)(0, 1, () => false)).toBeNull()
})
