import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createSender } from '#lib/net/create-sender'
import { aRequest, fakeResolve } from './a-request'
import { CLOSING_ANSWER, listenFor, startReceiver } from './receiver'

const send = createSender({ resendAllow: ['127.0.0.0/8', '::1/128'] })

test('sends method, target, headers with order, case and duplicates, and the exact body', async () => {
  const { port, requests } = await startReceiver(CLOSING_ANSWER)
  const body = randomBytes(300_000)
  const sent = await send(
    aRequest(`http://127.0.0.1:${port}/a/../b//c%2Fd?x=1&x=%20&"|"?#no`, {
      method: 'REPORT',
      headers: [
        ['X-B', '1'],
        ['host', 'evil.example'],
        ['x-a', 'caf\u00e9'],
        ['content-length', '3'],
        ['X-B', '2'],
        ['Transfer-Encoding', 'chunked'],
        ['Connection', 'keep-alive, X-Hop'],
        ['x-hop', 'this one only'],
        ['Expect', '100-continue'],
        ['Upgrade', 'h2c'],
        ['x-b', ''],
        ['Content-Encoding', 'gzip'],
        ['Set-Cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body,
    }),
  )
  const head =
    `REPORT /a/../b//c%2Fd?x=1&x=%20&"|"? HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-B: 1\r\nx-a: caf\u00e9\r\nX-B: 2\r\nx-b: \r\n` +
    'Content-Encoding: gzip\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n'
  expect(requests).toHaveLength(1)
  expect(requests[0]!.subarray(0, head.length).toString('latin1')).toBe(head)
  expect(requests[0]!.subarray(head.length).equals(body)).toBe(true)
  expect(sent).toMatchObject({ status: 200, error: null, responseTruncated: false })
  expect(sent.requestHeaders.map(([name, value]) => `${name}: ${value}\r\n`).join('')).toBe(
    head.slice(head.indexOf('\r\n') + 2, -2),
  )
})

test.each([
  ['GET', false],
  ['HEAD', false],
  ['DELETE', false],
  ['OPTIONS', false],
  ['POST', true],
  ['PUT', true],
  ['PROPFIND', true],
])('%s without a body says its length: %s', async (method, counted) => {
  const { port, requests } = await startReceiver('HTTP/1.1 204 No Content\r\n\r\n')
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`, { method }))
  const head = `${method} / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${counted ? 'Content-Length: 0\r\n' : ''}Connection: close\r\n\r\n`
  expect(requests.map(String)).toEqual([head])
  expect(sent.status).toBe(204)
})

test.each(['GET', 'HEAD', 'DELETE'])('sends a body also with %s', async (method) => {
  const { port, requests } = await startReceiver('HTTP/1.1 200 OK\r\n\r\n')
  await send(aRequest(`http://127.0.0.1:${port}/`, { method, body: Buffer.from('{}') }))
  expect(String(requests[0])).toBe(
    `${method} / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
  )
})

test('returns the answer as received: header order, case and duplicates, latin-1, bytes', async () => {
  const bytes = Buffer.from([0, 255, 10, 13])
  const { port } = await startReceiver(
    Buffer.concat([
      Buffer.from('HTTP/1.1 418 Teapot\r\nX-B: 1\r\nset-cookie: a\r\nX-A: \xe9\r\nx-b: 2\r\nSet-Cookie: b\r\n\r\n', 'latin1'),
      bytes,
    ]),
  )
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(sent.status).toBe(418)
  expect(sent.responseHeaders).toEqual([
    ['X-B', '1'],
    ['set-cookie', 'a'],
    ['X-A', '\u00e9'],
    ['x-b', '2'],
    ['Set-Cookie', 'b'],
  ])
  expect(Buffer.from(sent.responseBody).equals(bytes)).toBe(true)
})

test.each([301, 302, 303, 307, 308])('returns a %i and does not follow it', async (status) => {
  const elsewhere = await startReceiver(CLOSING_ANSWER)
  const location = `http://127.0.0.1:${elsewhere.port}/`
  const { port, requests } = await startReceiver(`HTTP/1.1 ${status} Go\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`)
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(sent).toMatchObject({
    status,
    responseHeaders: [
      ['Location', location],
      ['Content-Length', '0'],
    ],
    error: null,
  })
  expect(requests).toHaveLength(1)
  expect(elsewhere.connections()).toBe(0)
})

test('leaves a compressed answer compressed', async () => {
  const zipped = gzipSync(Buffer.alloc(100_000, 'a'))
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.byteLength}\r\n\r\n`
  const { port } = await startReceiver(Buffer.concat([Buffer.from(head), zipped]))
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`, { headers: [['accept-encoding', 'gzip']] }))
  expect(Buffer.from(sent.responseBody).equals(zipped)).toBe(true)
})

test('decodes chunks, and skips a 103 before the answer', async () => {
  const { port } = await startReceiver(
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-T: 1\r\n\r\n',
  )
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(sent).toMatchObject({ status: 200, responseHeaders: [['Transfer-Encoding', 'chunked']] })
  expect(String(sent.responseBody)).toBe('abc')
})

test('returns an answer that arrives before the body is sent, and stops sending', async () => {
  const body = Buffer.alloc(64_000_000)
  let taken = 0
  let refused: Socket | undefined
  const refusing = createServer((socket) => {
    refused = socket
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.pause()
      socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!')
    })
  })
  const port = await listenFor(refusing)
  const sent = await send(aRequest(`http://127.0.0.1:${port}/`, { body }))
  expect(sent).toMatchObject({ status: 413, error: null })
  expect(String(sent.responseBody)).toBe('no!')
  refused!.on('data', (chunk) => {
    taken += chunk.byteLength
  })
  refused!.resume()
  await once(refused!, 'close')
  expect(taken).toBeLessThan(body.byteLength / 2) // what the kernel held
})

test('measures each step from the start, and does not look up a literal address', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  const literal = await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(literal.timings.dnsMs).toBeNull()
  const { dnsMs, connectMs, firstByteMs, totalMs } = (await send(aRequest(`http://localhost:${port}/`))).timings
  const steps = [0, dnsMs!, connectMs!, firstByteMs!, totalMs]
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(dnsMs).toBeGreaterThan(0)
})

test('every request has its own connection', async () => {
  const { port, connections } = await startReceiver((socket) => socket.write(CLOSING_ANSWER))
  await send(aRequest(`http://127.0.0.1:${port}/`))
  await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(connections()).toBe(2)
})

test('the Host header has the name from the URL, whatever its address', async () => {
  const { port, requests } = await startReceiver(CLOSING_ANSWER)
  const named = createSender({ resendAllow: ['127.0.0.1/32'], resolve: fakeResolve(['127.0.0.1']) })
  await named(aRequest(`http://Hooks.Example.test.:${port}/`))
  expect(String(requests[0])).toContain(`\r\nHost: hooks.example.test.:${port}\r\n`)
})

test('tries the second address if the first does not answer', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  const named = createSender({ resendAllow: ['127.0.0.0/8'], resolve: fakeResolve(['127.0.0.9', '127.0.0.1']) })
  expect(await named(aRequest(`http://two.example.test:${port}/`))).toMatchObject({ status: 200, error: null })
})

test('bounds the bytes in flight, and releases them afterwards', async () => {
  const waiting: Socket[] = []
  let allCame = () => {}
  const { port } = await startReceiver((socket) => {
    if (waiting.push(socket) === 2) allCame()
  })
  const mine = createSender({ resendAllow: ['127.0.0.1/32'] })
  const from = (share: string) => aRequest(`http://127.0.0.1:${port}/`, { share, responseBytesMax: 100 * 1_048_576 })
  const came = new Promise<void>((resolve) => {
    allCame = resolve
  })
  const pending = [mine(from('one')), mine(from('two'))]
  await came
  await expect(mine(from('three'))).rejects.toMatchObject({
    code: 'too_many_requests',
    options: { headers: { 'retry-after': '1' } },
  })
  for (const socket of waiting) socket.end(CLOSING_ANSWER)
  expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200])
  const again = mine(from('three'))
  await expect.poll(() => waiting.length).toBe(3)
  waiting[2]!.end(CLOSING_ANSWER)
  expect((await again).status).toBe(200)
})

test('an owner who uses all available memory leaves room for another', async () => {
  const { port } = await startReceiver(() => {}) // never answers
  const mine = createSender({ resendAllow: ['127.0.0.1/32'] })
  const callers: AbortController[] = []
  const from = (share: string) => {
    const caller = new AbortController()
    callers.push(caller)
    return aRequest(`http://127.0.0.1:${port}/`, { share, responseBytesMax: 10 * 1_048_576, signal: caller.signal })
  }
  const outcomes = Array.from({ length: 40 }, () =>
    mine(from('greedy')).then(
      () => 'sent',
      (error) => error.code,
    ),
  )
  const other = mine(from('other'))
  for (const caller of callers) caller.abort()
  expect((await Promise.all(outcomes)).filter((outcome) => outcome === 'too_many_requests').length).toBeGreaterThan(0)
  expect((await other).error?.code).toBe('cancelled')
})

test('a single exchange always has room', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  expect((await send(aRequest(`http://127.0.0.1:${port}/`, { responseBytesMax: 1e9 }))).status).toBe(200)
})
