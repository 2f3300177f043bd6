import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOW, readFile } from './read-file'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const faults = (items: Awaited<ReturnType<typeof readFile>>) =>
  items.flatMap((item) => ('fault' in item ? [`${item.path}: ${item.fault}`] : []))
const captures = (items: Awaited<ReturnType<typeof readFile>>) =>
  items.flatMap((item) => ('capture' in item ? [item.capture] : []))

const ndjson = (...lines: unknown[]) =>
  readFile(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), 'ndjson', {
    bodyBytesMax: 10,
  })
const entry = (request: object, rest: object = {}) => ({
  startedDateTime: '2026-05-04T03:02:01.123+02:00',
  time: 3,
  request: { method: 'POST', url: 'https://api.test/hook?x=1', httpVersion: 'HTTP/2', headers: [], ...request },
  response: { status: 200 },
  ...rest,
})
const har = (...entries: unknown[]) => readFile(JSON.stringify({ log: { version: '1.2', entries } }), 'har')

test('a line needs a method and a URL; the rest has defaults', async () => {
  expect(await ndjson({ method: 'GET', url: '/x?y' })).toEqual([
    {
      path: 'line 1',
      capture: {
        method: 'GET',
        target: '/x?y',
        httpVersion: '1.1',
        headers: [],
        trailers: [],
        body: new Uint8Array(),
        bodySize: 0,
        truncated: false,
        aborted: false,
        remoteAddress: '',
        receivedAt: NOW,
        durationMs: 0,
        pinned: false,
        note: null,
      },
    },
  ])
})

const good = { method: 'POST', url: '/in/b9/a' }
const long = 'a'.repeat(70_000)
test.each<[string, unknown, RegExp]>([
  ['broken JSON', '{"method":', /^line 2: is not JSON$/],
  ['no object', '42', /^line 2: .*expected object/],
  ['no method', { url: '/' }, /^line 2: method .*expected string/],
  ['a method in lower case', { ...good, method: 'get' }, /method is not a request method/],
  ['a line break in the target', { ...good, url: '/a\r\nX: 1' }, /url contains white space or control/],
  ['a header that splits', { ...good, headers: [['X', 'a\r\nY: b']] }, /headers\.0\.1 is not a valid header value/],
  ['NUL in a header', { ...good, headers: [['X', 'a\0']] }, /headers\.0\.1 is not a valid header value/],
  ['a header name with a colon', { ...good, headers: [['X:', 'a']] }, /headers\.0\.0 is not a valid header name/],
  ['headers over what a request may have', { ...good, headers: [['X', long]] }, /target and headers have 7\d+ bytes/],
  ['a target over what a request may have', { ...good, url: `/${long}` }, /url is longer than the limit of 65536/],
  ['a body that is not base64', { ...good, body: { encoding: 'base64', data: '*' } }, /body is not base64/],
  ['a time that is none', { ...good, receivedAt: 'yesterday' }, /receivedAt .*datetime/],
  ['a time before all computers', { ...good, receivedAt: '1969-12-31T23:59:59Z' }, /receivedAt is before 1970/],
  ['a body over the limit', { ...good, body: { encoding: 'utf8', data: '12345678901' } }, /11 bytes, over the limit of 10/],
  ['a whole foreign shape', { a: { b: [1] } }, /^line 2: method .{10,200}$/],
])('names the line of %s, and imports the others', async (_, line, fault) => {
  const items = await ndjson(good, line, '', good)
  expect(captures(items).map(({ target }) => target)).toEqual(['/a', '/a'])
  expect(faults(items)).toEqual([expect.stringMatching(fault)])
  expect(items.at(-1)!.path).toBe('line 4')
})

test("limits numbers to the databases' range, and drops an invalid note or address", async () => {
  const odd = { ...good, durationMs: 1e300, remoteAddress: 'x\0', note: 'a\0b', pinned: 'yes', httpVersion: '9.9' }
  expect(captures(await ndjson(odd))[0]).toMatchObject({
    durationMs: 2 ** 31 - 1,
    remoteAddress: '',
    note: null,
    pinned: false,
    httpVersion: '1.1',
  })
})

test('imports a body withheld by a redacted link as truncated', async () => {
  const line = { ...good, body: { encoding: 'utf8', data: '' }, bodyShown: 'withheld', bodySize: 42 }
  expect(captures(await ndjson(line))[0]).toMatchObject({ truncated: true, bodySize: 42, body: new Uint8Array() })
})

test.each([
  ['/in/b9', ''],
  ['/in/b9/', '/'],
  ['/in/b9?', '?'],
  ['/in/b9/x?y=%2F', '/x?y=%2F'],
  ['http://h/in/b9//x/../y', '//x/../y'],
  ['https://shop.test', '/'],
  ['https://shop.test?a', '?a'],
  ['*', '/*'],
])('of the URL %s, keeps %j', async (url, target) => {
  expect(captures(await ndjson({ method: 'GET', url }))[0]!.target).toBe(target)
})

test("reads a browser's HAR: drops pseudo-headers, keeps time and body", async () => {
  const items = captures(await readFile(readFileSync(new URL('har/chrome.har', import.meta.url)), 'har'))
  expect(items.map(({ method, target }) => `${method} ${target}`)).toEqual([
    'POST /v1/orders?dry_run=1&tag=a%2Fb',
    'POST /login',
    'GET /logo.svg#v2',
  ])
  expect(items[0]).toMatchObject({
    httpVersion: '1.1',
    receivedAt: Date.parse('2026-03-02T09:14:07.201Z'),
    durationMs: 34,
    body: new TextEncoder().encode('{"sku":"A-1","note":"ünïcode \\"q\\""}'),
  })
  expect(items[0]!.headers.map(([name]) => name)).toEqual(['accept', 'content-length', 'content-type', 'sec-ch-ua'])
  expect(text(items[1]!.body)).toBe('user=ada&pass=p%26w&remember=')
})

test("rebuilds a form from Firefox's fields, without uploads, whose bytes are missing", async () => {
  const items = await readFile(readFileSync(new URL('har/firefox.har', import.meta.url)), 'har')
  expect(captures(items)).toMatchObject([{ receivedAt: Date.parse('2026-03-02T09:14:07.201Z') }])
  expect(text(captures(items)[0]!.body)).toBe('city=S%C3%A3o+Paulo&empty=')
  expect(faults(items)).toEqual(['log.entries.1: request.postData names files without their bytes'])
})

test("reads HTTP Toolkit's binary bodies, and marks dropped bodies as truncated", async () => {
  const items = captures(await readFile(readFileSync(new URL('har/http-toolkit.har', import.meta.url)), 'har'))
  expect(items[0]).toMatchObject({ body: Uint8Array.of(0, 255, 128, 1), truncated: false, target: '/blob' })
  expect(items[1]).toMatchObject({ bodySize: 123_456_789, truncated: true, durationMs: 0 })
})

const five = [{ name: 'Content-Length', value: '5' }]
const header = (name: string, value: string) => ({ headers: [{ name, value }], bodySize: 5 })
const body = (text: string, rest: object = {}) => ({ postData: { mimeType: 'text/plain', text, ...rest } })
test.each<[string, object, string, number]>([
  ['content-length and bodySize, without postData', { headers: five, bodySize: 5 }, '', 5],
  ['only bodySize', { bodySize: 5 }, '', 5],
  ['only content-length', { headers: five }, '', 5],
  ['content-length, and an unknown bodySize', { headers: five, bodySize: -1 }, '', 5],
  ['content-length, and a bodySize of 0 for the body that is missing', { headers: five, bodySize: 0 }, '', 5],
  ['postData without text', { bodySize: 5, postData: { mimeType: 'text/plain' } }, '', 5],
  ['postData with an empty list of fields', { bodySize: 5, postData: { mimeType: 'text/plain', params: [] } }, '', 5],
  ['empty text', { bodySize: 5, ...body('') }, '', 5],
  ['text that ends early', { bodySize: 5, ...body('hel') }, 'hel', 5],
  ['text that ends early, in UTF-8', { ...header('Content-Type', 'text/plain; charset="UTF-8"'), ...body('hel') }, 'hel', 5],
  ['compressed bytes without text', header('Content-Encoding', 'gzip'), '', 5],
])('imports a body that the file lacks as truncated: %s', async (_, request, kept, bodySize) => {
  const [capture] = captures(await har(entry(request)))
  expect(capture).toMatchObject({ truncated: true, aborted: false, bodySize })
  expect(text(capture!.body)).toBe(kept)
})

test.each<[string, object, number]>([
  ['a request without a body', { bodySize: 0 }, 0],
  ['a size that is unknown', { bodySize: -1 }, 0],
  ['no size at all', {}, 0],
  ['sizes that are not numbers', { headers: [{ name: 'Content-Length', value: '5, 5' }], bodySize: 'five' }, 0],
  ['sizes that no body has', { headers: [{ name: 'Content-Length', value: '1e999' }], bodySize: 0.5 }, 0],
  ['the whole text', { headers: five, bodySize: 5, ...body('hello') }, 5],
  ['text longer than the size', { bodySize: 2, ...body('hello') }, 5],
  ['text of an unknown size', { headers: five, bodySize: -1, ...body('hel') }, 3],
  ['text that was decompressed', { ...header('Content-Encoding', 'gzip'), ...body('hel') }, 3],
  ['text that was UTF-16', { ...header('Content-Type', 'text/plain; charset=utf-16le'), ...body('he') }, 2],
  ['a form rebuilt from its fields', { bodySize: 5, postData: { mimeType: '', params: [{ name: 'a', value: '' }] } }, 2],
])('imports a body as complete that nothing says is missing: %s', async (_, request, bodySize) => {
  expect(captures(await har(entry(request)))[0]).toMatchObject({ truncated: false, bodySize })
})

test("takes the file's word in Creel's own HAR, whose bodies may be masked", async () => {
  const ours = { _seq: 1 }
  const items = captures(
    await har(
      entry({ headers: five, bodySize: 0 }, ours),
      entry({ headers: five, bodySize: 5, ...body('•') }, ours),
      entry({ headers: five, bodySize: 5 }, ours),
    ),
  )
  expect(items.map(({ truncated, bodySize }) => [truncated, bodySize])).toEqual([
    [false, 0],
    [false, 3],
    [true, 5],
  ])
})

test('encodes header values beyond latin-1 as UTF-8, and accepts both alphabets of base64', async () => {
  const items = await har(
    entry({ headers: [{ name: 'X-A', value: ' ü€ ' }], postData: { mimeType: '', text: 'AP8=', encoding: 'base64' } }),
    entry({ postData: { mimeType: '', text: 'AP8=', _encoding: 'base64' } }),
  )
  expect(captures(items).map(({ body }) => text(body))).toEqual(['\0\xff', '\0\xff'])
  expect(captures(items)[0]!.headers).toEqual([['X-A', 'Ã¼â\x82¬']])
})

test('names an invalid entry and its fields, and imports the others', async () => {
  const items = await har(entry({ method: 'G E T' }), entry({}), { request: {} }, 7, 'x,]', entry({ postData: { text: 3 } }))
  expect(captures(items)).toHaveLength(1)
  expect(faults(items)).toEqual([
    'log.entries.0: request.method is not a request method',
    expect.stringMatching(/^log\.entries\.2: startedDateTime .*; request\.method .*; request\.url /),
    expect.stringMatching(/^log\.entries\.3: .*expected object/),
    expect.stringMatching(/^log\.entries\.4: .*expected object/),
    expect.stringMatching(/^log\.entries\.5: request\.postData\.text /),
  ])
})

test.each([
  '',
  'nothing',
  '[]',
  '{"log":{}}',
  'null',
  '{"log":{"entries":{}}}',
  '{"entries":[1]}',
  ']]]}',
  '{"log":[{"entries":[1]}]}',
])('says that %j is not a HAR file', async (file) =>
  expect(faults(await readFile(file, 'har'))).toEqual(['log.entries: is missing: this is not a HAR file']),
)

test('imports the complete entries of a HAR that breaks off, and says where it ends', async () => {
  const whole = JSON.stringify({ log: { entries: [entry({}), entry({}), entry({})] } })
  const items = await readFile(whole.slice(0, -60), 'har')
  expect(captures(items)).toHaveLength(2)
  expect(faults(items)).toEqual(['log.entries.2: is cut: the file ends before its list of entries does'])
})

test('drops an entry that is too large while it arrives', async () => {
  const file = JSON.stringify({ log: { entries: [entry({}), entry({ url: `/${long}` }), entry({})] } })
  const items = await readFile(file, 'har', { entryBytesMax: 1000, pieceBytes: 300 })
  expect(captures(items)).toHaveLength(2)
  expect(faults(items)).toEqual([
    expect.stringMatching(/^log\.entries\.1: takes 7\d+ bytes of the file, over the limit of 1000$/),
  ])
})

test.each(['[],', '1,', '"",', '{},', '"a":1,'])(
  'reports an entry of 200,000 times %s without parsing it, and reads the next',
  async (value) => {
    const items = await readFile(`${value.repeat(200_001)}\n{"method":"GET","url":"/"}`, 'ndjson')
    expect(faults(items)).toEqual(['line 1: has more than 200000 values'])
    expect(captures(items)).toHaveLength(1)
  },
)

test('does not count the contents of a body as values', async () => {
  const data = JSON.stringify({ lists: '["\\\\", {}],'.repeat(100_000) })
  const [read] = captures(
    await readFile(JSON.stringify({ method: 'POST', url: '/', body: { encoding: 'utf8', data } }), 'ndjson'),
  )
  expect(text(read!.body)).toBe(data)
})

test('reports text that is not UTF-8 and does not alter it', async () => {
  const file = Buffer.concat([
    Buffer.from('{"method":"GET","url":"/'),
    Buffer.of(0xff),
    Buffer.from('"}\n{"method":"GET","url":"/b"}'),
  ])
  const items = await readFile(file, 'ndjson')
  expect(faults(items)).toEqual(['line 1: is not UTF-8'])
  expect(captures(items)).toHaveLength(1)
})

test('ignores a byte order mark and CRLF', async () => {
  expect(faults(await readFile(`\ufeff${JSON.stringify(good)}\r\n\r\n`, 'ndjson'))).toEqual([])
})

const anything = fc.oneof(
  fc.jsonValue(),
  fc.record({ method: fc.constant('GET'), url: fc.string(), headers: fc.jsonValue(), body: fc.jsonValue() }),
)

test('finds the same entries however the file is split into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (values, pieceBytes, spaced) => {
      const file = JSON.stringify(
        { pages: ['"[{'], log: { a: { entries: [1] }, entries: values, b: [[]] } },
        null,
        spaced ? 2 : 0,
      )
      const items = await readFile(file, 'har', { pieceBytes })
      expect(items.map(({ path }) => path)).toEqual(values.map((_, i) => `log.entries.${i}`))
      expect(items).toEqual(await readFile(file, 'har', { pieceBytes: 1_000_000 }))
    }),
  )
})

test('never throws, whatever the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything), fc.string({ unit: 'binary' }), fc.uint8Array(), async (values, junk, bytes) => {
      await ndjson(junk, ...values)
      await har(...values.map((each) => entry(Object(each))), ...values)
      for (const format of ['har', 'ndjson'] as const) for (const file of [junk, bytes]) await readFile(file, format)
    }),
  )
})
