import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({
    fallback: (req, res) => req.pipe(res.writeHead(200, { 'content-length': req.headers['content-length'] ?? '0' })),
  })
})
afterAll(() => creel.close())

const offer =
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\n'

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
