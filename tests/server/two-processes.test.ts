import { once } from 'node:events'
import { afterAll, afterEach, test as base, beforeAll, beforeEach, describe, expect, vi } from 'vitest'
import { captureId } from '#lib/core/ids'
import { createShare } from '#lib/services/create-share'
import { deleteBin } from '#lib/services/delete-bin'
import { deleteCaptures } from '#lib/services/delete-captures'
import { exportCaptures } from '#lib/services/export-captures'
import { findBearer, findKeyActor } from '#lib/services/find-actor'
import { type CreateKeyInput, createKey } from '#lib/services/keys/create-key'
import { deleteKey } from '#lib/services/keys/delete-key'
import { rotateKey } from '#lib/services/keys/session'
import { revokeShare } from '#lib/services/revoke-share'
import { updateBin } from '#lib/services/update-bin'
import { updateCapture } from '#lib/services/update-capture'
import { openStallableProxy, type StallableProxy } from '../lib/live/stallable-proxy'
import { postgresUrl, redisUrl } from '../services'
import { temporaryPostgresql } from '../store/temporary-postgresql'
import { type Creel, startCreel } from './start-creel'
import { openStream, post, type StreamClient, upTo } from './stream-client'

/** Two processes need PostgreSQL and Redis. Without them, npm test reports the tests as skipped. */
const test = base.skipIf(postgresUrl === null || redisUrl === null)

let database: Awaited<ReturnType<typeof temporaryPostgresql>>
let redis: StallableProxy
let a: Creel
let b: Creel
const open: StreamClient[] = []

const settings = () => ({ DATABASE_URL: database.url, REDIS_URL: `redis://127.0.0.1:${redis.port}` })

beforeAll(async () => {
  if (postgresUrl === null || redisUrl === null) return
  database = await temporaryPostgresql()
  const { hostname, port } = new URL(redisUrl)
  redis = await openStallableProxy({ host: hostname, port: Number(port || 6379) })
  a = await startCreel({ env: settings() })
  b = await startCreel({ env: settings() })
  await untilRedisConnects()
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})
afterAll(async () => {
  await a?.close()
  await b?.close()
  await redis?.close()
  await database?.drop()
})

/** Connects to a process with the key of `a`, which owns the bins. Reconnects by itself. */
async function watch(creel: Creel, binId: string, after = 0): Promise<StreamClient> {
  const client = await openStream({ url: creel.url, accessKey: a.accessKey })
  open.push(client)
  client.subscribeAgain(binId, after)
  expect(await client.subscribe(binId, after)).toMatchObject({ ok: true })
  return client
}
const origins = { ui: 'http://a.example', capture: 'http://a.example' }

/** Waits until each process gets the other's messages at once. Polling alone would take a second. */
async function untilRedisConnects(): Promise<void> {
  const bin = await a.createBin()
  const watchers = [await watch(a, bin.id), await watch(b, bin.id)]
  for (const [from, to] of [
    [a, 1],
    [b, 0],
  ] as const) {
    await vi.waitFor(
      async () => {
        const before = watchers[to]!.captures.length
        await post(from, bin.id, 1)
        await vi.waitFor(() => expect(watchers[to]!.captures.length).toBeGreaterThan(before), { timeout: 100, interval: 2 })
      },
      { timeout: 10_000, interval: 0 },
    )
  }
  for (const client of open.splice(0)) client.close()
}

test('deleting all captures is heard as bin:cleared alone, in both processes', async () => {
  const bin = await a.createBin()
  await post(a, bin.id, 250)
  const sockets = [await watch(a, bin.id), await watch(b, bin.id)]
  await Promise.all(sockets.map((client) => client.hasCaptures(250)))
  const actor = (await findKeyActor(a.runtime, a.accessKey, 'bearer'))!
  const ids = sockets[0]!.captures.map(({ id }) => id)
  expect(await deleteCaptures(a.runtime, actor, bin.id, { ids })).toBe(250)
  await post(a, bin.id, 1) // everything before the next capture has been received
  await Promise.all(sockets.map((client) => client.hasCaptures(251)))
  for (const { heard } of sockets) {
    expect(heard.filter(([name]) => name !== 'capture')).toEqual([['bin:cleared', { binId: bin.id, throughSeq: 250 }]])
  }
})

test('watchers of one process get captures stored by the other live, without polling', async () => {
  const bin = await a.createBin()
  const client = await watch(b, bin.id)
  const polls = vi.spyOn(b.runtime.store, 'lastSeqs')
  let unpolled = 0
  for (let i = 1; i <= 20; i++) {
    const before = polls.mock.calls.length
    await post(a, bin.id, 1)
    await client.hasCaptures(i)
    if (polls.mock.calls.length === before) unpolled++
  }
  expect(unpolled).toBeGreaterThan(10) // one poll per second also runs
  expect(client.seqs()).toEqual(upTo(20))
})

test('seq has no gap or duplicate while both processes store captures of one bin, and watchers of both get all in order', async () => {
  const bin = await a.createBin()
  const clients = [await watch(a, bin.id), await watch(b, bin.id)]
  await Promise.all([post(a, bin.id, 250, 8), post(b, bin.id, 250, 8)])
  for (const client of clients) {
    await client.hasCaptures(500)
    expect(client.seqs()).toEqual(upTo(500))
  }
})

test('a change of a bin in one process reaches watchers and senders of the other at once', async () => {
  const bin = await a.createBin()
  await post(b, bin.id, 1)
  const client = await watch(b, bin.id, 1)
  await updateBin(a.runtime, a.owner, bin.id, { response: { status: 201, headers: [], body: null, delayMs: 0 } }, origins)
  await vi.waitFor(() => expect(client.heard.map(([name]) => name)).toEqual(['bin:updated']))
  expect((await fetch(`${b.url}/in/${bin.id}`)).status).toBe(201)
  await client.hasCaptures(1)
  const id = captureId(bin.captureTag, 1)
  for (const patch of [{ pinned: true }, { note: 'seen' }]) {
    await updateCapture(a.runtime, a.owner, bin.id, id, patch)
    await vi.waitFor(() => expect(client.heard.at(-1)).toEqual(['capture:updated', { binId: bin.id, id, seq: 1, ...patch }]))
  }
  await deleteBin(a.runtime, a.owner, bin.id)
  await vi.waitFor(() => expect(client.heard.at(-1)).toEqual(['bin:deleted', { binId: bin.id }]))
  expect((await fetch(`${b.url}/in/${bin.id}`)).status).toBe(404)
})

test('revoking a link in one process ends its sockets in the other', async () => {
  const bin = await a.createBin()
  const share = await createShare(a.runtime, a.owner, bin.id, { ttlSeconds: 60, show: 'everything' }, origins)
  const client = await openStream({ url: b.url, accessKey: '' }, { auth: { shareToken: share.token }, reconnection: false })
  open.push(client)
  expect(await client.subscribe(bin.id)).toMatchObject({ ok: true })
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  await revokeShare(a.runtime, a.owner, bin.id, share.id)
  await gone
  expect(client.heard).toEqual([['access:ended', { binId: bin.id }]])
})

test.each(['link', 'key'])('revoking a %s in one process ends its export in the other', async (kind) => {
  vi.spyOn(b.runtime.store, 'existingKeys').mockImplementation(async (ids) => new Set(ids)) // a message ends it, and not polling
  const bin = await a.createBin()
  await post(a, bin.id, 3)
  const share = await createShare(a.runtime, a.owner, bin.id, { ttlSeconds: 60, show: 'everything' }, origins)
  const key = await createKey(a.runtime, a.owner, { label: null, scope: 'read', bins: [bin.id] })
  const actor = (await findBearer(b.runtime, kind === 'link' ? share.token : key.accessKey))!
  const ending = new AbortController()
  const caller = { address: '127.0.0.1', captureOrigin: origins.capture, ending }
  const pieces = exportCaptures(b.runtime, actor, bin.id, { format: 'ndjson' }, caller)
  expect((await pieces.next()).done).toBe(false)
  const ended = once(ending.signal, 'abort')
  if (kind === 'link') await revokeShare(a.runtime, a.owner, bin.id, share.id)
  else await deleteKey(a.runtime, a.owner, key.id)
  await ended
  expect(ending.signal.reason.message).toContain('has ended')
  await pieces.return(undefined)
})

test('a browser that signs out in one process loses the sockets that its cookie opened in the other', async () => {
  const client = await openStream(
    { url: b.url, accessKey: a.accessKey },
    { auth: {}, extraHeaders: { cookie: `creel_key=${a.accessKey}` }, reconnection: false },
  )
  open.push(client)
  const over = new Promise((resolve) => client.socket.once('disconnect', resolve))
  a.runtime.live.signOut(a.owner.key.id)
  await over
})

/** A new key of the owner of `a`'s bins, and two sockets at `creel` opened with it: one watching, one idle. */
async function openedWithKey(creel: Creel, input: Partial<CreateKeyInput> = {}) {
  const bin = await a.createBin()
  const key = await createKey(a.runtime, a.owner, { label: null, scope: 'read', bins: [bin.id], ...input })
  const clients = [1, 2].map(() => openStream({ url: creel.url, accessKey: key.accessKey }, { reconnection: false }))
  const [watching, idle] = (await Promise.all(clients)) as [StreamClient, StreamClient]
  open.push(watching, idle)
  expect(await watching.subscribe(bin.id)).toMatchObject({ ok: true })
  const ended = Promise.all([watching, idle].map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve))))
  return { bin, key, watching, ended }
}

test('revoking a key in one process ends its sockets in the other, by a message and not by polling', async () => {
  vi.spyOn(b.runtime.store, 'existingKeys').mockImplementation(async (ids) => new Set(ids))
  const { bin, key, watching, ended } = await openedWithKey(b)
  const other = await watch(b, bin.id)
  await deleteKey(a.runtime, a.owner, key.id)
  await ended
  expect(watching.heard).toEqual([['access:ended', { binId: bin.id }]])
  expect(other.socket.connected).toBe(true)
})

test('replacing a key in one process ends its sockets in the other', async () => {
  const { key, watching, ended } = await openedWithKey(b, { scope: 'full', bins: null })
  const actor = (await findKeyActor(a.runtime, key.accessKey, 'bearer'))!
  const fresh = await rotateKey(a.runtime, actor)
  await ended
  expect(watching.heard.at(-1)![0]).toBe('access:ended')
  await openStream({ url: b.url, accessKey: fresh }).then((client) => open.push(client))
})

test('a key that expires ends its sockets in every process', async () => {
  const both = await Promise.all([openedWithKey(a, { ttlSeconds: 1 }), openedWithKey(b, { ttlSeconds: 1 })])
  await Promise.all(both.map(({ ended }) => ended))
  for (const { watching } of both) expect(watching.heard.at(-1)![0]).toBe('access:ended')
})

test('captures arrive later but none is missed while Redis is down, and clients reload when it is back', async () => {
  const bin = await a.createBin()
  const clients = [await watch(a, bin.id), await watch(b, bin.id)]
  const breaks = clients.map(({ socket }) => new Promise((resolve) => socket.once('disconnect', resolve)))
  await post(a, bin.id, 20)
  redis.refuse(true)
  redis.cut()
  await Promise.all([post(a, bin.id, 40), post(b, bin.id, 40)])
  for (const client of clients) await client.hasCaptures(100)
  redis.refuse(false)
  await Promise.all(breaks)
  await Promise.all([post(a, bin.id, 50), post(b, bin.id, 50)])
  for (const client of clients) {
    await client.hasCaptures(200)
    expect(client.seqs()).toEqual(upTo(200))
  }
  await untilRedisConnects()
})

describe('without Redis', () => {
  let c: Creel
  beforeEach(async () => {
    if (database) c = await startCreel({ env: { DATABASE_URL: database.url } })
  })
  afterEach(() => c?.close())

  test('a process starts and finds captures of the others within two seconds by polling', async () => {
    const bin = await a.createBin()
    const client = await watch(c, bin.id)
    const startedAt = performance.now()
    await post(a, bin.id, 30)
    await client.hasCaptures(30)
    expect(performance.now() - startedAt).toBeLessThan(2500)
    expect(client.seqs()).toEqual(upTo(30))
  })

  test('revoking a key in another process ends its sockets, found by polling', async () => {
    const { key, watching, ended } = await openedWithKey(c)
    await deleteKey(a.runtime, a.owner, key.id)
    await ended
    expect(watching.heard.at(-1)![0]).toBe('access:ended')
  })
})

test('a process starts while Redis is down, and finds the others once it is up', async () => {
  redis.refuse(true)
  const late = await startCreel({ env: settings() })
  const bin = await a.createBin()
  const client = await watch(late, bin.id)
  await post(a, bin.id, 1)
  await client.hasCaptures(1)
  const back = new Promise((resolve) => client.socket.once('disconnect', resolve))
  redis.refuse(false)
  await back
  await post(a, bin.id, 1)
  await client.hasCaptures(2)
  expect(client.seqs()).toEqual([1, 2])
  client.close()
  await late.close()
})
