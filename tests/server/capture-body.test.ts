import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const LIMIT = 1_000
let creel: Creel
beforeAll(async () => {
  creel = await startCreel({ env: { CREEL_MAX_BODY_BYTES: String(LIMIT) } })
})
afterAll(() => creel.close())

const bytes = (length: number) => Buffer.alloc(length, 'abcdefghij')
const post = (id: string, ...headers: string[]) =>
  `POST /in/${id} HTTP/1.1\r\nHost: x\r\n${headers.map((h) => `${h}\r\n`).join('')}\r\n`
const chunk = (body: Buffer) => Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')])
const lastChunk = '0\r\n\r\n'

test.each([0, 1, LIMIT - 1, LIMIT])('accepts a body of %i bytes, declared or chunked', async (length) => {
  const bin = await creel.createBin()
  const body = bytes(length)
  const declared = await sendRaw(creel.port, post(bin.id, `Content-Length: ${length}`), body)
  const parts = length === 0 ? [] : [chunk(body)]
  const chunked = await sendRaw(creel.port, post(bin.id, 'Transfer-Encoding: chunked'), ...parts, lastChunk)
  expect([declared.status, chunked.status]).toEqual([200, 200])
  for (const seq of [1, 2]) {
    const capture = await creel.stored(bin, seq)
    expect(Buffer.from(capture.body).equals(body)).toBe(true)
    expect([capture.bodySize, capture.truncated]).toEqual([length, false])
  }
})

test('assembles a body that arrives in many small pieces', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(post(bin.id, 'Transfer-Encoding: chunked'))
  const body = bytes(600)
  for (const byte of body) connection.write(chunk(Buffer.of(byte)))
  connection.write(lastChunk)
  expect((await connection.answer()).status).toBe(200)
  expect(Buffer.from((await creel.stored(bin, 1)).body).equals(body)).toBe(true)
  connection.socket.destroy()
})

test('answers 413 to a declared body over the limit and stores its first bytes and the declared length', async () => {
  const bin = await creel.createBin()
  const answer = await sendRaw(creel.port, post(bin.id, `Content-Length: ${LIMIT + 1}`), bytes(LIMIT + 1))
  expect(answer.status).toBe(413)
  expect(answer.header('content-type')).toBe('application/problem+json')
  expect(answer.header('x-creel-capture')).toBe(`cap_${bin.captureTag}_1`)
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    status: 413,
    code: 'body_too_large',
    detail: `The body is over ${LIMIT} bytes. Its beginning is stored as cap_${bin.captureTag}_1.`,
  })
  const capture = await creel.stored(bin, 1)
  expect(Buffer.from(capture.body).equals(bytes(LIMIT))).toBe(true)
  expect([capture.bodySize, capture.truncated]).toEqual([LIMIT + 1, true])
})

test('answers 413 to a chunked body once it is over the limit, without waiting for its end', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(post(bin.id, 'Transfer-Encoding: chunked'), chunk(bytes(LIMIT)), chunk(bytes(1)))
  expect((await connection.answer()).status).toBe(413)
  const capture = await creel.stored(bin, 1)
  expect(Buffer.from(capture.body).equals(bytes(LIMIT))).toBe(true)
  expect([capture.bodySize, capture.truncated]).toEqual([LIMIT + 1, true])
  connection.socket.destroy()
})

test('a sender that writes 8 MB over the limit before it reads still gets its answer', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  const length = 8_000_000
  connection.socket.pause()
  connection.write(post(bin.id, `Content-Length: ${length}`))
  await new Promise<void>((resolve) => connection.socket.write(bytes(length), () => resolve()))
  connection.socket.resume()
  expect((await connection.answer()).status).toBe(413)
  await connection.closed
})

test('accepts a slow body piece by piece while others are answered', async () => {
  const bin = await creel.createBin()
  const slow = await openRaw(creel.port)
  slow.write(post(bin.id, 'Content-Length: 30'), bytes(10))
  for (const _ of [1, 2]) {
    expect((await sendRaw(creel.port, post(bin.id, 'Content-Length: 0'))).status).toBe(200)
    slow.write(bytes(10))
  }
  expect((await slow.answer()).status).toBe(200)
  expect(Buffer.from((await creel.stored(bin, 3)).body).equals(bytes(30))).toBe(true)
  slow.socket.destroy()
})

test('sends 100 Continue if the bin exists and the length fits, and then accepts the body', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(post(bin.id, 'Expect: 100-continue', `Content-Length: ${LIMIT}`))
  expect((await connection.answer()).status).toBe(100)
  connection.write(bytes(LIMIT))
  expect((await connection.answer()).status).toBe(200)
  expect((await creel.stored(bin, 1)).bodySize).toBe(LIMIT)
  connection.socket.destroy()
})

test('sends no 100 if the length does not fit, but 413 at once, stores the capture without bytes, and closes', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(post(bin.id, 'Expect: 100-continue', `Content-Length: ${LIMIT + 1}`))
  const answer = await connection.answer()
  expect(answer.status).toBe(413)
  expect(JSON.parse(answer.body.toString()).detail).toBe(
    `The body is over ${LIMIT} bytes. The request is stored as cap_${bin.captureTag}_1, without its body.`,
  )
  await connection.closed
  const capture = await creel.stored(bin, 1)
  expect([capture.body.byteLength, capture.bodySize, capture.truncated]).toEqual([0, LIMIT + 1, true])
})

test('sends no 100 for an unknown bin, but 404, and closes', async () => {
  const connection = await openRaw(creel.port)
  connection.write(post('nobody', 'Expect: 100-continue', 'Content-Length: 5'))
  expect((await connection.answer()).status).toBe(404)
  await connection.closed
})

test('captures a request with an unknown expectation', async () => {
  const bin = await creel.createBin()
  const answer = await sendRaw(creel.port, post(bin.id, 'Expect: a-miracle', 'Content-Length: 2'), 'hi')
  expect(answer.status).toBe(200)
  expect((await creel.stored(bin, 1)).bodySize).toBe(2)
})
