import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createStreamBudget } from '#lib/limits/stream-budget'
import { type Creel, startCreel } from './start-creel'
import { openStream, post, type StreamClient } from './stream-client'

let creel: Creel
const open: StreamClient[] = []
beforeAll(async () => {
  creel = await startCreel()
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})
afterAll(() => creel.close())

async function connect(): Promise<StreamClient> {
  const client = await openStream(creel, { reconnection: false })
  open.push(client)
  return client
}

/** Expects that the same process still serves a socket and a capture. */
async function expectStillServing(): Promise<void> {
  const bin = await creel.createBin()
  const client = await connect()
  expect(await client.subscribe(bin.id, 0)).toEqual({ ok: true, lastSeq: 0 })
  await post(creel, bin.id, 1)
  await client.hasCaptures(1)
}

test('cuts off clients that read nothing when together they hold too much, but not one that reads', async () => {
  const cramped = await startCreel()
  Object.assign(cramped.runtime, {
    streamBudget: createStreamBudget({ perStreamBytes: 2 ** 20, totalBytes: 2 ** 20 }, Date.now),
  })
  const [watched, quiet] = await Promise.all([cramped.createBin(), cramped.createBin()])
  const idle = await Promise.all(Array.from({ length: 8 }, () => openStream(cramped, { reconnection: false })))
  const reader = await openStream(cramped, { reconnection: false })
  for (const client of idle) await client.subscribe(watched.id)
  await reader.subscribe(quiet.id)
  for (const client of idle) client.raw().pause()
  const event = { type: 'delivery', delivery: { id: 'dl_1', url: 'x'.repeat(200_000) } } as never
  // The kernel buffers some megabytes per connection before data queues up in the server.
  for (let sent = 0; sent < 500 && cramped.runtime.live.watcherCount() > 1; sent++) {
    cramped.runtime.live.changed(watched.id, event)
    cramped.runtime.live.changed(quiet.id, { type: 'capture:deleted', id: 'x', seq: 1 })
    expect(cramped.runtime.streamBudget.heldBytes).toBeLessThanOrEqual(2 ** 20)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  expect(cramped.runtime.live.watcherCount()).toBe(1)
  expect(reader.socket.connected).toBe(true)
  for (const client of [...idle, reader]) client.close()
  await cramped.close()
})

test('cuts off a client that sends requests faster than the store answers', async () => {
  const client = await connect()
  const { store } = creel.runtime
  const findBin = vi.spyOn(store, 'findBin').mockReturnValue(new Promise(() => {}))
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  for (let i = 0; i < 100; i++) client.socket.emit('subscribe', { bin: 'x' }, () => {})
  await gone
  findBin.mockRestore()
  await expectStillServing()
})

test('cuts off a client that reads nothing while its bin changes repeatedly', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  await client.subscribe(bin.id)
  client.raw().pause()
  const big = { id: bin.id, name: 'x'.repeat(250_000) }
  for (let i = 0; i < 80; i++) {
    creel.runtime.live.changed(bin.id, { type: 'bin:updated', bin: big as never })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await vi.waitFor(() => expect(creel.runtime.live.watcherCount()).toBe(0))
})
