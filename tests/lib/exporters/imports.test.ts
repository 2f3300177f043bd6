import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importHar } from '#lib/exporters/import-har'
import { importNdjson } from '#lib/exporters/import-ndjson'

const LIMITS = { capturesMax: 3, bodyBytesMax: 10 }
const NOW = 1_700_000_000_000

const ndjson = (...lines: unknown[]) =>
  importNdjson(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), LIMITS, NOW)
const entry = (request: object, rest: object = {}) => ({
  startedDateTime: '2026-05-04T03:02:01.123+02:00',
  time: 3,
  request: { method: 'POST', url: 'https://api.test/hook?x=1', httpVersion: 'HTTP/2', headers: [], ...request },
  response: { status: 200 },
  ...rest,
})
const har = (...entries: unknown[]) => importHar(JSON.stringify({ log: { version: '1.2', entries } }), LIMITS)

test('a line needs a method and a URL; the rest has defaults', () => {
  expect(ndjson({ method: 'GET', url: '/x?y' })).toEqual({
    errors: [],
    captures: [
      {
        method: 'GET',
        target: '/x?y',
        httpVersion: '1.1',
        headers: [],
        trailers: [],
        body: new Uint8Array(),
        bodySize: 0,
        truncated: false,
        remoteAddress: '',
        receivedAt: NOW,
        durationMs: 0,
      },
    ],
  })
})

const good = { method: 'POST', url: '/in/b9/a' }
test.each<[string, unknown, string, string | RegExp]>([
  ['broken JSON', '{"method":', 'line 2', 'is not JSON'],
  ['no object', '42', 'line 2', /expected object/],
  ['no method', { url: '/' }, 'line 2.method', /expected string/],
  ['a method in lower case', { ...good, method: 'get' }, 'line 2.method', 'is not a request method'],
  ['a line break in the target', { ...good, url: '/a\r\nX: 1' }, 'line 2.url', /white space or control/],
  ['a header that splits', { ...good, headers: [['X', 'a\r\nY: b']] }, 'line 2.headers.0.1', 'is not a legal header value'],
  ['a header name with a colon', { ...good, headers: [['X:', 'a']] }, 'line 2.headers.0.0', 'is not a legal header name'],
  ['a body that is not base64', { ...good, body: { encoding: 'base64', data: '*' } }, 'line 2.body', 'is not base64'],
  ['a time that is none', { ...good, receivedAt: 'yesterday' }, 'line 2.receivedAt', /datetime/],
  [
    'a body over the limit',
    { ...good, body: { encoding: 'utf8', data: '12345678901' } },
    'line 2',
    /11 bytes, over the limit of 10/,
  ],
])('names the line and the field of %s, and takes the others', (_, line, path, message) => {
  const { captures, errors } = ndjson(good, line, good)
  expect(captures.map(({ target }) => target)).toEqual(['/a', '/a'])
  expect(errors).toEqual([{ path, message: typeof message === 'string' ? message : expect.stringMatching(message) }])
})

test('stops at the limit and says at which line', () => {
  const { captures, errors } = ndjson(good, good, '', good, good, 'never read')
  expect(captures).toHaveLength(3)
  expect(errors).toEqual([{ path: 'line 5', message: 'is over the limit of 3 captures' }])
})

test("takes a browser's HAR: pseudo headers left out, time and body kept", () => {
  const headers = [
    { name: ':method', value: 'POST' },
    { name: 'X-A', value: ' ü€ ' },
  ]
  const { captures, errors } = har(entry({ headers, postData: { mimeType: 'text/plain', text: 'hé' } }))
  expect(errors).toEqual([])
  expect(captures[0]).toMatchObject({
    target: '/hook?x=1',
    httpVersion: '1.1',
    headers: [['X-A', 'Ã¼â\x82¬']],
    body: new TextEncoder().encode('hé'),
    receivedAt: Date.parse('2026-05-04T01:02:01.123Z'),
    durationMs: 3,
  })
})

test('makes a form of its fields, and base64 of either spelling bytes', () => {
  const params = [{ name: 'a', value: '1 2' }, { name: 'b' }]
  const { captures } = har(
    entry({ postData: { mimeType: 'application/x-www-form-urlencoded', params } }),
    entry({ postData: { mimeType: '', text: 'AP8=', encoding: 'base64' } }),
    entry({ postData: { mimeType: '', text: 'AP8=', _encoding: 'base64' } }),
  )
  expect(captures.map(({ body }) => Buffer.from(body).toString('latin1'))).toEqual(['a=1+2&b=', '\0\xff', '\0\xff'])
})

test('names the entry and the field that is faulty, and takes the others', () => {
  const upload = { mimeType: 'multipart/form-data', params: [{ name: 'f', fileName: 'a.png' }] }
  const { captures, errors } = har(entry({ method: 'G E T' }), entry({}), { request: {} }, entry({ postData: upload }))
  expect(captures).toHaveLength(1)
  expect(errors.map(({ path }) => path)).toEqual([
    'log.entries.0.request.method',
    'log.entries.2.startedDateTime',
    'log.entries.2.request.method',
    'log.entries.2.request.url',
    'log.entries.2.request.headers',
    'log.entries.3.request.postData',
  ])
})

test.each(['', 'nothing', '[]', '{"log":{}}', 'null', '{"log":{"entries":{}}}'])('says that %j is no HAR file', (text) => {
  expect(importHar(text, LIMITS)).toEqual({
    captures: [],
    errors: [{ path: 'log.entries', message: expect.stringMatching('not a HAR') }],
  })
})

test('never throws, whatever the file', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ method: fc.constant('GET'), url: fc.string(), headers: fc.jsonValue(), body: fc.jsonValue() }),
  )
  fc.assert(
    fc.property(fc.array(value), fc.string(), (values, junk) => {
      ndjson(junk, ...values)
      har(...values.map((each) => entry(Object(each))), ...values)
      importHar(junk, LIMITS)
    }),
  )
})
