import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import type { StoredBin } from '#lib/store/stored-bin'
import { openRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

/** More than a socket takes at once. */
const HALF = Buffer.alloc(8 * 1024 * 1024, 'half')

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({
    timeLimits: {
      keepAliveTimeout: 5_000,
      headersTimeout: 5_000,
      requestTimeout: 60_000,
      idleTimeout: 2_000,
      connectionsCheckingInterval: 50,
    },
    fallback: (req, res) => {
      if (req.url !== '/large') req.pipe(res.writeHead(200, { 'content-length': req.headers['content-length'] ?? '0' }))
      else {
        res.writeHead(200, { 'content-length': HALF.length * 2 }).write(HALF)
        res.once('drain', () => res.end(HALF))
      }
    },
  })
})
afterAll(() => creel.close())

const offer =
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\n'

/** The next connection, as the server sees it. */
const nextSocket = async () => (await once(creel.front.server, 'connection'))[0] as Socket
const offered = (bin: StoredBin, path: string, framing: string) =>
  `POST /in/${bin.id}${path} HTTP/1.1\r\n${offer}Host: x\r\n${framing}\r\n\r\n`
const plain = (bin: StoredBin, path: string, body: string) =>
  `POST /in/${bin.id}${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** What is stored in the bin, oldest first. */
async function storedIn(bin: StoredBin): Promise<string[]> {
  const { lastSeq } = (await creel.runtime.store.findBin(bin.id))!
  const all = await Promise.all(Array.from({ length: lastSeq }, (_, i) => creel.stored(bin, i + 1)))
  return all.map(({ target, body }) => `${target.slice(`/in/${bin.id}`.length)} ${Buffer.from(body)}`)
}

test("captures a POST that offers h2c, like Java's, with body, headers and later requests on the connection", async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${bin.id}/a?b HTTP/1.1\r\n${offer}Host: x\r\nX-L: \xfc\r\nContent-Length: 5\r\n\r\nhe`)
  connection.write('llo')
  expect((await connection.answer()).status).toBe(200)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nyo`)
  expect((await connection.answer()).status).toBe(200)
  const [first, second] = [await creel.stored(bin, 1), await creel.stored(bin, 2)]
  expect([first.target, Buffer.from(first.body).toString()]).toEqual([`/in/${bin.id}/a?b`, 'hello'])
  expect(first.rawHeaders.slice(0, 4)).toEqual(['Connection', 'Upgrade, HTTP2-Settings', 'Upgrade', 'h2c'])
  expect(first.rawHeaders.slice(-4)).toEqual(['X-L', '\xfc', 'Content-Length', '5'])
  expect(Buffer.from(second.body).toString()).toBe('yo')
  connection.socket.destroy()
})

test("socket.io's timer for unknown upgrades does not end a slow upload", async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\n${offer}Host: x\r\nContent-Length: 4\r\n\r\n`)
  await new Promise((resolve) => setTimeout(resolve, 1_300)) // engine.io gives up after 1,000 ms; there is no event to await
  connection.write('slow')
  expect((await connection.answer()).status).toBe(200)
  connection.socket.destroy()
})

test('captures a pipelined offer after the reply to the request before it', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(
    `GET /in/${bin.id}/1 HTTP/1.1\r\nHost: x\r\n\r\n`,
    `POST /in/${bin.id}/2 HTTP/1.1\r\n${offer}Host: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  )
  for (const seq of [1, 2]) {
    expect((await connection.answer()).header('x-creel-capture')).toBe(`cap_${bin.captureTag}_${seq}`)
    expect((await creel.stored(bin, seq)).target).toBe(`/in/${bin.id}/${seq}`)
  }
  connection.socket.destroy()
})

test('captures every request that comes in one packet with offers, and answers them in order', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(
    plain(bin, '/1', 'one') +
      offered(bin, '/2', 'Content-Length: 3') +
      `two${plain(bin, '/3', 'three')}${offered(bin, '/4', 'Transfer-Encoding: chunked')}4\r\nfour\r\n0\r\n\r\n` +
      `${offered(bin, '/5', 'Content-Length: 0')}${plain(bin, '/6', 'six')}`,
  )
  for (const seq of [1, 2, 3, 4, 5, 6])
    expect((await connection.answer()).header('x-creel-capture')).toBe(`cap_${bin.captureTag}_${seq}`)
  expect(await storedIn(bin)).toEqual(['/1 one', '/2 two', '/3 three', '/4 four', '/5 ', '/6 six'])
  connection.socket.destroy()
})

test('keeps the body of an offer whose connection Node paused because large replies wait in it', async () => {
  const bin = await creel.createBin()
  const large = await creel.createBin({ response: { ...DEFAULT_RESPONSE, body: 'x'.repeat(200_000) } })
  const { bins } = creel.runtime
  const find = bins.find.bind(bins)
  let letFind = () => {}
  const mayFind = new Promise<void>((resolve) => {
    letFind = resolve
  })
  const finding = vi.spyOn(bins, 'find').mockImplementationOnce(async (id) => mayFind.then(() => find(id)))
  const accepted = nextSocket()
  const connection = await openRaw(creel.port)
  connection.write(plain(bin, '/1', 'one'), plain(large, '/2', 'two'))
  const socket = await accepted
  await expect.poll(() => storedIn(large)).toEqual(['/2 two'])
  const pausing = plain(bin, '/3', 'three') + offered(bin, '/4', 'Content-Length: 4')
  const read = socket.bytesRead
  connection.write(pausing)
  await expect.poll(() => socket.bytesRead).toBe(read + pausing.length)
  connection.write('four')
  connection.finish()
  letFind()
  for (let i = 0; i < 4; i++) expect((await connection.answer()).status).toBe(200)
  expect(await storedIn(bin)).toEqual(['/3 three', '/1 one', '/4 four'])
  finding.mockRestore()
})

test('a large reply before an offer arrives completely', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n${offered(bin, '', 'Content-Length: 2')}hi`)
  expect((await connection.answer()).body.byteLength).toBe(HALF.length * 2)
  expect((await connection.answer()).status).toBe(200)
  connection.socket.destroy()
})

test('closes the connection of an offer behind a reply that its sender does not read', async () => {
  const bin = await creel.createBin()
  const accepted = nextSocket()
  const connection = await openRaw(creel.port)
  connection.socket.pause()
  connection.write(`GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n${offered(bin, '', 'Content-Length: 2')}hi`)
  await once(await accepted, 'close')
  expect(await storedIn(bin)).toEqual([])
  connection.socket.destroy()
})

test('keeps what arrived of an offer that its sender aborts, and the connection is closed', async () => {
  const bin = await creel.createBin()
  const accepted = nextSocket()
  const connection = await openRaw(creel.port)
  const sent = `${offered(bin, '', 'Content-Length: 1000')}begin`
  connection.write(sent)
  const socket = await accepted
  await expect.poll(() => socket.bytesRead).toBe(sent.length)
  connection.socket.destroy()
  await once(socket, 'close')
  await expect.poll(() => storedIn(bin)).toEqual([' begin'])
  expect(await creel.stored(bin, 1)).toMatchObject({ aborted: true, truncated: true, bodySize: 1000 })
})

test.each([
  ['a body that ends early', 'Content-Length: 1000', 'begin'],
  ['a chunked body that ends early', 'Transfer-Encoding: chunked', '10\r\nbegin'],
])('answers %s with 400 although its head offers an upgrade', async (_, framing, body) => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(offered(bin, '', framing) + body)
  connection.finish()
  expect((await connection.answer()).status).toBe(400)
  await connection.closed
  await expect.poll(() => storedIn(bin)).toEqual([' begin'])
})

test.each([
  ['whole', 'zz\r\n'],
  ['in part', '3\r\nabc\r\nzz\r\n'],
])('answers a body that violates HTTP with 400, %s, and stores nothing of it', async (_, body) => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(offered(bin, '', 'Transfer-Encoding: chunked') + body)
  expect((await connection.answer()).status).toBe(400)
  await connection.closed
  expect(await storedIn(bin)).toEqual([])
})

test.each([
  ['two', ['UPGRADE', 'a', 'X-Offer', 'mine', 'upgrade', 'b', 'x-offer', 'also mine', 'connection', 'upgrade']],
  ['an', ['Proxy-Connection', 'upgrade', 'uPgrade', 'TLS/1.0', 'x-offer', '']],
  ['only half an', ['Connection', 'Upgrade', 'X-Offer', 'mine']],
])('stores %s offer with names, case, order and repetitions as sent', async (_, sent) => {
  const bin = await creel.createBin()
  for (const version of ['1.1', '1.0']) {
    const connection = await openRaw(creel.port)
    const lines = sent.map((each, i) => (i % 2 === 0 ? `${each}: ` : `${each}\r\n`)).join('')
    connection.write(`POST /in/${bin.id} HTTP/${version}\r\n${lines}Host: x\r\nContent-Length: 2\r\n\r\nhi`)
    expect((await connection.answer()).status).toBe(200)
    connection.socket.destroy()
  }
  for (const seq of [1, 2]) expect((await creel.stored(bin, seq)).rawHeaders.slice(0, sent.length)).toEqual(sent)
})

test('captures offer after offer on one connection without adding listeners', async () => {
  const bin = await creel.createBin()
  const accepted = nextSocket()
  const connection = await openRaw(creel.port)
  const socket = await accepted
  const counts: number[] = []
  for (let sent = 1; sent <= 12; sent++) {
    connection.write(`${offered(bin, '', 'Content-Length: 2')}hi`)
    expect((await connection.answer()).status).toBe(200)
    counts.push(socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0))
  }
  expect(new Set(counts).size).toBe(1)
  connection.socket.destroy()
})

test('serves no WebSocket behind a request that is refused because it may hide another', async () => {
  const connection = await openRaw(creel.port)
  connection.write(
    'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n' +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  expect((await connection.answer()).status).toBe(400)
  await connection.closed
  await expect(connection.answer()).rejects.toThrow('""')
})

test('captures the GET of a WebSocket client as an ordinary request', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(
    `GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  expect((await connection.answer()).status).toBe(200)
  expect((await creel.stored(bin, 1)).method).toBe('GET')
  connection.socket.destroy()
})

test('passes a page request that offers h2c on to the pages, body included', async () => {
  const connection = await openRaw(creel.port)
  connection.write(`POST /api/v1/bins HTTP/1.1\r\n${offer}Host: localhost\r\nContent-Length: 4\r\n\r\nbody`)
  expect((await connection.answer()).body.toString()).toBe('body')
  connection.socket.destroy()
})

test('sends 100 Continue to an offer that waits for it', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\n${offer}Host: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`)
  expect((await connection.answer()).status).toBe(100)
  connection.write('ok')
  expect((await connection.answer()).status).toBe(200)
  connection.socket.destroy()
})

test('closes after the reply if the server stops', async () => {
  const other = await startCreel()
  const bin = await other.createBin()
  const connection = await openRaw(other.port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\n${offer}Host: x\r\nContent-Length: 2\r\n\r\n`)
  const idle = await openRaw(other.port)
  const stopped = other.front.stop()
  await idle.closed
  connection.write('hi')
  expect((await connection.answer()).header('connection')).toBe('close')
  await connection.closed
  await stopped
  await other.close()
})
