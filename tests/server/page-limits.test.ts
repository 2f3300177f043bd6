import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openRaw, type RawAnswer, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

// Next and socket.io are behind the front server. Here, a listener that records what reaches it replaces Next.

const MIB = 2 ** 20

let creel: Creel
const reached: { url: string; method: string; headers: IncomingHttpHeaders }[] = []
beforeAll(async () => {
  creel = await startCreel({
    fallback: (req, res) => {
      reached.push({ url: req.url!, method: req.method!, headers: req.headers })
      if (req.url === '/api/refuses-early') res.writeHead(413, { 'content-length': '7' }).end('refused')
      else res.writeHead(200, { 'content-length': '4' }).end('page')
    },
  })
})
beforeEach(() => {
  reached.length = 0
})
afterAll(() => creel.close())

const send = (target: string, { method = 'GET', headers = '' } = {}): Promise<RawAnswer> =>
  sendRaw(creel.port, `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`)

function expectProblem(answer: RawAnswer, status: number, code: string): void {
  expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([status, code])
  expect(answer.header('content-type')).toBe('application/problem+json')
  expect(answer.header('x-content-type-options')).toBe('nosniff')
  expect(answer.header('content-security-policy')).toBeTruthy()
  expect(answer.header('cache-control')).toBe('no-store')
  expect(reached).toEqual([])
}

const many = (text: string, count: number) => text.repeat(count)

test.each([
  ['a path of over 8 KB', `/${many('a', 8_192)}`, 414, 'uri_too_long'],
  ['a query of over 8 KB', `/?q=${many('a', 8_192)}`, 414, 'uri_too_long'],
  ['101 parameters', `/?a${many('&a', 100)}`, 400, 'malformed_request'],
  ['30,000 parameters', `/?${many('a&', 30_000)}`, 414, 'uri_too_long'],
  ['parameters behind a #', `/#a${many('&a', 100)}`, 400, 'malformed_request'],
  ['a call of the API with 101 parameters', `/api/v1/bins/x/captures?a${many('&a', 100)}`, 400, 'malformed_request'],
  ['the live stream with 101 parameters', `/socket.io/?a${many('&a', 100)}`, 400, 'malformed_request'],
  ['a lone %', '/bins/%', 400, 'malformed_request'],
  ['a % without digits', '/api/v1/bins/%zz', 400, 'malformed_request'],
  ['bytes that are not UTF-8', '/bins/%ff', 400, 'malformed_request'],
  ['an overlong form', '/api/%c0%af', 400, 'malformed_request'],
  ['half a surrogate pair', '/bins/%ed%a0%80', 400, 'malformed_request'],
  ['the target *', '*', 400, 'malformed_request'],
  ['another scheme', 'file:///etc/passwd', 400, 'malformed_request'],
  ['the image optimizer', '/_next/image?url=%2Ficon.svg&w=640&q=75', 404, 'not_found'],
  ['data of the pages router', '/_next/data/x/index.json', 404, 'not_found'],
])('refuses %s before Next sees it', async (_title, target, status, code) => {
  expectProblem(await send(target), status, code)
})

test.each([
  ['POST', '/', 'GET, HEAD'],
  ['TRACE', '/', 'GET, HEAD'],
  ['OPTIONS', '/bins/x', 'GET, HEAD'],
  ['PUT', '/socket.io/', 'GET, OPTIONS, POST'],
])('answers %s %s with 405 and the allowed methods', async (method, target, allow) => {
  const answer = await send(target, { method })
  expectProblem(answer, 405, 'method_not_allowed')
  expect(answer.header('allow')).toBe(allow)
})

test.each([
  ['201 headers', many('a: b\r\n', 200)],
  ['201 cookies', `Cookie: a=b${many('; a=b', 200)}\r\n`],
])('refuses a page with %s', async (_title, headers) => {
  expectProblem(await send('/', { headers }), 431, 'headers_too_large')
})

test.each([
  ['8 KB', `/?q=${many('a', 8_000)}`, {}],
  ['100 parameters', `/?a${many('&a', 99)}`, {}],
  ['UTF-8 in the path', '/bins/%e2%82%ac', {}],
  ['a % in the query', '/?q=100%', {}],
  ['150 headers', '/', { headers: many('a: b\r\n', 150) }],
  ['180 cookies', '/', { headers: `Cookie: a=b${many('; a=b', 179)}\r\n` }],
  ['a file of the build', '/_next/static/chunks/a.js', {}],
  ['a DELETE of the API', '/api/v1/bins/x', { method: 'DELETE' }],
])('allows %s', async (_title, target, options) => {
  expect((await send(target, options)).status).toBe(200)
  expect(reached.length).toBe(1)
})

test('OPTIONS * is answered for the server as a whole', async () => {
  const answer = await send('*', { method: 'OPTIONS' })
  expect([answer.status, answer.header('x-content-type-options')]).toEqual([204, 'nosniff'])
  expect(reached).toEqual([])
})

test("removes Next's internal headers from requests", async () => {
  await send('/', {
    headers: 'X-Middleware-Subrequest: a\r\nx-matched-path: /b\r\nX-Invoke-Status: 500\r\nNext-Action: c\r\nRSC: 1\r\n',
  })
  const names = Object.keys(reached[0]!.headers)
  expect(names).toContain('rsc')
  expect(names.filter((name) => /^x-m|^x-invoke|action/.test(name))).toEqual([])
})

test('a capture URL accepts what a page does not', async () => {
  const bin = await creel.createBin()
  for (const target of [`/in/${bin.id}?${many('a&', 20_000)}`, `/in/${bin.id}/%ff%`, `/in/${bin.id}/${many('a', 20_000)}`]) {
    expect((await send(target, { headers: many('a: b\r\n', 1_000) })).status).toBe(200)
  }
})

test('refuses a WebSocket with an overlong query before socket.io sees it', async () => {
  const connection = await openRaw(creel.port)
  connection.write(
    `GET /socket.io/?EIO=4&transport=websocket${many('&a', 100)} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  expectProblem(await connection.answer(), 400, 'malformed_request')
  await connection.closed
})

test.each([
  ['declared', `Content-Length: ${20 * MIB}`, (bytes: Buffer) => [bytes]],
  ['chunked', 'Transfer-Encoding: chunked', (bytes: Buffer) => [`${bytes.byteLength.toString(16)}\r\n`, bytes, '\r\n']],
])('an answer sent before the body was read reaches a client that reads only at the end: %s', async (_title, framing, wrap) => {
  const connection = await openRaw(creel.port)
  connection.socket.pause()
  connection.write(`POST /api/refuses-early HTTP/1.1\r\nHost: localhost\r\n${framing}\r\n\r\n`)
  for (let sent = 0; sent < 20; sent += 1) {
    connection.write(...wrap(Buffer.alloc(MIB, 'x')))
    if (connection.socket.writableNeedDrain) await new Promise((resolve) => connection.socket.once('drain', resolve))
  }
  if (framing.startsWith('Transfer')) connection.write('0\r\n\r\n')
  connection.socket.resume()
  const answer = await connection.answer()
  expect([answer.status, answer.body.toString(), answer.header('connection')]).toEqual([413, 'refused', 'close'])
  await connection.closed
})
