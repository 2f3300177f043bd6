import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSender } from '#lib/net/create-sender'
import type { SentRequest } from '#lib/net/guarded-request'
import { createResponseReader } from '#lib/net/response-reader'
import { aRequest } from './a-request'
import { startReceiver } from './receiver'

const send = createSender({ resendAllow: ['127.0.0.1/32'] })

async function answerTo(answer: string | Buffer, method = 'POST'): Promise<SentRequest> {
  const { port } = await startReceiver(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer)
  return send(aRequest(`http://127.0.0.1:${port}/`, { method }))
}

test.each([
  ['a folded header', 'HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\n\tthree\r\nContent-Length: 2\r\n\r\nok', 'folded'],
  [
    'a length beside chunked',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'beside',
  ],
  ['bare LF in the head', 'HTTP/1.1 200 OK\nX-A: one two three\nContent-Length: 2\n\nok', 'bare LF'],
  ['bare LF in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n', 'bare LF'],
  ['the same length twice', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok', 'is repeated'],
  ['the same length twice in one line', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok', 'is repeated'],
  ['white space before a colon', 'HTTP/1.1 200 OK\r\nX-A : one two three\r\nContent-Length: 2\r\n\r\nok', 'before a colon'],
  ['an odd header name', 'HTTP/1.1 200 OK\r\nX(A): 1\r\nContent-Length: 2\r\n\r\nok', 'header name'],
  ['a coding that is not chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nok', 'does not end with chunked'],
])('reads %s like curl, with a warning', async (_, answer, warning) => {
  const sent = await answerTo(answer)
  expect(sent).toMatchObject({ status: 200, error: null, warning: expect.stringContaining(warning) })
  expect(String(sent.responseBody)).toBe('ok')
  for (const [name, value] of sent.responseHeaders) if (name === 'X-A') expect(value).toBe('one two three')
})

test.each([
  ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok'],
  ['an empty reason phrase', 'HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok'],
  [
    'interim answers first',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ],
  ['an end by the connection', 'HTTP/1.1 200 OK\r\n\r\nok'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok'],
  ['line ends before the status line', '\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  [
    'chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a="b"\r\no\r\n001\r\nk\r\n0\r\nX-T: 1\r\n\r\n',
  ],
  ['identity', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok'],
  ['bytes after its end', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 No\r\n\r\n'],
])('%s is an ordinary answer', async (_, answer) => {
  const sent = await answerTo(answer)
  expect(sent).toMatchObject({ status: 200, error: null, warning: null })
  expect(String(sent.responseBody)).toBe('ok')
})

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n', 200],
  ['POST', 'HTTP/1.1 204 No Content\r\nContent-Length: 500\r\n\r\n', 204],
  ['POST', 'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n', 304],
])('does not wait for a body that cannot exist: %s', async (method, answer, status) => {
  expect(await answerTo(answer, method)).toMatchObject({ status, error: null, responseTruncated: false })
})

test.each([
  ['a length', 'HTTP/1.1 502 Bad\r\nX-A: 1\r\nContent-Length: 10\r\n\r\nhalf'],
  ['chunks', 'HTTP/1.1 502 Bad\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf'],
])('keeps status, headers and received bytes of an answer that breaks off within %s', async (_, answer) => {
  const sent = await answerTo(answer)
  expect(sent).toMatchObject({ status: 502, error: { code: 'response_incomplete' } })
  expect(sent.responseHeaders[0]).toEqual(['X-A', '1'])
  expect(String(sent.responseBody)).toBe('half')
})

test('keeps status and headers if the body is not chunked as declared', async () => {
  const sent = await answerTo('HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\nplain text')
  expect(sent).toMatchObject({ status: 200, error: { code: 'response_malformed' } })
  expect(sent.responseHeaders[0]).toEqual(['X-A', '1'])
})

test('stops an endless series of interim answers, chunk extensions or trailers', async () => {
  const reader = () => createResponseReader({ requestMethod: 'GET', bodyBytesMax: 100, onHead: () => {} })
  const interim = Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(3_000))
  expect(() => reader().push(interim)).toThrow('HPE_HEADER_OVERFLOW')
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  expect(() => reader().push(Buffer.from(`${chunked}1;${'a'.repeat(20_000)}`))).toThrow('HPE_CHUNK_EXTENSIONS_OVERFLOW')
  expect(() => reader().push(Buffer.from(`${chunked}0\r\n${'A: b\r\n'.repeat(20_000)}`))).toThrow('HPE_HEADER_OVERFLOW')
})

test('reads an answer the same however its bytes are split', () => {
  const answers = [
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: a\r\n b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n',
    'HTTP/1.1 200\nContent-Length: 5\nContent-Length: 5\n\nabcde',
  ]
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (answer, sizes) => {
      const reader = createResponseReader({ requestMethod: 'GET', bodyBytesMax: 100, onHead: () => {} })
      let done = false
      for (let at = 0, i = 0; at < answer.length; i++) {
        const size = sizes[i % sizes.length]!
        done = reader.push(Buffer.from(answer.slice(at, at + size)))
        at += size
      }
      expect(done).toBe(true)
      expect(reader.head!.status).toBe(200)
      expect(String(reader.body())).toBe('abcde')
      expect(reader.warnings.length).toBeGreaterThan(0)
    }),
  )
})
