import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BinResponse, DEFAULT_RESPONSE } from '#lib/core/bin'
import { actingHeaders } from '../lib/core/acting-headers'
import { openRaw, type RawAnswer, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel()
})
afterAll(() => creel.close())

const request = (id: string, method = 'GET', ...headers: string[]) =>
  `${method} /in/${id} HTTP/1.1\r\nHost: x\r\n${headers.map((h) => `${h}\r\n`).join('')}\r\n`

async function answerOf(response: Partial<BinResponse>, method = 'GET'): Promise<RawAnswer> {
  const bin = await creel.createBin({ response: { ...DEFAULT_RESPONSE, ...response } })
  return sendRaw(creel.port, request(bin.id, method))
}

function expectSafe(answer: RawAnswer, origin = '*'): void {
  expect(answer.header('x-content-type-options')).toBe('nosniff')
  expect(answer.header('content-security-policy')).toBe('sandbox')
  expect(answer.header('cache-control')).toBe('no-store')
  expect(answer.header('access-control-allow-origin')).toBe(origin)
  expect(answer.header('set-cookie')).toBeNull()
}

test("answers with the capture's id by default, and keeps the connection", async () => {
  const bin = await creel.createBin()
  const answer = await sendRaw(creel.port, request(bin.id))
  const id = `cap_${bin.captureTag}_1`
  expect([answer.status, answer.body.toString()]).toEqual([200, `{"captured":"${id}"}`])
  expect(answer.header('content-type')).toBe('application/json')
  expect(answer.header('x-creel-capture')).toBe(id)
  expect(answer.header('connection')).toBe('keep-alive')
  expectSafe(answer)
})

test('answers what the owner configured: status, headers in order, body in UTF-8', async () => {
  const answer = await answerOf({
    status: 418,
    headers: [
      ['X-One', '1'],
      ['content-type', 'text/html'],
      ['X-One', '2'],
    ],
    body: '<b>grün</b>',
  })
  expect([answer.status, answer.reason, answer.body.toString()]).toEqual([418, "I'm a Teapot", '<b>grün</b>'])
  expect(answer.headers.filter(([name]) => name === 'X-One')).toEqual([
    ['X-One', '1'],
    ['X-One', '2'],
  ])
  expect(answer.header('content-type')).toBe('text/html')
  expectSafe(answer)
})

test('stores the answer with the capture', async () => {
  const bin = await creel.createBin({ response: { ...DEFAULT_RESPONSE, status: 202, delayMs: 20 } })
  await sendRaw(creel.port, request(bin.id))
  await sendRaw(creel.port, request(bin.id, 'OPTIONS', 'Origin: https://a.example', 'Access-Control-Request-Method: POST'))
  const tooLarge = `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 999999999\r\n\r\n`
  expect((await sendRaw(creel.port, tooLarge)).status).toBe(413)
  expect((await creel.stored(bin, 1)).reply).toEqual({ status: 202, by: 'response', delayMs: 20 })
  expect((await creel.stored(bin, 2)).reply).toEqual({ status: 204, by: 'preflight', delayMs: 0 })
  expect((await creel.stored(bin, 3)).reply).toEqual({ status: 413, by: 'limit', delayMs: 0 })
})

test('sends text/plain if the owner set no content type', async () => {
  expect((await answerOf({ body: 'ok' })).header('content-type')).toBe('text/plain; charset=utf-8')
})

test('no configured header can weaken the security headers of a reply', async () => {
  const names = [
    'Set-Cookie',
    'X-Creel-Capture',
    'Content-Security-Policy',
    'X-Content-Type-Options',
    'Cache-Control',
    'Content-Length',
    'Connection',
    'bad name',
    'X-Split',
  ]
  const value = (name: string) => (name === 'X-Split' ? 'a\r\nset-cookie: b' : 'evil')
  const answer = await answerOf({ headers: names.map((name) => [name, value(name)] as const) })
  expect(answer.status).toBe(200)
  expect(answer.headers.filter(([, value]) => value.includes('evil'))).toEqual([])
  expectSafe(answer)
})

test('drops headers that act beyond their response, even if the bin stored them before they were refused', async () => {
  const answer = await answerOf({ headers: actingHeaders.map((name) => [name, 'evil'] as const) })
  expect(answer.status).toBe(200)
  expect(answer.headers.filter(([, value]) => value.includes('evil'))).toEqual([])
  expectSafe(answer)
})

test('a page of another origin can read the reply to a request with credentials', async () => {
  const bin = await creel.createBin({ response: { ...DEFAULT_RESPONSE, headers: [['X-Own', '1']] } })
  const origin = 'https://app.example'
  const ask = (method: string, ...headers: string[]) =>
    sendRaw(creel.port, request(bin.id, method, `Origin: ${origin}`, ...headers))
  const answers = [
    await ask('OPTIONS', 'Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: content-type'),
    await ask('POST', 'Cookie: a=b', 'Content-Type: application/json', 'Content-Length: 0'),
    await sendRaw(creel.port, request('no-such-bin', 'GET', `Origin: ${origin}`, 'Cookie: a=b')),
  ]
  expect(answers.map(({ status }) => status)).toEqual([204, 200, 404])
  for (const answer of answers) {
    expect(answer.headers.filter(([name]) => name === 'access-control-allow-origin')).toEqual([
      ['access-control-allow-origin', origin],
    ])
    expect(answer.header('access-control-allow-credentials')).toBe('true')
    expect(answer.header('vary')).toBe('Origin')
  }
  expect(answers[0]!.header('access-control-allow-headers')).toBe('content-type')
  expect(answers[1]!.header('access-control-expose-headers')).toBe('x-creel-capture, retry-after, X-Own')
})

test.each([204, 304])('answers %i without a body', async (status) => {
  const answer = await answerOf({ status, body: 'ignored' })
  expect([answer.status, answer.header('content-length'), answer.header('transfer-encoding')]).toEqual([status, null, null])
  expectSafe(answer)
})

test('answers 205 and an empty configured body with length 0', async () => {
  expect((await answerOf({ status: 205 })).header('content-length')).toBe('0')
  expect((await answerOf({ body: '' })).header('content-length')).toBe('0')
})

test('waits for the configured delay, which also delays later replies on the connection', async () => {
  const slow = await creel.createBin({ response: { ...DEFAULT_RESPONSE, status: 202, delayMs: 50 } })
  const fast = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(request(slow.id), request(fast.id))
  expect((await connection.answer()).status).toBe(202)
  expect((await connection.answer()).status).toBe(200)
  connection.socket.destroy()
})

test('stores before it waits, and tolerates a sender that left meanwhile', async () => {
  const bin = await creel.createBin({ response: { ...DEFAULT_RESPONSE, delayMs: 30_000 } })
  const connection = await openRaw(creel.port)
  const stored = new Promise<void>((resolve) => {
    const watch = creel.runtime.live.watch(bin, 0, (event) => {
      if (event.type !== 'captures') return
      watch.stop()
      resolve()
    })
  })
  connection.write(request(bin.id))
  await stored
  connection.abort()
  await connection.closed
  creel.front.hurry() // the reply goes to a closed connection
  expect((await sendRaw(creel.port, request((await creel.createBin()).id))).status).toBe(200)
})

test('answers HEAD with the headers of GET and no body', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(request(bin.id, 'HEAD'), request(bin.id, 'GET'))
  const head = await connection.answer({ toHead: true })
  const get = await connection.answer()
  expect(head.header('content-length')).toBe(get.header('content-length'))
  expect(get.body.toString()).toContain('captured')
  connection.socket.destroy()
})

test('answers OPTIONS that is not a preflight like any other request', async () => {
  const answer = await answerOf({ status: 207 }, 'OPTIONS')
  expect(answer.status).toBe(207)
})

test('answers a preflight with 204, allows what it requests, and captures it', async () => {
  const bin = await creel.createBin({ response: { ...DEFAULT_RESPONSE, status: 500 } })
  const answer = await sendRaw(
    creel.port,
    request(
      bin.id,
      'OPTIONS',
      'Origin: https://shop.example',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Headers: x-a, x-b',
      'Access-Control-Request-Private-Network: true',
    ),
  )
  expect(answer.status).toBe(204)
  expect(answer.header('access-control-allow-methods')).toBe('PUT')
  expect(answer.header('access-control-allow-headers')).toBe('x-a, x-b')
  expect(answer.header('access-control-allow-private-network')).toBe('true')
  expect(Number(answer.header('access-control-max-age'))).toBeGreaterThan(0)
  expectSafe(answer, 'https://shop.example')
  expect((await creel.stored(bin, 1)).method).toBe('OPTIONS')
})
