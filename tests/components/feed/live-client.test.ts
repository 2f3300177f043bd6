// @vitest-environment node
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StreamEvents, StreamRequests, SubscribeAnswer, SubscribeRequest } from '#lib/core/stream-protocol'
import type { FeedAction } from '#lib/feed/feed'
import { announceSessionChange } from '../../../components/access/session-channel'
import { connectLive, type LiveClient } from '../../../components/feed/live-client'
import { aSummary } from '../../lib/feed/feed-server'
import { aForward } from '../fixtures'

let http: HttpServer
let io: Server<StreamRequests, StreamEvents>
let answer: (request: SubscribeRequest) => SubscribeAnswer
let asked: SubscribeRequest[]
let left: string[]
let current: Socket<StreamRequests, StreamEvents>
let client: LiveClient

beforeEach(async () => {
  http = createServer()
  io = new Server(http)
  answer = ({ after = 0 }) => ({ ok: true, lastSeq: after })
  asked = []
  left = []
  io.on('connection', (socket) => {
    current = socket
    socket.on('subscribe', (request, reply) => {
      asked.push(request)
      reply(answer(request))
    })
    socket.on('unsubscribe', ({ bin }) => left.push(bin))
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  connect()
})
afterEach(async () => {
  client.close()
  await io.close()
})

function connect(): void {
  client = connectLive(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { accessKey: 'ck_test' }, 50)
}

/** Follows the bin like a page that has seen `seen` captures. */
function follow(seen = 0) {
  const actions: FeedAction[] = []
  const page = { lastSeq: seen }
  const stop = client.follow(
    'bin',
    () => page.lastSeq,
    (action) => void actions.push(action),
  )
  const got = (...expected: unknown[]) => vi.waitFor(() => expect(actions).toEqual(expected), { timeout: 8000, interval: 5 })
  return { actions, page, stop, got }
}

const subscribed = (after: number, lastSeq = after) => ({ type: 'subscribed', after, lastSeq })
const disconnected = { type: 'disconnected', at: expect.any(Number) }

test('subscribes with its key, from the last seq that the page has seen', async () => {
  answer = () => ({ ok: true, lastSeq: 9 })
  const { got } = follow(4)
  await got(subscribed(4, 9))
  expect(asked).toEqual([{ bin: 'bin', after: 4 }])
  expect(current.handshake.auth).toEqual({ accessKey: 'ck_test' })
})

test('turns events of its bin into actions, in order, and ignores other bins', async () => {
  const { got } = follow()
  await got(subscribed(0))
  const ours = { ...aSummary(1), binId: 'bin' }
  const bin = { id: 'bin', name: 'b' } as Parameters<StreamEvents['bin:updated']>[0]
  const delivery = { id: 'dl_1', binId: 'bin' } as Parameters<StreamEvents['delivery']>[0]
  for (const binId of ['other', 'bin']) {
    current.emit('capture', { ...ours, binId })
    current.emit('capture:deleted', { binId, id: 'cap_t_1', seq: 1 })
    current.emit('bin:cleared', { binId, throughSeq: 3 })
    current.emit('bin:updated', { ...bin, id: binId })
    current.emit('delivery', { ...delivery, binId })
    current.emit('bin:deleted', { binId })
  }
  await got(
    subscribed(0),
    { type: 'captured', captures: [ours] },
    { type: 'deleted', seqs: [1] },
    { type: 'cleared', throughSeq: 3 },
    { type: 'binUpdated', bin },
    { type: 'delivery', delivery },
    { type: 'binDeleted' },
  )
})

test('subscribes again when many verdicts of its bin changed, so that everything is loaded again', async () => {
  const { page, got } = follow(4)
  await got(subscribed(4))
  page.lastSeq = 7
  for (const binId of ['other', 'bin']) current.emit('bin:rechecked', { binId, fromSeq: 1, throughSeq: 3 })
  await got(subscribed(4), subscribed(7))
  expect(asked).toEqual([4, 7].map((after) => ({ bin: 'bin', after })))
})

test('reports events of forwards separately from the feed', async () => {
  const forwards: unknown[] = []
  const follow = () =>
    client.follow(
      'bin',
      () => 0,
      () => {},
      (event) => void forwards.push(event),
    )
  follow()
  await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 8000, interval: 5 })
  for (const binId of ['other', 'bin']) {
    current.emit('forward:updated', { ...aForward(), binId })
    current.emit('forward:deleted', { binId, id: 'fwd_2' })
  }
  const expected = [
    { type: 'updated', forward: aForward() },
    { type: 'deleted', id: 'fwd_2' },
  ]
  await vi.waitFor(() => expect(forwards).toEqual(expected), { timeout: 8000, interval: 5 })
})

test("reports a disconnect, reconnects by itself and resumes from the page's last seq", async () => {
  const { page, got } = follow(1)
  await got(subscribed(1))
  page.lastSeq = 5
  current.conn.close()
  await got(subscribed(1), disconnected, subscribed(5))
})

test('reconnects after the server ended the socket on purpose', async () => {
  const { got } = follow(1)
  await got(subscribed(1))
  current.disconnect(true)
  await got(subscribed(1), disconnected, subscribed(1))
})

test('replays a gap of up to 1,000; after a longer one it starts at the newest end', async () => {
  answer = ({ after = 5001 }) => ({ ok: true, lastSeq: Math.max(after, 5001) })
  const near = follow(4001)
  await near.got(subscribed(4001, 5001))
  near.stop()
  asked.length = 0
  const far = follow(4000)
  await far.got(subscribed(5001))
  expect(asked).toEqual([{ bin: 'bin', after: 4000 }, { bin: 'bin' }])
})

test('dispatches the deletion of a missing bin, and does not subscribe again', async () => {
  answer = () => ({ ok: false, code: 'bin_not_found' })
  const { got } = follow()
  await got({ type: 'binDeleted' })
  expect(asked).toHaveLength(1)
})

test('retries after any other refusal, and the page is stale meanwhile', async () => {
  answer = () => (asked.length === 1 ? { ok: false, code: 'storage_unavailable' } : { ok: true, lastSeq: 0 })
  const { got } = follow()
  await got(disconnected, subscribed(0))
})

test.each(['unauthenticated', 'forbidden'] as const)('reports the end of access (%s) and does not retry', async (code) => {
  answer = () => ({ ok: false, code })
  const { got } = follow()
  await got({ type: 'accessEnded' })
  expect(asked).toHaveLength(1)
})

test('ends when a share link ends and the server refuses the reconnect', async () => {
  const { got } = follow()
  await got(subscribed(0))
  let refusals = 0
  io.use((_socket, next) => {
    refusals += 1
    next(Object.assign(new Error('No valid credentials'), { data: { code: 'unauthenticated' } }))
  })
  current.emit('access:ended', { binId: 'bin' })
  current.disconnect(true)
  await got(subscribed(0), disconnected, { type: 'accessEnded' })
  announceSessionChange() // a new sign-in is a reason to try once more
  await vi.waitFor(() => expect(refusals).toBe(2), { timeout: 5000 })
})

test('checks its access with the server after a sign-out in another tab', async () => {
  const { got } = follow()
  await got(subscribed(0))
  announceSessionChange()
  await got(subscribed(0), disconnected, subscribed(0))
})

test('retries after the server refused the connection', async () => {
  client.close()
  let refusals = 1
  io.use((_socket, next) => next(refusals-- > 0 ? new Error('no') : undefined))
  connect()
  const { got } = follow()
  await got(disconnected, subscribed(0))
})

test('stopping unsubscribes and ends all dispatches', async () => {
  const first = follow()
  await first.got(subscribed(0))
  first.stop()
  const second = follow()
  await second.got(subscribed(0))
  current.emit('capture', { ...aSummary(1), binId: 'bin' })
  await second.got(subscribed(0), { type: 'captured', captures: [expect.objectContaining({ seq: 1 })] })
  expect([left, first.actions]).toEqual([['bin'], [subscribed(0)]])
})

test('falls back to polling without WebSocket', async () => {
  client.close()
  io.engine.opts.transports = ['polling']
  connect()
  const { actions } = follow()
  await vi.waitFor(() => expect(actions.at(-1)).toEqual(subscribed(0)), { timeout: 5000 })
  expect(current.conn.transport.name).toBe('polling')
})

test('close ends the socket permanently', async () => {
  const { got } = follow()
  await got(subscribed(0))
  const gone = once(current, 'disconnect')
  client.close()
  await gone
  await vi.waitFor(() => expect(io.engine.clientsCount).toBe(0))
})
