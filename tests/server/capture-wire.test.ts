import { METHODS } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
let bin: StoredBin
beforeAll(async () => {
  creel = await startCreel()
})
afterAll(() => creel.close())

async function newBin(): Promise<StoredBin> {
  bin = await creel.createBin()
  return bin
}

test('keeps header names in their case and order, duplicates, empty values and bytes over 0x7F', async () => {
  const { id } = await newBin()
  const headers = [
    'Host: x',
    'X-B: 1',
    'x-a: 2',
    'X-B: 3',
    'x-EMPTY:',
    'X-Latin: gr\xfc\xdfe',
    'set-cookie: a',
    'SET-Cookie: b',
    'Content-Length: 0',
  ]
  await sendRaw(creel.port, `POST /in/${id} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  const { rawHeaders } = await creel.stored(bin, 1)
  expect(rawHeaders).toEqual([
    ...['Host', 'x', 'X-B', '1', 'x-a', '2', 'X-B', '3', 'x-EMPTY', '', 'X-Latin', 'gr\xfc\xdfe'],
    ...['set-cookie', 'a', 'SET-Cookie', 'b', 'Content-Length', '0'],
  ])
})

test('keeps all of 5,000 headers', async () => {
  const { id } = await newBin()
  const many = Array.from({ length: 5_000 }, (_, i) => `h${i}: ${i}\r\n`).join('')
  await sendRaw(creel.port, `GET /in/${id} HTTP/1.1\r\nHost: x\r\n${many}\r\n`)
  const { rawHeaders } = await creel.stored(bin, 1)
  expect(rawHeaders.length).toBe(2 * 5_001)
  expect(rawHeaders.slice(-2)).toEqual(['h4999', '4999'])
})

const LONG_QUERY = `?${'q'.repeat(6_144)}`
test.each([
  ['nothing', ''],
  ['a slash', '/'],
  ['an empty query', '?'],
  ['odd parts', '/a%2Fb//c/../d/;p?x=1&x=%20+#frag'],
  ['marks in the query', '/?a=?&b=/'],
  ['6 KB of query', LONG_QUERY],
])('keeps the exact request target: %s after the id', async (_name, rest) => {
  const { id } = await newBin()
  const answer = await sendRaw(creel.port, `GET /in/${id}${rest} HTTP/1.1\r\nHost: x\r\n\r\n`)
  expect(answer.status).toBe(200)
  expect((await creel.stored(bin, 1)).target).toBe(`/in/${id}${rest}`)
})

test('captures a target in absolute form unchanged', async () => {
  const { id } = await newBin()
  await sendRaw(creel.port, `GET http://hooks.example/in/${id}/a?b HTTP/1.1\r\nHost: other\r\n\r\n`)
  expect((await creel.stored(bin, 1)).target).toBe(`http://hooks.example/in/${id}/a?b`)
})

test('reads a chunked body and its trailers', async () => {
  const { id } = await newBin()
  await sendRaw(
    creel.port,
    `POST /in/${id} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n`,
    '5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n',
  )
  const capture = await creel.stored(bin, 1)
  expect(Buffer.from(capture.body).toString()).toBe('hello world')
  expect(capture.bodySize).toBe(11)
  expect(capture.rawTrailers).toEqual(['X-Sum', '1', 'x-sum', '2'])
})

test('answers HTTP/1.0, closes after it, and keeps the version', async () => {
  const { id } = await newBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${id} HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi`)
  expect((await connection.answer()).status).toBe(200)
  await connection.closed
  const capture = await creel.stored(bin, 1)
  expect(capture.httpVersion).toBe('1.0')
  expect(Buffer.from(capture.body).toString()).toBe('hi')
})

test('answers a sender that closes its half of the connection after the request', async () => {
  const { id } = await newBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)
  connection.finish()
  expect((await connection.answer()).status).toBe(200)
  await connection.closed
})

test('answers pipelined requests in their order, on one connection', async () => {
  const { id, captureTag } = await newBin()
  const connection = await openRaw(creel.port)
  const one = (i: number) => `POST /in/${id}/${i} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n${i}`
  connection.write([1, 2, 3, 4, 5].map(one).join(''))
  for (const i of [1, 2, 3, 4, 5]) {
    expect((await connection.answer()).header('x-creel-capture')).toBe(`cap_${captureTag}_${i}`)
    expect((await creel.stored(bin, i)).target).toBe(`/in/${id}/${i}`)
  }
  connection.socket.destroy()
})

test.each(METHODS.filter((method) => method !== 'CONNECT'))('captures %s', async (method) => {
  const { id } = await newBin()
  const answer = await sendRaw(creel.port, `${method} /in/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n\x00\xff`)
  expect(answer.status).toBe(200)
  const capture = await creel.stored(bin, 1)
  expect(capture.method).toBe(method)
  expect([...capture.body]).toEqual([0x00, 0xff])
})

test('keeps a compressed body compressed', async () => {
  const { id } = await newBin()
  const zipped = gzipSync('{"a":1}')
  await sendRaw(
    creel.port,
    `POST /in/${id} HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`,
    zipped,
  )
  expect(Buffer.from((await creel.stored(bin, 1)).body).equals(zipped)).toBe(true)
})

test("assigns seq in order, and records the sender's address and the time before the body", async () => {
  const { id } = await newBin()
  const before = creel.runtime.now()
  await sendRaw(creel.port, `POST /in/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)
  await sendRaw(creel.port, `GET /in/${id} HTTP/1.1\r\nHost: x\r\n\r\n`)
  const first = await creel.stored(bin, 1)
  expect(first.remoteAddress).toBe('127.0.0.1')
  expect(first.receivedAt).toBeGreaterThanOrEqual(before)
  expect(first.receivedAt).toBeLessThanOrEqual(creel.runtime.now())
  expect((await creel.stored(bin, 2)).method).toBe('GET')
})
