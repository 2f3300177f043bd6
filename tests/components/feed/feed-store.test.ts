import { afterEach, expect, test, vi } from 'vitest'
import { initialFeed } from '#lib/feed/feed'
import { createFeedStore, type Schedule } from '../../../components/feed/feed-store'
import { aBin, aSummary } from '../../lib/feed/feed-server'

afterEach(() => {
  vi.useRealTimers()
})

/** A store whose frames are triggered by the test. */
function open() {
  let frame: (() => void) | null = null
  const schedule: Schedule = (callback) => {
    frame = callback
    return () => {
      frame = null
    }
  }
  const store = createFeedStore(initialFeed(aBin(), { captures: [], nextBefore: null, total: 0 }), schedule)
  const changes = vi.fn()
  store.subscribe(changes)
  const paint = () => {
    const due = frame
    frame = null
    due?.()
  }
  return { store, changes, paint, waits: () => frame !== null }
}

const captured = (...seqs: number[]) => ({ type: 'captured' as const, captures: seqs.map(aSummary) })
const seqs = (store: ReturnType<typeof open>['store']) => store.get().captures.map(({ seq }) => seq)

test('combines a burst of captures into one change in the next frame', () => {
  const { store, changes, paint } = open()
  for (let seq = 1; seq <= 500; seq++) store.dispatch(captured(seq))
  expect([changes.mock.calls.length, seqs(store).length]).toEqual([0, 0])
  paint()
  expect([changes.mock.calls.length, seqs(store).length]).toEqual([1, 500])
})

test('combines additions and deletions into one change, in their order', () => {
  const { store, changes, paint } = open()
  for (let seq = 1; seq <= 500; seq++) {
    store.dispatch(captured(seq, seq + 1000))
    store.dispatch({ type: 'deleted', seqs: [seq] })
  }
  store.dispatch({ type: 'deleted', seqs: [1001] })
  paint()
  expect([changes.mock.calls.length, seqs(store).length, seqs(store).at(-1)]).toEqual([1, 499, 1002])
})

test('applies everything else at once, after the captures before it', () => {
  const { store, changes, waits } = open()
  store.dispatch(captured(1, 2))
  store.dispatch({ type: 'cleared', throughSeq: 1 })
  expect([seqs(store), changes.mock.calls.length, waits()]).toEqual([[2], 2, false])
})

test('the resume position includes captures that wait for their frame', () => {
  const { store } = open()
  store.dispatch(captured(7))
  expect(store.get().lastSeq).toBe(0)
  expect(store.latest().lastSeq).toBe(7)
})

test('the snapshot is the same object until something changes, and subscribers are not called without a change', () => {
  const { store, changes } = open()
  store.dispatch({ type: 'disconnected', at: 1 })
  const shown = store.get()
  store.dispatch({ type: 'disconnected', at: 2 })
  expect(store.get()).toBe(shown)
  expect(changes).toHaveBeenCalledTimes(1)
})

test('does not call a subscriber that unsubscribed', () => {
  const { store } = open()
  const listener = vi.fn()
  store.subscribe(listener)()
  store.dispatch({ type: 'binDeleted' })
  expect(listener).not.toHaveBeenCalled()
})

test('uses a timer in the background, where pages get no frames', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(1)
  const store = createFeedStore(initialFeed(aBin(), { captures: [], nextBefore: null, total: 0 }))
  store.dispatch(captured(1))
  vi.advanceTimersByTime(500)
  expect(store.get().captures).toHaveLength(1)
})

test('waits for the frame in the foreground, not for the timer', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const frames: FrameRequestCallback[] = []
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback))
  const store = createFeedStore(initialFeed(aBin(), { captures: [], nextBefore: null, total: 0 }))
  store.dispatch(captured(1))
  vi.advanceTimersByTime(0)
  expect([frames.length, store.get().captures.length]).toEqual([1, 0])
  frames[0]!(0)
  expect(store.get().captures).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})
