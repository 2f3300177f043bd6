import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { newAccessKey } from '#lib/core/ids'
import type { StoredKey } from '#lib/store/key-store'
import { openRaw } from './raw-client'
import { anOwner, type Creel, startCreel } from './start-creel'
import { openStream, post, type StreamClient } from './stream-client'

let creel: Creel
const open: StreamClient[] = []
beforeAll(async () => {
  creel = await startCreel({ env: { CREEL_ORIGIN: 'https://creel.example' } })
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
const refused = (options: Parameters<typeof openStream>[1]) =>
  connect(options).then(
    () => null,
    (error) => error,
  )
const withHeaders = (extraHeaders: Record<string, string>) => ({ extraHeaders })

/** Expects that the same process still serves a socket and a capture. */
async function expectStillServing(): Promise<void> {
  const bin = await creel.createBin()
  const client = await connect()
  expect(await client.subscribe(bin.id, 0)).toEqual({ ok: true, lastSeq: 0 })
  await post(creel, bin.id, 1)
  await client.hasCaptures(1)
}

test.each([
  ['nothing', {}],
  ['an unknown key', { accessKey: newAccessKey() }],
  ['a number', { accessKey: 7 }],
  ['an object', { accessKey: { toString: 'x' } }],
  ['null', { accessKey: null }],
  ['a long text', { accessKey: 'ck_'.repeat(1000) }],
])('refuses %s as credentials', async (_what, auth) => {
  const error = await refused({ auth: auth as Record<string, unknown> })
  expect(error).toMatchObject({ data: { code: 'unauthenticated' }, message: expect.stringContaining('access key') })
})

test("accepts a browser's cookie, but not together with an unknown key", async () => {
  const cookie = withHeaders({ cookie: `theme=dark; creel_key=${creel.accessKey}` })
  await connect({ auth: {}, ...cookie })
  expect(await refused({ auth: { accessKey: newAccessKey() }, ...cookie })).toMatchObject({ data: { code: 'unauthenticated' } })
})

test('accepts Bearer from a script that can set headers', async () => {
  await connect({ auth: {}, ...withHeaders({ authorization: `Bearer ${creel.accessKey}` }) })
})

test('a refused socket may try another key on the same connection', async () => {
  const auth = { accessKey: newAccessKey() }
  const { socket } = await connect()
  socket.disconnect()
  socket.auth = auth
  await new Promise((resolve) => {
    socket.once('connect_error', resolve)
    socket.connect()
  })
  auth.accessKey = creel.accessKey
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve)
    socket.connect()
  })
})

test.each(['https://evil.example', 'http://creel.example.evil', 'https://creel.example:444', 'null', 'file://', 'https://[', ''])(
  'refuses a page of %j, over WebSocket and polling',
  async (origin) => {
    for (const transports of [['websocket'], ['polling']])
      expect(await refused({ transports, ...withHeaders({ origin }) })).toBeInstanceOf(Error)
  },
)

test("accepts our own pages under the configured origin and under the request's host", async () => {
  for (const transports of [['websocket'], ['polling']]) {
    await connect({ transports, ...withHeaders({ origin: 'https://creel.example' }) })
    await connect({ transports, ...withHeaders({ origin: creel.url }) })
  }
})

test.each(['http://creel.example', 'https://creel.example:8443', 'https://creel.example.evil.example', 'null'])(
  'refuses a page of %s if the configured origin has another scheme, port or name',
  async (origin) => {
    const host = { origin, host: 'creel.example' }
    for (const transports of [['websocket'], ['polling']]) {
      await expect(connect({ transports, ...withHeaders(host) })).rejects.toThrow()
    }
  },
)

test("another owner's bin is forbidden, an unknown one not found", async () => {
  const { owner: stranger } = await anOwner(creel.runtime)
  const bin = await creel.createBin({ ownerId: stranger.key.ownerId })
  const client = await connect()
  expect(await client.subscribe(bin.id)).toEqual({ ok: false, code: 'forbidden' })
  await post(creel, bin.id, 1)
  for (const id of ['unknown-bin', '', '../x', 'UPPER', 'a\u0000b', '💥']) {
    expect(await client.subscribe(id)).toEqual({ ok: false, code: 'bin_not_found' })
  }
  expect(client.heard).toEqual([])
})

test('a key that no longer owns a bin gets no new subscription and loses its existing one', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  await client.subscribe(bin.id)
  const find = vi.spyOn(creel.runtime.store, 'findBin').mockResolvedValue({ ...bin, ownerId: 'other' })
  expect(await client.subscribe(bin.id)).toEqual({ ok: false, code: 'forbidden' })
  find.mockRestore()
  expect(creel.runtime.live.watcherCount()).toBe(0)
})

test('refuses a subscription while the database is down, and keeps the socket', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  const find = vi.spyOn(creel.runtime.store, 'findBin').mockRejectedValue(new Error('away'))
  expect(await client.subscribe(bin.id)).toEqual({ ok: false, code: 'internal' })
  find.mockRestore()
  expect(await client.subscribe(bin.id)).toMatchObject({ ok: true })
})

const GARBAGE: unknown[][] = [
  [],
  [null],
  [42],
  ['bin'],
  [[]],
  [{}],
  [{ bin: 1 }],
  [{ bin: null }],
  [{ bin: 'x'.repeat(5000) }],
  [{ bin: { $gt: '' } }],
  [{ bin: 'bin', after: -1 }],
  [{ bin: 'bin', after: 1.5 }],
  [{ bin: 'bin', after: '1' }],
  [{ bin: 'bin', after: 2 ** 60 }],
  [{ bin: 'bin', after: null }],
  [{ __proto__: null, constructor: 'x' }],
  [Buffer.from('bin')],
  [{ bin: Buffer.from('bin') }],
]

test.each(GARBAGE)('refuses a subscription of %j as invalid', async (...args) => {
  const { socket } = await connect()
  const emit = socket.timeout(5000).emitWithAck as (name: string, ...args: unknown[]) => Promise<unknown>
  expect(await emit.call(socket.timeout(5000), 'subscribe', ...args)).toEqual({ ok: false, code: 'invalid_input' })
})

test('a client need not wait for answers', async () => {
  const bin = await creel.createBin()
  const client = await connect()
  const emit = client.socket.emit.bind(client.socket) as (name: string, ...args: unknown[]) => void
  for (const args of GARBAGE) {
    emit('subscribe', ...args)
    emit('unsubscribe', ...args)
  }
  emit('unknown', 1, 2, 3)
  emit('subscribe', { bin: bin.id, after: 0 }, 'not a function')
  await post(creel, bin.id, 1)
  await client.hasCaptures(1)
  expect(client.heard).toHaveLength(1)
})

test('allows one socket per connection, however fast the client connects again', async () => {
  const { io: manager } = io(creel.url, { autoConnect: false, reconnection: false, forceNew: true, transports: ['websocket'] })
  await new Promise<void>((resolve) => manager.once('open', resolve).open())
  const gone = new Promise((resolve) => manager.once('close', resolve))
  let answer = (_key: StoredKey | null) => {}
  const lookUp = vi.spyOn(creel.runtime.store, 'findKey').mockReturnValue(new Promise((resolve) => (answer = resolve)))
  for (let i = 0; i < 2; i++) manager.engine.write(`0${JSON.stringify({ accessKey: creel.accessKey })}`)
  await gone
  expect(lookUp).toHaveBeenCalledTimes(1)
  lookUp.mockRestore()
  answer(creel.owner.key)
  await expectStillServing()
})

/** Hand-written frames: first engine.io's packet type (4: message), then socket.io's (0: connect, 2: event). */
const FRAMES: [string, string | Uint8Array][] = [
  ['an unknown packet type', '9'],
  ['no text at all', ''],
  ['an unknown message type', '49'],
  ['half an event', '42["subscribe",{"bin":'],
  ['an event that is no list', '42{"a":1}'],
  ['an event without a name', '42[]'],
  ['a reserved name', '42["disconnecting"]'],
  ['the name of a listener', '42["newListener"]'],
  ['an answer nobody asked for', '4399[]'],
  ['a huge id of an answer', `42${'9'.repeat(400)}["subscribe",{}]`],
  ['credentials that are no object', '40"ck_x"'],
  ['an unknown namespace', '40/admin,'],
  ['a second socket on one connection', '40{"accessKey":"x"}'],
  ['a binary event with no bytes', '451-["subscribe",{"_placeholder":true,"num":0}]'],
  ['a binary event with too many', '45999999999-["x"]'],
  ['a placeholder out of range', '451-["subscribe",{"_placeholder":true,"num":9}]'],
  ['bytes', Uint8Array.of(0, 255, 1)],
  ["a ping, which is the server's to send", '2'],
  ['an upgrade', '5'],
  ['__proto__', '42["__proto__",{"__proto__":{"x":1}}]'],
]

test.each(FRAMES)('ignores a frame with %s or closes its connection, and the server keeps running', async (_what, frame) => {
  const client = await connect()
  client.raw().send(frame)
  client.raw().send(Uint8Array.of(1))
  await expectStillServing()
})

test('closes the connection after a frame over 8 KiB', async () => {
  for (const frame of ['4'.repeat(8193), `42["subscribe",{"bin":"${'x'.repeat(9000)}"}]`, new Uint8Array(1_000_000)]) {
    const client = await connect({ reconnection: false })
    const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
    client.raw().send(frame)
    await gone
  }
  await expectStillServing()
})

test('refuses a polled message over 8 KiB', async () => {
  const opened = await (await fetch(`${creel.url}/socket.io/?EIO=4&transport=polling`)).text()
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
  const response = await fetch(`${creel.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
    method: 'POST',
    body: '4'.repeat(9000),
  })
  expect(response.status).toBe(413)
  await expectStillServing()
})

test('cuts off a client that sends endlessly', async () => {
  const client = await connect({ reconnection: false })
  const gone = new Promise((resolve) => client.socket.once('disconnect', resolve))
  for (let i = 0; i < 1000; i++) client.raw().send('42["unknown"]')
  await gone
  await expectStillServing()
})

test.each([
  ['of an old protocol', 'GET /socket.io/?EIO=3&transport=websocket HTTP/1.1'],
  ['of a session that is not there', 'GET /socket.io/?EIO=4&transport=websocket&sid=constructor HTTP/1.1'],
  ['without a transport', 'GET /socket.io/?EIO=4 HTTP/1.1'],
  ['with a transport of Object.prototype', 'GET /socket.io/?EIO=4&transport=__proto__ HTTP/1.1'],
])('closes an upgrade %s', async (_what, line) => {
  const connection = await openRaw(creel.port)
  connection.write(
    `${line}\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  )
  await connection.closed
  connection.socket.destroy()
  await expectStillServing()
})

test('answers an upgrade of another path like an ordinary request, because the offer may be ignored', async () => {
  const connection = await openRaw(creel.port)
  connection.write('GET /other/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  expect((await connection.answer()).status).toBe(404)
  connection.socket.destroy()
  await expectStillServing()
})
