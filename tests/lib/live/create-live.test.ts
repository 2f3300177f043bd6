import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bus, BusMessage } from '#lib/live/bus'
import { createLive } from '#lib/live/create-live'
import { BIN, FakeCaptures, summarize } from './fake-captures'
import { RecordedWatch } from './recorded-watch'

const log = { warn() {}, error() {}, debug() {} }
const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** The link between the processes, and the store they share. */
function installation() {
  const store = new FakeCaptures()
  const listeners: ((message: BusMessage) => void)[] = []
  const returns: (() => void)[] = []
  const sent: BusMessage[] = []

  function process({ pollMs = HOUR, bus = true } = {}) {
    const live = createLive({ store, summarize, log, retryMs: 1 })
    let own = (_message: BusMessage) => {}
    const link: Bus = {
      publish(message) {
        sent.push(message)
        for (const listener of listeners) if (listener !== own) listener(message)
      },
      subscribe(listener) {
        own = listener
        listeners.push(listener)
        return () => void listeners.splice(listeners.indexOf(listener), 1)
      },
      onReturn(listener) {
        returns.push(listener)
        return () => void returns.splice(returns.indexOf(listener), 1)
      },
      async close() {},
    }
    live.join(bus ? link : null, pollMs)
    return live
  }
  const comeBack = () => {
    for (const listener of returns) listener()
  }
  return { store, process, sent, comeBack, listeners, returns }
}

async function watch(live: ReturnType<typeof createLive>, after = 0) {
  const witness = new RecordedWatch()
  live.watch(BIN, after, witness.listener)
  await turn()
  return witness
}

test('watchers in one process see captures stored by another', async () => {
  const { store, process, sent } = installation()
  const [a, b] = [process(), process()]
  const witness = await watch(b)
  a.captured(BIN, store.commit(3))
  await witness.has([1, 2, 3])
  expect(sent).toEqual([{ reached: [[BIN.id, 3]] }])
})

test('watchers in one process get events of a bin from another', async () => {
  const { process } = installation()
  const [a, b] = [process(), process()]
  const witness = await watch(b)
  a.changed(BIN.id, { type: 'bin:cleared', throughSeq: 0 })
  await turn()
  expect(witness.events).toEqual([{ type: 'bin:cleared', throughSeq: 0 }])
})

test('polling finds the captures of other processes without a bus', async () => {
  const { store, process } = installation()
  const live = process({ bus: false, pollMs: 1000 })
  const witness = await watch(live)
  store.commit(2)
  await vi.advanceTimersByTimeAsync(999)
  expect(witness.got).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await witness.has([1, 2])
})

test('polling detects a deleted bin', async () => {
  const { store, process } = installation()
  const live = process({ bus: false, pollMs: 1000 })
  const witness = await watch(live)
  store.gone = true
  await vi.advanceTimersByTimeAsync(1000)
  await vi.waitFor(() => expect(witness.events).toEqual([{ type: 'bin:deleted' }]))
})

test('queries the store only while somebody watches, once for all bins', async () => {
  const { store, process } = installation()
  const live = process({ bus: false, pollMs: 1000 })
  const lastSeqs = vi.spyOn(store, 'lastSeqs')
  await vi.advanceTimersByTimeAsync(5000)
  expect(lastSeqs).not.toHaveBeenCalled()
  live.watch(BIN, 0, () => {})
  live.watch({ ...BIN, key: 8, id: 'other' }, 0, () => {})
  await turn()
  lastSeqs.mockClear()
  await vi.advanceTimersByTimeAsync(1000)
  expect(lastSeqs.mock.calls).toEqual([[[7, 8]]])
})

test('continues polling after a failure', async () => {
  const { store, process } = installation()
  const live = process({ bus: false, pollMs: 1000 })
  const witness = await watch(live)
  vi.spyOn(store, 'lastSeqs').mockRejectedValueOnce(new Error('away'))
  store.commit(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(witness.got).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  await witness.has([1])
})

test.each(['the bus was away', 'another process could not send'])(
  '%s: captures arrive, and clients learn that other events may be missing',
  async (why) => {
    const { store, process, comeBack, listeners } = installation()
    const live = process()
    const witness = await watch(live)
    const missed = vi.fn()
    const forget = live.onMissed(missed)
    const happen = () => (why === 'the bus was away' ? comeBack() : listeners[0]!({ missed: true }))
    store.commit(2)
    happen()
    await witness.has([1, 2])
    expect(missed).toHaveBeenCalledTimes(1)
    forget()
    happen()
    expect(missed).toHaveBeenCalledTimes(1)
  },
)

test('close leaves the bus', async () => {
  const { process, listeners, returns } = installation()
  await process().close()
  expect([listeners, returns]).toEqual([[], []])
})
