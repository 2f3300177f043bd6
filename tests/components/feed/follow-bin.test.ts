import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type FeedAction, type FeedPage, initialFeed } from '#lib/feed/feed'
import { createFeedStore } from '../../../components/feed/feed-store'
import { followBin, type LoadPage } from '../../../components/feed/follow-bin'
import type { LiveClient } from '../../../components/feed/live-client'
import { aBin, aSummary, Server } from '../../lib/feed/feed-server'

type Dispatch = (action: FeedAction) => void

/** A client whose socket events are sent by the test. */
function manualClient() {
  const socket = { dispatch: (() => {}) as Dispatch, lastSeq: () => 0, stopped: false }
  const client: LiveClient = {
    follow(_binId, lastSeq, dispatch) {
      Object.assign(socket, { lastSeq, dispatch })
      return () => {
        socket.stopped = true
      }
    },
    close() {},
  }
  return { client, socket }
}

function inMicrotask(callback: () => void): () => void {
  let due = true
  queueMicrotask(() => due && callback())
  return () => {
    due = false
  }
}

function open(server: Server, loadPage: LoadPage = async ({ limit, before }) => server.page(limit, before), loaded = 50) {
  const store = createFeedStore(initialFeed(aBin(server.lastSeq), server.page(loaded)), inMicrotask)
  const { client, socket } = manualClient()
  const load = vi.fn(loadPage)
  const stop = followBin({ binId: 'bin', store, client, loadPage: load, retryMs: 1 })
  const subscribe = () => socket.dispatch({ type: 'subscribed', after: socket.lastSeq(), lastSeq: server.lastSeq })
  return { store, socket, load, stop, subscribe }
}

const isLive = (store: ReturnType<typeof open>['store']) =>
  vi.waitFor(() => expect(store.get().connection).toEqual({ state: 'live' }), { interval: 1 })

test('requests nothing before the subscription is confirmed', async () => {
  const server = new Server()
  server.commit(3)
  const { store, load, subscribe } = open(server)
  expect(load).not.toHaveBeenCalled()
  subscribe()
  await isLive(store)
  expect(load.mock.calls.map(([page]) => page)).toEqual([{ limit: 50 }])
})

test.each([
  [10, [50]],
  [120, [120]],
  [450, [200, 200, 50]],
  [1400, [200, 200, 200, 200, 200]],
])('requests pages of %j with %i rows loaded', async (loaded, limits) => {
  const server = new Server()
  server.commit(2000)
  const { store, load, subscribe } = open(server, undefined, loaded)
  subscribe()
  await isLive(store)
  expect(load.mock.calls.map(([{ limit }]) => limit)).toEqual(limits)
  expect(store.get().captures).toHaveLength(limits.reduce((sum, limit) => sum + limit))
  expect(store.get().nextBefore).toBe(2001 - store.get().captures.length)
})

test('retries a page that cannot be loaded, while the badge says that it is catching up', async () => {
  const server = new Server()
  server.commit(3)
  let failures = 3
  const { store, load, subscribe } = open(server, async ({ limit }) => {
    if (failures-- > 0) throw new Error('away')
    return server.page(limit)
  })
  subscribe()
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2), { interval: 1 })
  expect(store.get().connection.state).toBe('catching-up')
  await isLive(store)
  expect(load).toHaveBeenCalledTimes(4)
})

test('a new subscription abandons the page of the earlier one', async () => {
  const server = new Server()
  server.commit(3)
  const answers: ((page: FeedPage) => void)[] = []
  const { store, load, subscribe } = open(server, () => new Promise((resolve) => answers.push(resolve)))
  subscribe()
  subscribe()
  expect(load.mock.calls.map(([, signal]) => signal!.aborted)).toEqual([true, false])
  answers[0]!({ captures: [aSummary(99)], nextBefore: null, total: 1 })
  answers[1]!(server.page(50))
  await isLive(store)
  expect(store.get().captures.map(({ seq }) => seq)).toEqual([3, 2, 1])
})

test('stopping ends the subscription, the pending page and the retries', async () => {
  const server = new Server()
  const { socket, load, stop, subscribe } = open(server, async (_page, signal) => {
    signal!.throwIfAborted()
    throw new Error('away')
  })
  subscribe()
  await vi.waitFor(() => expect(load.mock.calls.length).toBeGreaterThan(1), { interval: 1 })
  stop()
  const tries = load.mock.calls.length
  await new Promise((resolve) => setTimeout(resolve, 20)) // nothing must happen, so there is no event to await
  expect([socket.stopped, load.mock.calls.length]).toEqual([true, tries])
})

const step = fc.oneof(
  fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('delete' as const), back: fc.nat(10) }),
  fc.record({ do: fc.constant('clear' as const) }),
  fc.record({ do: fc.constant('break' as const) }),
)

test("the list ends up equal to the server's, whatever happens while pages are loading", async () => {
  const runs = fc.array(fc.record({ step, turns: fc.nat(3) }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), runs, async (scheduler, steps) => {
      const server = new Server()
      server.commit(5)
      const turn = (what: string) => scheduler.schedule(Promise.resolve(), what)
      const { store, socket, subscribe } = open(
        server,
        async ({ limit, before }) => {
          await turn('the server reads')
          const page = server.page(Math.min(limit, 3), before)
          await turn('the answer comes')
          return page
        },
        3,
      )
      subscribe()
      for (const { step: each, turns } of steps) {
        const before = server.lastSeq
        if (each.do === 'commit') {
          server.commit(each.count)
          const captures = Array.from({ length: each.count }, (_, i) => aSummary(before + 1 + i))
          socket.dispatch({ type: 'captured', captures })
        }
        if (each.do === 'delete' && server.rows.delete(before - each.back))
          socket.dispatch({ type: 'deleted', seqs: [before - each.back] })
        if (each.do === 'clear') {
          server.rows.clear()
          socket.dispatch({ type: 'cleared', throughSeq: before })
        }
        if (each.do === 'break') {
          socket.dispatch({ type: 'disconnected', at: 0 })
          subscribe()
        }
        for (let i = 0; i < turns && scheduler.count() > 0; i++) await scheduler.waitOne()
      }
      await scheduler.waitIdle()
      const feed = store.latest()
      const held = [...server.rows].filter((seq) => seq >= (feed.nextBefore ?? 0)).sort((a, b) => b - a)
      expect(feed.captures.map(({ seq }) => seq)).toEqual(held)
      expect(feed.connection).toEqual({ state: 'live' })
    }),
    { numRuns: 300 },
  )
})
