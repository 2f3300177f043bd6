import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createSender } from '#lib/net/create-sender'
import { FAILURE_CODES } from '#lib/net/explain-failure'
import type { SentRequest } from '#lib/net/guarded-request'
import { aRequest } from './a-request'
import { type Behaviour, CLOSING_ANSWER, startReceiver } from './receiver'

const resendAllow = ['127.0.0.1/32']
const send = createSender({ resendAllow })

async function outcome(behaviour: Behaviour, fields: Parameters<typeof aRequest>[1] = {}): Promise<SentRequest> {
  const { port } = await startReceiver(behaviour)
  return send(aRequest(`http://127.0.0.1:${port}/`, fields))
}

/** Resolves when the other side has closed the connection. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

test.each([
  ['ENOTFOUND', 'no such name'],
  ['EAI_AGAIN', 'name server does not respond'],
  ['EAI_FAIL', 'EAI_FAIL'],
])('a name that is not found (%s) is dns_failed', async (code, why) => {
  const failing = createSender({
    resendAllow,
    resolve: (_name, _options, callback) => setImmediate(callback, Object.assign(new Error('getaddrinfo'), { code }), []),
  })
  const { error, status, timings } = await failing(aRequest('http://nowhere.example/'))
  expect(error).toEqual({ code: 'dns_failed', message: expect.stringContaining(why) })
  expect(status).toBeNull()
  expect(timings).toEqual({ dnsMs: null, connectMs: null, firstByteMs: null, totalMs: expect.any(Number) })
})

test('a name without an address is dns_failed', async () => {
  const empty = createSender({ resendAllow, resolve: (_name, _options, callback) => setImmediate(callback, null, []) })
  expect((await empty(aRequest('http://nowhere.example/'))).error?.code).toBe('dns_failed')
})

test('a closed port is connection_refused, and the look-up is timed', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER, { host: '127.0.0.2' })
  const { error, timings } = await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(error).toEqual({
    code: 'connection_refused',
    message: `127.0.0.1:${port} refused the connection: nothing listens there.`,
  })
  expect(timings.connectMs).toBeNull()
})

test('a caller who disconnects cancels the request, whether the connection was open or not', async () => {
  const leaving = new AbortController()
  let gone: Promise<void> | undefined
  const { error, status } = await outcome(
    (socket) => {
      gone = closed(socket)
      leaving.abort()
    },
    { signal: leaving.signal },
  )
  expect([error?.code, status]).toEqual(['cancelled', null])
  await gone
  expect((await outcome(CLOSING_ANSWER, { signal: AbortSignal.abort() })).error?.code).toBe('cancelled')
})

test.each<[string, Behaviour]>([
  ['ends', (socket) => socket.end()],
  ['resets', (socket) => socket.resetAndDestroy()],
  ['ends in the middle of the head', 'HTTP/1.1 200 OK\r\nX-A: '],
])('a target that %s before its answer is connection_reset', async (_what, behaviour) => {
  expect((await outcome(behaviour)).error?.code).toBe('connection_reset')
})

test.each([
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['HTTP/0.9', '<html>hello</html>'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: b\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['an upgrade that nobody asked for', 'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nabc'],
])('%s is response_malformed', async (_what, answer) => {
  expect((await outcome(answer)).error).toEqual({
    code: 'response_malformed',
    message: expect.stringContaining('Does it expect https?'),
  })
})

test('a chunk without a length is response_malformed, and what precedes it is kept', async () => {
  const sent = await outcome('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nxyz\r\n')
  expect(sent).toMatchObject({ status: 200, error: { code: 'response_malformed' } })
  expect(String(sent.responseBody)).toBe('ab')
})

test('accepts a header block of 64 KiB; a larger one is response_headers_too_large', async () => {
  const withHeader = (bytes: number) => `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: ${'a'.repeat(bytes)}\r\n\r\n`
  expect((await outcome(withHeader(65_000))).error).toBeNull()
  expect((await outcome(withHeader(66_000))).error?.code).toBe('response_headers_too_large')
  const endless = (socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const more = () => socket.writable && socket.write(`X: ${'a'.repeat(1000)}\r\n`, () => setImmediate(more))
    more()
  }
  expect((await outcome(endless)).error?.code).toBe('response_headers_too_large')
})

test('keeps thousands of small headers', async () => {
  const sent = await outcome(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${'a: b\r\n'.repeat(5_000)}\r\n`)
  expect(sent.responseHeaders).toHaveLength(5_001)
})

test.each<[string, Behaviour]>([
  ['ends', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
  [
    'resets',
    (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', () => setTimeout(() => socket.resetAndDestroy(), 50)),
  ],
])('a target that %s half-way is response_incomplete, and the half is kept', async (_what, behaviour) => {
  const sent = await outcome(behaviour)
  expect(sent).toMatchObject({ status: 200, error: { code: 'response_incomplete' }, responseTruncated: false })
  expect(String(sent.responseBody)).toBe('half')
})

test.each([
  [999, 999, false],
  [1000, 1000, false],
  [1001, 1000, true],
])('of %i bytes, keeps %i, truncated: %s', async (bytes, kept, truncated) => {
  const sent = await outcome(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${'a'.repeat(bytes)}`, {
    responseBytesMax: 1000,
  })
  expect(sent).toMatchObject({ status: 200, error: null, responseTruncated: truncated })
  expect(sent.responseBody.byteLength).toBe(kept)
})

test('reads an endless answer up to the limit, then closes the connection', async () => {
  let gone: Promise<void> | undefined
  let written = 0
  const sent = await outcome((socket) => {
    gone = closed(socket)
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const more = () => {
      written += 65_536
      socket.write(Buffer.alloc(65_536), () => setImmediate(more))
    }
    more()
  })
  await gone
  expect(sent).toMatchObject({ status: 200, error: null, responseTruncated: true })
  expect(sent.responseBody.byteLength).toBe(1_048_576)
  expect(written).toBeLessThan(64 * 1_048_576)
})

test.each<[string, Behaviour, number | null]>([
  ['no response had come', () => {}, null],
  [
    'no response had come', // a head that trickles
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => socket.write('X-A: b\r\n'), 10)
      socket.once('close', () => clearInterval(timer))
    },
    null,
  ],
  [
    'the response was still coming', // a body that trickles
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const timer = setInterval(() => socket.write('a'), 10)
      socket.once('close', () => clearInterval(timer))
    },
    200,
  ],
])('the time limit covers the whole exchange: %s', async (phase, behaviour, status) => {
  let gone: Promise<void> | undefined
  const start = performance.now()
  const sent = await outcome(
    (socket) => {
      gone = closed(socket)
      if (typeof behaviour === 'function') behaviour(socket)
    },
    { timeoutMs: 300 },
  )
  expect(performance.now() - start).toBeGreaterThan(290)
  expect(performance.now() - start).toBeLessThan(1_500)
  expect(sent.error).toEqual({ code: 'timed_out', message: expect.stringContaining(`more than 0.3 s: ${phase}`) })
  expect(sent.status).toBe(status)
  await gone // no connection is left behind
})

test('the time limit includes the look-up, and a late DNS answer does no harm', async () => {
  let answer: (() => void) | undefined
  const slow = createSender({
    resendAllow,
    resolve: (_name, _options, callback) => {
      answer = () => callback(null, [{ address: '127.0.0.1', family: 4 }])
    },
  })
  const { port, connections } = await startReceiver(CLOSING_ANSWER)
  const { error, timings } = await slow(aRequest(`http://slow.example:${port}/`, { timeoutMs: 100 }))
  expect(error).toEqual({ code: 'timed_out', message: expect.stringContaining('still being resolved') })
  expect(timings.totalMs).toBeGreaterThan(95)
  answer!()
  await send(aRequest(`http://127.0.0.1:${port}/`))
  expect(connections()).toBe(1)
})

test('a target that reads none of the body in time is timed_out', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  const stuck = createSender({ resendAllow })
  const { error } = await stuck(aRequest(`http://127.0.0.1:${port}/`, { timeoutMs: 1, body: Buffer.alloc(5_000_000) }))
  expect(error?.code).toBe('timed_out')
})

test('docs/resend.md lists exactly the failure codes', () => {
  const text = readFileSync(new URL('../../../docs/resend.md', import.meta.url), 'utf8')
  const table = text.slice(text.indexOf('| `error.code` |')).split('\n\n')[0]!
  const listed = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)
  expect(listed.sort()).toEqual([...FAILURE_CODES].sort())
})
