import { setTimeout as pause } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { captureId } from '#lib/core/ids'
import { initialFeed } from '#lib/feed/feed'
import { clearCaptures } from '#lib/services/clear-captures'
import { deleteBin } from '#lib/services/delete-bin'
import { deleteCapture } from '#lib/services/delete-capture'
import { listCaptures } from '#lib/services/list-captures'
import { originsOf } from '#lib/services/origins'
import { updateBin } from '#lib/services/update-bin'
import { updateCapture } from '#lib/services/update-capture'
import { createFeedStore } from '../../components/feed/feed-store'
import { followBin } from '../../components/feed/follow-bin'
import { connectLive } from '../../components/feed/live-client'
import { openStallableProxy } from '../lib/live/stallable-proxy'
import { type Creel, startCreel } from './start-creel'
import { openStream, post, type StreamClient, upTo } from './stream-client'

let creel: Creel
const open: StreamClient[] = []
beforeAll(async () => {
  creel = await startCreel()
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})
afterAll(() => creel.close())

async function connect(options?: Parameters<typeof openStream>[1]): Promise<StreamClient> {
  const client = await openStream(creel, options)
  open.push(client)
  return client
}
const origins = () => originsOf(creel.runtime.config, new Headers({ host: `127.0.0.1:${creel.port}` }))
const connections = () => new Promise<number>((resolve) => creel.front.server.getConnections((_error, count) => resolve(count)))
const nobodyWatches = () => vi.waitFor(() => expect(creel.runtime.live.watcherCount()).toBe(0))

test('sends stored captures after the given seq, then live ones, as summaries without bodies', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 3)
  const client = await connect()
  expect(await client.subscribe(bin.id, 1)).toEqual({ ok: true, lastSeq: 3 })
  await client.hasCaptures(2)
  await post(creel, bin.id, 1, 1, '/hook?x=1')
  await client.hasCaptures(3)
  expect(client.seqs()).toEqual([2, 3, 4])
  expect(client.captures[2]).toEqual({
    id: captureId(bin.captureTag, 4),
    seq: 4,
    binId: bin.id,
    method: 'POST',
    path: '/hook',
    query: 'x=1',
    contentType: 'text/plain;charset=UTF-8',
    bodySize: 7,
    truncated: false,
    aborted: false,
    remoteAddress: '127.0.0.1',
    receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    userAgent: 'node',
    messageId: null,
    bodyCrc32: crc32('{"a":1}').toString(16).padStart(8, '0'),
    pinned: false,
    note: null,
    sender: null,
    signature: null,
    reply: { status: 200, by: 'response', delayMs: 0 },
  })
})

test('without a seq, sends only captures after the answer', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 3)
  const client = await connect()
  expect(await client.subscribe(bin.id)).toEqual({ ok: true, lastSeq: 3 })
  await post(creel, bin.id, 1)
  await client.hasCaptures(1)
  expect(client.seqs()).toEqual([4])
})

test('every watcher gets all captures in order and once while many post, whenever it subscribes', async () => {
  const bin = await creel.createBin()
  const posting = post(creel, bin.id, 600, 16)
  const clients: StreamClient[] = []
  for (let i = 0; i < 6; i++) {
    const client = await connect(i % 3 === 2 ? { transports: ['polling'] } : {})
    await client.subscribe(bin.id, 0)
    clients.push(client)
  }
  await posting
  for (const client of clients) {
    await client.hasCaptures(600)
    expect(client.seqs()).toEqual(upTo(600))
  }
})

test('a client resumes where it was after a disconnect', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  client.subscribeAgain(bin.id)
  await client.subscribe(bin.id, 0)
  const posting = post(creel, bin.id, 300, 4)
  for (let i = 0; i < 5; i++) {
    await client.hasCaptures(i * 50)
    client.socket.io.engine.close()
  }
  await posting
  await client.hasCaptures(300)
  expect(client.seqs()).toEqual(upTo(300))
})

test('two pages end up equal to the server even if one loses its connection', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 5)
  const load = async (page: { limit: number; before?: number }) => listCaptures(creel.runtime, creel.owner, bin.id, page)
  const proxy = await openStallableProxy({ host: '127.0.0.1', port: creel.port })
  const openPage = async (url: string) => {
    const store = createFeedStore(initialFeed({ id: bin.id, lastSeq: 5 } as Bin, await load({ limit: 50 })), nextTurn)
    const client = connectLive(url, { accessKey: creel.accessKey }, 20)
    const stop = followBin({ binId: bin.id, store, client, loadPage: load, retryMs: 20 })
    return { store, stop, client }
  }
  const pages = [await openPage(creel.url), await openPage(`http://127.0.0.1:${proxy.port}`)]
  const reaches = (page: number, seq: number) =>
    vi.waitFor(() => expect(pages[page]!.store.latest().lastSeq).toBeGreaterThanOrEqual(seq), { timeout: 10_000, interval: 2 })

  for (const round of [1, 2]) {
    await reaches(1, 60 * round - 55)
    proxy.cut()
    await post(creel, bin.id, 60, 4)
    await deleteCapture(creel.runtime, creel.owner, bin.id, captureId(bin.captureTag, 60 * round))
    for (const seq of [2, 60 * round + 1]) {
      await updateCapture(creel.runtime, creel.owner, bin.id, captureId(bin.captureTag, seq), { note: `round ${round}` })
    }
    await reaches(0, 60 * round + 5)
  }
  await reaches(1, 125)
  const held = (await load({ limit: 200 })).captures
  expect(held).toHaveLength(123)
  for (const { store } of pages) {
    await vi.waitFor(() => expect(store.latest().connection).toEqual({ state: 'live' }), { timeout: 10_000 })
    const { captures, nextBefore, total } = store.get()
    expect(captures).toEqual(held.filter(({ seq }) => seq >= (nextBefore ?? 0)))
    expect(total).toBe(123)
  }
  for (const { stop, client } of pages) {
    stop()
    client.close()
  }
  await proxy.close()
  await nobodyWatches()
})

function nextTurn(callback: () => void): () => void {
  const turn = setImmediate(callback)
  return () => clearImmediate(turn)
}

test('sends other events of a bin with its id', async () => {
  const { runtime } = creel
  const bin = await creel.createBin()
  await post(creel, bin.id, 2)
  const client = await connect()
  await client.subscribe(bin.id)
  const id = captureId(bin.captureTag, 1)
  await updateCapture(runtime, creel.owner, bin.id, id, { note: 'gr\u00fcn \u202e<b>' })
  await updateCapture(runtime, creel.owner, bin.id, id, { pinned: true })
  await updateCapture(runtime, creel.owner, bin.id, id, {})
  await deleteCapture(runtime, creel.owner, bin.id, id)
  await clearCaptures(runtime, creel.owner, bin.id)
  await updateBin(runtime, creel.owner, bin.id, { name: 'new' }, origins())
  runtime.live.changed(bin.id, { type: 'delivery', delivery: { id: 'dl_1', captureId: id } as never })
  await deleteBin(runtime, creel.owner, bin.id)
  await vi.waitFor(() => expect(client.heard.at(-1)![0]).toBe('bin:deleted'))
  expect(client.heard).toEqual([
    ['capture:updated', { binId: bin.id, id, seq: 1, note: 'gr\u00fcn \u202e<b>' }],
    ['capture:updated', { binId: bin.id, id, seq: 1, pinned: true }],
    ['capture:deleted', { binId: bin.id, id, seq: 1 }],
    ['bin:cleared', { binId: bin.id, throughSeq: 2 }],
    ['bin:updated', expect.objectContaining({ id: bin.id, name: 'new', response: { status: 200, headers: [], delayMs: 0 } })],
    ['delivery', { binId: bin.id, id: 'dl_1', captureId: id }],
    ['bin:deleted', { binId: bin.id }],
  ])
})

test('sends a changed bin with URLs of the host that the client uses', async () => {
  const bin = await creel.createBin()
  const client = await connect({ extraHeaders: { host: 'creel.localhost:8080' } })
  await client.subscribe(bin.id)
  await updateBin(creel.runtime, creel.owner, bin.id, { name: 'new' }, origins())
  await vi.waitFor(() => expect(client.heard).toHaveLength(1))
  expect(client.heard[0]![1]).toMatchObject({
    captureUrl: `http://creel.localhost:8080/in/${bin.id}`,
    inspectUrl: `http://creel.localhost:8080/bins/${bin.id}`,
  })
})

test('one socket can follow up to 32 bins, and unsubscribing frees a place', async () => {
  const bins = await Promise.all(upTo(33).map(() => creel.createBin()))
  const client = await connect()
  for (const bin of bins.slice(0, 32)) expect(await client.subscribe(bin.id)).toMatchObject({ ok: true })
  expect(await client.subscribe(bins[32]!.id)).toEqual({ ok: false, code: 'too_many_requests' })
  expect(await client.subscribe(bins[0]!.id)).toMatchObject({ ok: true }) // replaces the first, so it is not an additional one
  client.socket.emit('unsubscribe', { bin: bins[1]!.id })
  expect(await client.subscribe(bins[32]!.id)).toMatchObject({ ok: true })
  for (const index of [0, 1, 32]) await post(creel, bins[index]!.id, 1)
  await client.hasCaptures(2)
  expect(client.captures.map(({ binId }) => binId)).toEqual([bins[0]!.id, bins[32]!.id])
})

test('a second subscription to a bin replaces the first', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 2)
  const client = await connect()
  await client.subscribe(bin.id)
  await client.subscribe(bin.id, 0)
  await client.hasCaptures(2)
  await post(creel, bin.id, 1)
  await client.hasCaptures(3)
  expect(client.seqs()).toEqual([1, 2, 3])
  expect(creel.runtime.live.watcherCount()).toBe(1)
})

test('a socket that disconnects leaves no watch behind', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  await client.subscribe(bin.id, 0)
  client.close()
  await nobodyWatches()
})

test('a socket that disconnects while subscribing does not watch', async () => {
  const bin = await creel.createBin()
  const [going, staying] = [await connect(), await connect()]
  let letFind = () => {}
  const found = new Promise<typeof bin>((resolve) => (letFind = () => resolve(bin)))
  const find = vi.spyOn(creel.runtime.store, 'findBin').mockReturnValueOnce(found)
  const watch = vi.spyOn(creel.runtime.live, 'watch')
  going.socket.emit('subscribe', { bin: bin.id }, () => {})
  await vi.waitFor(() => expect(find).toHaveBeenCalled())
  const before = await connections()
  going.close()
  await vi.waitFor(async () => expect(await connections()).toBe(before - 1))
  letFind()
  await staying.subscribe(bin.id)
  expect(watch).toHaveBeenCalledTimes(1)
  find.mockRestore()
  watch.mockRestore()
})

test('a client that does not read costs one page of memory, and gets everything once it reads', async () => {
  const bin = await creel.createBin()
  const path = `/${'p'.repeat(50_000)}`
  await post(creel, bin.id, 400, 8, path)
  const read = vi.spyOn(creel.runtime.store, 'listCaptures')
  const client = await connect()
  client.raw().pause()
  const subscribed = client.subscribe(bin.id, 0)
  const pages = () => read.mock.results.length
  let before = -1
  while (pages() > before) {
    before = pages()
    await pause(150) // until it stops reading, for which there is no event
  }
  const rows = (await Promise.all(read.mock.results.map(({ value }) => value as Promise<unknown[]>))).flat().length
  expect(rows).toBeLessThan(350) // of 20 MB, only what the kernel's buffers and one page hold
  client.raw().resume()
  await subscribed
  await client.hasCaptures(400)
  expect(client.seqs()).toEqual(upTo(400))
  read.mockRestore()
})

test('closing looks like a broken connection, so that clients reconnect by themselves', async () => {
  const other = await startCreel()
  const clients = [await openStream(other), await openStream(other, { transports: ['polling'] })]
  const reasons = clients.map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)))
  await other.close()
  for (const reason of await Promise.all(reasons)) expect(reason).toMatch(/^transport (close|error)$/)
  expect(clients.map(({ socket }) => socket.active)).toEqual([true, true])
  for (const client of clients) client.close()
})
