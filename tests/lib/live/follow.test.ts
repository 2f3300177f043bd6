import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createLive } from '#lib/live/create-live'
import type { BinFollower, LiveCapture } from '#lib/live/live'
import { BIN, FakeCaptures, summarize } from './fake-captures'

const log = { warn() {}, error: vi.fn(), debug() {} }

function stream() {
  const store = new FakeCaptures()
  const live = createLive({ store, summarize, log, retryMs: 1 })
  const heard: Parameters<BinFollower>[0][] = []
  return { store, live, heard, follower: (event: Parameters<BinFollower>[0]) => void heard.push(event) }
}

/** Captures whose summary must not be computed. */
function withoutSummaries(captures: LiveCapture[]): LiveCapture[] {
  const summary = () => {
    throw new Error('a summary was made')
  }
  return captures.map(({ seq }) => ({ seq, summary }))
}

test("reports the bin's last seq, then each commit once, without summaries or reads", async () => {
  const { store, live, heard, follower } = stream()
  store.commit(3)
  live.follow(BIN, follower)
  await turn()
  live.captured(BIN, withoutSummaries(store.commit(2)))
  live.captured(BIN, withoutSummaries(store.commit(1)))
  expect(heard).toEqual([3, 5, 6].map((seq) => ({ type: 'reached', seq })))
  expect(store.reads).toBe(0)
})

test('reports a commit that precedes the first read of the store', async () => {
  const { store, live, heard, follower } = stream()
  live.follow(BIN, follower)
  live.captured(BIN, withoutSummaries(store.commit(2)))
  await turn()
  expect(heard).toEqual([{ type: 'reached', seq: 2 }])
})

test('reports at once for a bin that is already watched', async () => {
  const { store, live, heard, follower } = stream()
  store.commit(4)
  const watch = live.watch(BIN, undefined, () => {})
  await turn()
  live.follow(BIN, follower)
  expect(heard).toEqual([{ type: 'reached', seq: 4 }])
  watch.stop()
  expect(live.watcherCount()).toBe(1)
})

test('gets other events, and nothing after it has stopped', async () => {
  const { live, heard, follower } = stream()
  const first = live.follow(BIN, follower)
  await turn()
  live.changed(BIN.id, { type: 'bin:cleared', throughSeq: 1 })
  first.stop()
  live.changed(BIN.id, { type: 'bin:cleared', throughSeq: 2 })
  expect(heard).toEqual([{ type: 'bin:cleared', throughSeq: 1 }])
  expect(live.watcherCount()).toBe(0)
})

test('a failing follower does not affect the others', async () => {
  const { store, live, heard, follower } = stream()
  live.follow(BIN, () => {
    throw new Error('mine')
  })
  live.follow(BIN, follower)
  await turn()
  live.captured(BIN, withoutSummaries(store.commit(1)))
  expect(heard).toEqual([{ type: 'reached', seq: 1 }])
  expect(log.error).toHaveBeenCalled()
})
