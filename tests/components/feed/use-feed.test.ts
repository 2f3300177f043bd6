import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { FeedAction, FeedPage } from '#lib/feed/feed'
import type { LoadPage } from '../../../components/feed/follow-bin'
import type { LiveClient } from '../../../components/feed/live-client'
import { useFeed } from '../../../components/feed/use-feed'
import { aBin, aSummary, Server } from '../../lib/feed/feed-server'

afterEach(cleanup)

function open({ stored = 3, rows = 50, loadPage }: { stored?: number; rows?: number; loadPage?: LoadPage } = {}) {
  const server = new Server()
  server.commit(stored)
  const socket = { dispatch: (_action: FeedAction) => {}, lastSeq: () => 0, followed: '', stopped: 0, closed: 0 }
  const connect = vi.fn(
    (): LiveClient => ({
      follow(binId, lastSeq, dispatch) {
        Object.assign(socket, { followed: binId, lastSeq, dispatch })
        return () => {
          socket.stopped += 1
        }
      },
      close() {
        socket.closed += 1
      },
    }),
  )
  const load = vi.fn(loadPage ?? (async ({ limit, before }) => server.page(limit, before)))
  const initial = { ...server.page(rows), bin: aBin(stored) }
  const hook = renderHook(() => useFeed({ binId: 'bin', initial, loadPage: load, connect }))
  const say = (action: FeedAction) => act(async () => socket.dispatch(action))
  const shown = () => hook.result.current.feed.captures.map(({ seq }) => seq)
  return { ...hook, server, socket, connect, load, say, shown }
}

test('shows what the server rendered, then live captures', async () => {
  const { result, socket, say, shown } = open()
  expect([shown(), socket.followed, result.current.feed.connection.state]).toEqual([[3, 2, 1], 'bin', 'catching-up'])
  await say({ type: 'subscribed', after: socket.lastSeq(), lastSeq: 3 })
  expect(result.current.feed.connection).toEqual({ state: 'live' })
  await say({ type: 'captured', captures: [aSummary(4)] })
  await vi.waitFor(() => expect(shown()).toEqual([4, 3, 2, 1]))
})

test('the stream begins where the rendered list ends', () => {
  expect(open({ stored: 7 }).socket.lastSeq()).toBe(7)
})

test('loads older pages on demand, one at a time, until there are none', async () => {
  const { result, server, load, shown } = open({ stored: 120, rows: 10 })
  await act(async () => {
    await Promise.all([result.current.loadOlder(), result.current.loadOlder()])
  })
  expect(load.mock.calls).toEqual([[{ before: 111, limit: 100 }]])
  await act(() => result.current.loadOlder())
  await act(() => result.current.loadOlder())
  expect(load).toHaveBeenCalledTimes(2)
  expect(shown()).toHaveLength(server.rows.size)
})

test('says that an older page is loading, and passes a failure to the caller', async () => {
  const answers: { resolve(page: FeedPage): void; reject(error: Error): void }[] = []
  const { result, server } = open({
    stored: 20,
    rows: 10,
    loadPage: () => new Promise((resolve, reject) => answers.push({ resolve, reject })),
  })
  let asked: Promise<void> = Promise.resolve()
  act(() => {
    asked = result.current.loadOlder()
    asked.catch(() => {})
  })
  expect(result.current.loadingOlder).toBe(true)
  await act(async () => answers[0]!.reject(new Error('away')))
  await expect(asked).rejects.toThrow('away')
  expect(result.current.loadingOlder).toBe(false)
  await act(async () => {
    const again = result.current.loadOlder()
    answers[1]!.resolve(server.page(100, 11))
    await again
  })
  expect(result.current.feed.captures).toHaveLength(20)
})

test('shows a change of a capture once the server has stored it, and never if it failed', async () => {
  const { result } = open()
  const pinned = () => result.current.feed.captures.map((each) => each.pinned)
  let answer = () => {}
  const ask = () =>
    new Promise<void>((resolve) => {
      answer = resolve
    })
  let asked: Promise<void> = Promise.resolve()
  act(() => {
    asked = result.current.updateCapture(2, { pinned: true }, ask)
  })
  expect(pinned()).toEqual([undefined, undefined, undefined])
  await act(async () => {
    answer()
    await asked
  })
  expect(pinned()).toEqual([undefined, true, undefined])
  await expect(result.current.updateCapture(2, { pinned: false }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(pinned()).toEqual([undefined, true, undefined])
})

test('a late answer does not undo a newer change from the stream', async () => {
  const { result, socket } = open()
  await act(async () => {
    await result.current.updateCapture(2, { note: 'mine' }, async () => {
      socket.dispatch({ type: 'updated', seq: 2, patch: { note: 'mine' } })
      socket.dispatch({ type: 'updated', seq: 2, patch: { note: 'a later one' } })
    })
  })
  expect(result.current.feed.captures[1]!.note).toBe('a later one')
})

test('uses one socket across renders, and closes it with the page', () => {
  const { connect, rerender, unmount, socket } = open()
  rerender()
  rerender()
  expect(connect).toHaveBeenCalledTimes(1)
  unmount()
  expect([socket.stopped, socket.closed]).toEqual([1, 1])
})
