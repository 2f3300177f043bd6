import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { BinEvent } from '#lib/live/bin-event'
import { createLive } from '#lib/live/create-live'
import { BIN, FakeCaptures, summarize } from './fake-captures'
import { RecordedWatch, upTo } from './recorded-watch'

function open({ retryMs = 1 } = {}) {
  const store = new FakeCaptures()
  const log = { warn: vi.fn(), error: vi.fn(), debug: vi.fn() }
  const live = createLive({ store, summarize, log, retryMs })
  const watch = (after?: number, bin = BIN) => {
    const witness = new RecordedWatch()
    return Object.assign(witness, live.watch(bin, after, witness.listener))
  }
  return { store, log, live, watch }
}

/** Watches and waits until the stream is live. From then on, only necessary reads happen. */
async function watching(world: ReturnType<typeof open>) {
  const witness = world.watch(world.store.lastSeq)
  await turn()
  world.store.reads = 0
  return witness
}

test('sends stored captures after the given seq, then live ones', async () => {
  const { store, live, watch } = open()
  store.commit(450)
  const witness = watch(20)
  await witness.has(upTo(450, 21))
  live.captured(BIN, store.commit(2))
  await witness.has(upTo(452, 21))
})

test('without a seq, sends only live captures', async () => {
  const { store, live, watch } = open()
  store.commit(3)
  const witness = watch()
  await turn()
  live.captured(BIN, store.commit(2))
  await witness.has([4, 5])
})

test('without a seq, captures committed before the store reported the last seq count as new', async () => {
  const { store, live, watch } = open()
  store.commit(3)
  const witness = watch()
  live.captured(BIN, store.commit(2))
  await witness.has([4, 5])
})

test('passes a commit on synchronously, without reading the store', async () => {
  const world = open()
  world.store.commit(3)
  const witness = await watching(world)
  world.live.captured(BIN, world.store.commit(2))
  expect(witness.events).toEqual([{ type: 'captures', seqs: [4, 5] }])
  expect(world.store.reads).toBe(0)
})

test('reads an unannounced commit from the store before sending the next one', async () => {
  const world = open()
  const witness = await watching(world)
  world.store.commit(2) // in another process
  world.live.captured(BIN, world.store.commit(1))
  await witness.has([1, 2, 3])
})

test('sends commits announced twice or out of order once and in order', async () => {
  const world = open()
  const witness = await watching(world)
  const [first, second] = [world.store.commit(2), world.store.commit(2)]
  world.live.captured(BIN, second)
  world.live.captured(BIN, first)
  world.live.captured(BIN, second)
  await witness.has([1, 2, 3, 4])
  await turn()
  expect(witness.got).toEqual([1, 2, 3, 4])
})

test('a bin without watchers costs no read and no summary', () => {
  const { store, live } = open()
  const [capture] = store.commit(1)
  const summary = vi.spyOn(capture!, 'summary')
  live.captured(BIN, [capture!])
  live.changed(BIN.id, { type: 'bin:deleted' })
  expect(summary).not.toHaveBeenCalled()
  expect(store.reads).toBe(0)
  expect(live.watcherCount()).toBe(0)
})

test('makes one summary for all watchers that keep up', async () => {
  const world = open()
  const witnesses = [await watching(world), await watching(world), await watching(world)]
  const [capture] = world.store.commit(1)
  const summary = vi.spyOn(capture!, 'summary')
  world.live.captured(BIN, [capture!])
  for (const witness of witnesses) expect(witness.got).toEqual([1])
  expect(summary).toHaveBeenCalledTimes(1)
})

test('a paused listener gets nothing until it resumes, then catches up, and does not delay the others', async () => {
  const world = open()
  const [slow, quick] = [await watching(world), await watching(world)]
  slow.holds = true
  for (let i = 0; i < 300; i++) world.live.captured(BIN, world.store.commit(1))
  expect(quick.got).toEqual(upTo(300))
  expect(slow.got).toEqual([1])
  expect(world.store.reads).toBe(0)
  slow.holds = false
  slow.release()
  await slow.has(upTo(300))
})

test('makes no summary while every listener is paused', async () => {
  const world = open()
  const slow = await watching(world)
  slow.holds = true
  world.live.captured(BIN, world.store.commit(1))
  const [capture] = world.store.commit(1)
  const summary = vi.spyOn(capture!, 'summary')
  world.live.captured(BIN, [capture!])
  expect(summary).not.toHaveBeenCalled()
})

test('other events reach a paused listener at once', async () => {
  const world = open()
  const slow = await watching(world)
  slow.holds = true
  world.live.captured(BIN, world.store.commit(1))
  world.live.changed(BIN.id, { type: 'bin:cleared', throughSeq: 1 })
  expect(slow.events.at(-1)).toEqual({ type: 'bin:cleared', throughSeq: 1 })
})

test.each([
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('no')
    },
  ],
])('a listener that %s loses its own watch, and the log says why', async (_how, listener) => {
  const world = open()
  const other = await watching(world)
  const broken = vi.fn(listener)
  world.live.watch(BIN, 0, broken)
  await turn()
  world.live.captured(BIN, world.store.commit(1))
  await vi.waitFor(() => expect(world.log.error).toHaveBeenCalledTimes(1))
  world.live.captured(BIN, world.store.commit(1))
  expect(other.got).toEqual([1, 2])
  expect(broken).toHaveBeenCalledTimes(1)
  expect(world.live.watcherCount()).toBe(1)
})

test('a listener can stop its own watch and gets nothing more', async () => {
  const { store, live } = open()
  const heard: number[] = []
  const { stop } = live.watch(BIN, 0, (event) => {
    if (event.type === 'captures') heard.push(...event.captures.map(({ seq }) => seq))
    stop()
  })
  await turn()
  live.captured(BIN, store.commit(1))
  live.captured(BIN, store.commit(1))
  expect(heard).toEqual([1])
  expect(live.watcherCount()).toBe(0)
})

test('a capture deleted before its turn is never sent', async () => {
  const { store, live, watch } = open()
  store.commit(3)
  const witness = watch(0)
  live.changed(BIN.id, { type: 'capture:deleted', id: 'cap_tag_2', seq: 2 })
  await witness.has([1, 3])
})

test('a capture is sent with a note set before its turn, although its page was read earlier', async () => {
  const { store, live, watch } = open()
  store.commit(3)
  const witness = watch(0)
  live.changed(BIN.id, { type: 'capture:updated', id: 'cap_tag_2', seq: 2, patch: { note: 'new' } })
  await witness.has([1, 2, 3])
  expect([...witness.notes.values()]).toEqual([null, 'new', null])
})

test("each watcher gets a bin's deletion once, and nothing afterwards", async () => {
  const world = open()
  const witness = await watching(world)
  world.live.changed(BIN.id, { type: 'bin:deleted' })
  world.live.captured(BIN, world.store.commit(1))
  world.live.changed(BIN.id, { type: 'bin:cleared', throughSeq: 1 })
  expect(witness.events).toEqual([{ type: 'bin:deleted' }])
  expect(world.live.watcherCount()).toBe(0)
})

test('reports a bin as deleted if it is gone when the watch starts', async () => {
  const { store, watch } = open()
  store.gone = true
  const witness = watch(0)
  await vi.waitFor(() => expect(witness.events).toEqual([{ type: 'bin:deleted' }]))
})

test.each(['watched', 'captured into'])(
  'watchers of a deleted bin learn that it is gone although its id is taken again and %s',
  async (how) => {
    const world = open()
    const old = await watching(world)
    const anew = { ...BIN, key: 8, captureTag: 'other' }
    if (how === 'watched') world.watch(0, anew)
    else world.live.captured(anew, world.store.commit(1))
    expect(old.events).toEqual([{ type: 'bin:deleted' }])
  },
)

test('an unavailable store delays the stream and breaks nothing', async () => {
  const { store, live, log, watch } = open()
  store.commit(250)
  store.failures = 3
  const witness = watch(0)
  await witness.has(upTo(250))
  live.captured(BIN, store.commit(1))
  await witness.has(upTo(251))
  expect(log.warn).toHaveBeenCalledTimes(1)
})

test('close ends every watch', async () => {
  const world = open()
  const witness = await watching(world)
  await world.live.close()
  world.live.captured(BIN, world.store.commit(1))
  expect(witness.events).toEqual([])
  expect(world.live.watcherCount()).toBe(0)
})

test('every kind of event reaches the watcher unchanged', async () => {
  const world = open()
  const witness = await watching(world)
  const events = [
    { type: 'capture:deleted', id: 'cap_tag_9', seq: 9 },
    { type: 'bin:cleared', throughSeq: 3 },
    { type: 'bin:updated', bin: { id: BIN.id } },
    { type: 'delivery', delivery: { id: 'dl_1' } },
  ] as BinEvent[]
  for (const event of events) world.live.changed(BIN.id, event)
  expect(witness.events).toEqual(events)
})

test('sends a batch of long paths in small parts, and a watcher that pauses reads the rest from the store', async () => {
  const store = new FakeCaptures()
  const heavy: typeof summarize = (bin, stored) => ({ ...summarize(bin, stored), path: '/'.repeat(60_000) })
  const live = createLive({ store, summarize: heavy, log: { warn: vi.fn(), error: vi.fn(), debug: vi.fn() } })
  const parts: number[][] = []
  let release = () => {}
  live.watch(BIN, undefined, (event) => {
    if (event.type !== 'captures') return
    parts.push(event.captures.map(({ seq }) => seq))
    return parts.length === 1 ? new Promise<void>((resolve) => (release = resolve)) : undefined
  })
  await turn()
  const batch = store.commit(10).map(({ seq, summary }) => ({ seq, summary: () => ({ ...summary(), path: '/'.repeat(60_000) }) }))
  live.captured(BIN, batch)
  expect(parts).toEqual([[1, 2, 3, 4]])
  release()
  await vi.waitFor(() => expect(parts.flat()).toEqual(upTo(10)))
  expect(Math.max(...parts.map(({ length }) => length))).toBe(4)
})
