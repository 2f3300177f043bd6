import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextRefusal } from './next-refusal'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel()
})
afterAll(() => creel.close())

async function expectAlive(): Promise<void> {
  const bin = await creel.createBin()
  expect((await sendRaw(creel.port, `GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`)).status).toBe(200)
}

test.each([
  ['no HTTP at all', 'HELO\r\n\r\n', 400],
  ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['a broken header', 'GET /in/x HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n', 400],
  ['a target with raw bytes over 0x7F', 'GET /in/gr\xc3\xbc HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['two lengths', 'POST /in/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
  [
    'a length and chunks',
    'POST /in/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a negative length', 'POST /in/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
  ['no host', 'GET /in/x HTTP/1.1\r\n\r\n', 400],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n', 400],
  ['a header block over the limit', `GET /in/x HTTP/1.1\r\nHost: x\r\nx: ${'y'.repeat(65_536)}\r\n\r\n`, 431],
])('answers %s with %3$i, closes, counts it and keeps serving', async (_name, bytes, status) => {
  const refused = nextRefusal(creel)
  const connection = await openRaw(creel.port)
  connection.write(bytes)
  const answer = await connection.answer()
  expect(answer.status).toBe(status)
  expect(answer.header('content-type')).toBe('application/problem+json')
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    status,
    code: status === 431 ? 'headers_too_large' : 'malformed_request',
  })
  await connection.closed
  expect(await refused).toBe('malformed')
  await expectAlive()
})

test('says that HTTP/2 with prior knowledge is not supported', async () => {
  const connection = await openRaw(creel.port)
  connection.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0')
  const answer = await connection.answer()
  expect([answer.status, answer.reason]).toEqual([505, 'HTTP version not supported'])
  expect(JSON.parse(answer.body.toString()).detail).toMatch(/^Only HTTP\/1\.1 and HTTP\/1\.0 are supported, not HTTP\/2/)
  await connection.closed
  await expectAlive()
})

test.each([
  ['HACK /in/x HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['DESCRIBE /in/x HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['X', 'HACK /in/x HTTP/1.1\r\nHost: x\r\n\r\n'],
])('says 501 of an unknown method, also when its line comes in pieces: %j', async (...pieces) => {
  const connection = await openRaw(creel.port)
  connection.socket.on('error', () => {}) // writing on when it is answered already
  for (const piece of pieces) {
    connection.write(piece)
    await new Promise(setImmediate)
  }
  const answer = await connection.answer()
  expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([501, 'method_not_implemented'])
  await connection.closed
})

test('answers a good request before a bad one on the same connection', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`, 'garbage\r\n\r\n')
  expect((await connection.answer()).status).toBe(200)
  expect((await connection.answer()).status).toBe(400)
  await connection.closed
})

test('answers 400 to a body whose chunks are broken, and stores nothing', async () => {
  const bin = await creel.createBin()
  const refused = nextRefusal(creel)
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZ\r\n`)
  expect((await connection.answer()).status).toBe(400)
  await connection.closed
  expect(await refused).toBe('malformed')
  expect((await creel.runtime.store.findBin(bin.id))?.lastSeq).toBe(0)
})

test('answers 404 for an unknown bin, counts it, and keeps the connection if the body is small', async () => {
  const bin = await creel.createBin()
  const refused = nextRefusal(creel)
  const connection = await openRaw(creel.port)
  connection.write(
    'POST /in/nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello',
    `GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`,
  )
  const answer = await connection.answer()
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.body.toString())).toMatchObject({ type: 'urn:creel:error:bin_not_found', code: 'bin_not_found' })
  expect(answer.header('access-control-allow-origin')).toBe('*')
  expect(await refused).toBe('bin_not_found')
  expect((await connection.answer()).status).toBe(200)
  connection.socket.destroy()
})

test('does not read an endless body for an unknown bin, but answers and closes', async () => {
  const connection = await openRaw(creel.port)
  connection.socket.on('error', () => {}) // writing may fail once the server has closed
  connection.write('POST /in/nobody HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  const answer = await connection.answer()
  expect([answer.status, answer.header('connection')]).toEqual([404, 'close'])
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')])
  const closed = new Promise((resolve) => connection.socket.once('close', resolve))
  while (!connection.socket.destroyed) {
    if (connection.socket.write(chunk)) continue
    await Promise.race([closed, new Promise((resolve) => connection.socket.once('drain', resolve))])
  }
})

const NO_BIN = ['/in', '/in/', '/in/?a=1', '/in?x', '/in//', '/in//x', 'http://x/in', 'http://x/in/?a']

test.each([...NO_BIN, '/in/nobody', '/in/%2F'])('answers 404 to %s like any refusal of a capture', async (target) => {
  const head = `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n`
  const answer = await sendRaw(creel.port, `${head}Origin: https://shop.example\r\n\r\n`)
  expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([404, 'bin_not_found'])
  expect(answer.headers.filter(([name]) => /^(?:x-content|content-sec|cache|access|vary)/.test(name))).toEqual([
    ['x-content-type-options', 'nosniff'],
    ['content-security-policy', 'sandbox'],
    ['cache-control', 'no-store'],
    ['access-control-allow-origin', 'https://shop.example'],
    ['access-control-allow-credentials', 'true'],
    ['access-control-expose-headers', 'x-creel-capture, retry-after'],
    ['vary', 'Origin'],
  ])
  expect((await sendRaw(creel.port, `${head}\r\n`)).header('access-control-allow-origin')).toBe('*')
})

test.each(['/inbox', '/in.html', '/IN'])('%s is not a capture', async (target) => {
  const { headers } = await sendRaw(creel.port, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
  expect(headers.map(([name]) => name)).not.toContain('access-control-allow-origin')
})

test('answers 404 if the bin is deleted during the request', async () => {
  const bin = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(`POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n`)
  expect((await connection.answer()).status).toBe(100)
  await creel.runtime.store.deleteBin(bin.key)
  connection.write('hi')
  expect((await connection.answer()).status).toBe(404)
  connection.socket.destroy()
})
