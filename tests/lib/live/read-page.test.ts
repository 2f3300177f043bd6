import { expect, test } from 'vitest'
import { createReadPage } from '#lib/live/read-page'
import { createRetry } from '#lib/live/retry'
import { BIN, FakeCaptures, summarize } from './fake-captures'

const alive = () => true
const retry = createRetry(1, () => {})

/** Reads all pages after 0 like a watcher, with paths of `pathChars` characters. */
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

test('reads pages of 200 in order, and knows the end', async () => {
  const store = new FakeCaptures()
  store.commit(450)
  const pages = await readAll(store)
  expect(pages.map(({ length }) => length)).toEqual([200, 200, 50])
  expect(pages.flat()).toEqual(Array.from({ length: 450 }, (_, i) => i + 1))
})

test("a page that is not full ends at the bin's known end, whatever captures are missing", async () => {
  const store = new FakeCaptures()
  store.commit(5)
  store.seqs.delete(5)
  store.seqs.delete(4)
  const readPage = createReadPage(store, BIN, summarize, retry)
  expect(await readPage(0, 5, alive)).toMatchObject({ captures: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], through: 5 })
  store.clear()
  expect(await readPage(3, 5, alive)).toEqual({ captures: [], through: 5 })
})

test("bounds a page's size: long paths make it shorter, and soon it reads only what it keeps", async () => {
  const store = new FakeCaptures()
  store.commit(100)
  const pages = await readAll(store, 60_000)
  expect(Math.max(...pages.map(({ length }) => length))).toBe(4) // of 262,144 characters
  expect(pages.flat()).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  expect(store.rowsRead).toBeLessThan(100 + 200)
})

test('a single capture fits into a page, however large', async () => {
  const store = new FakeCaptures()
  store.commit(3)
  expect(await readAll(store, 300_000)).toEqual([[1], [2], [3]])
})

test('returns null once nobody waits', async () => {
  const store = new FakeCaptures()
  store.commit(1)
  expect(await createReadPage(store, BIN, summarize, retry)(0, 1, () => false)).toBeNull()
})
