import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { parseUrl } from '#lib/core/parse-url'
import { archiveFile } from '#lib/exporters/archive-file'
import { archives } from '#lib/exporters/archives'
import { CSV_COLUMNS } from '#lib/exporters/csv'
import { ZIP_CAPTURES_MAX } from '#lib/exporters/zip'
import { aCapture, EDGE_CASES } from './captures'
import { readFile } from './read-file'

const ORIGIN = 'https://creel.test'

const captures = EDGE_CASES.map(([, capture], i) => ({ ...capture, seq: i + 1, contentType: 'application/json' }))

async function written(kind: keyof typeof archives, list: Iterable<Capture>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of archiveFile(archives[kind], onePerPiece(list), { origin: ORIGIN })) pieces.push(piece)
  return Buffer.concat(pieces)
}

function* onePerPiece(list: Iterable<Capture>): Generator<[Capture]> {
  for (const capture of list) yield [capture]
}

const text = async (kind: keyof typeof archives, list: Iterable<Capture>) => new TextDecoder().decode(await written(kind, list))

/** Everything that an import must restore of a capture. */
function restorable({
  url,
  method,
  headers,
  trailers,
  body,
  receivedAt,
  remoteAddress,
  truncated,
  aborted,
  bodySize,
  pinned,
  note,
  durationMs,
}: Capture) {
  const target = url.replace(/^\/in\/b1/, '')
  return {
    target,
    method,
    headers,
    trailers,
    body: decodeBytes(body),
    receivedAt: Date.parse(receivedAt),
    remoteAddress,
    truncated,
    aborted,
    bodySize,
    pinned,
    note,
    durationMs: Math.round(durationMs),
  }
}

test.each(['ndjson', 'har'] as const)('%s restores every capture: target, headers and exact body', async (kind) => {
  const cut = aCapture({ body: 'abc', bodySize: 9, truncated: true, trailers: [['X-Sum', '1']] })
  const kept = aCapture({ url: '/in/b1', pinned: true, note: 'the "first" one\nof 🌲' })
  const left = aCapture({ body: 'abc', bodySize: 3, truncated: true, aborted: true })
  const all = [...captures, cut, kept, left]
  const back = await readFile(await written(kind, all), kind, { pieceBytes: 10_000 })
  expect(back).toHaveLength(all.length)
  for (const [i, each] of back.entries()) {
    const { body, ...rest } = restorable(all[i]!)
    expect(each).toMatchObject({ capture: rest })
    expect('capture' in each && Buffer.compare(each.capture.body, body)).toBe(0) // Vitest's matcher would take a second for 300 kB
  }
})

/** Values as on the wire: tokens, latin-1 without control characters, any bytes. */
const wireChars = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 20,
})
const wireName = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/)
const visible = wireChars.map((value) => value.replaceAll('\x7f', '').trim())
const anyCapture = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'M-SEARCH'),
    url: wireChars.map((rest) => `/in/b1/${rest}`),
    headers: fc.array(fc.tuple(wireName, visible), { maxLength: 6 }),
    trailers: fc.array(fc.tuple(wireName, visible), { maxLength: 2 }),
    body: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'grapheme' })),
    note: fc.option(fc.constantFrom('a', 'line\nline', '"', '🌲'), { nil: null }),
    pinned: fc.boolean(),
    durationMs: fc.nat(100_000),
  })
  .map(aCapture)

test.each(['ndjson', 'har'] as const)('%s loses nothing of any capture when exported and imported', async (kind) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCapture, { maxLength: 5 }), fc.integer({ min: 1, max: 2000 }), async (list, pieceBytes) => {
      const back = await readFile(await written(kind, list), kind, { pieceBytes })
      expect(back.map((item) => ('capture' in item ? item.capture : item.fault))).toMatchObject(list.map(restorable))
    }),
  )
})

test('a HAR entry has the fields that other programs need', async () => {
  const capture = aCapture({
    headers: [
      ['Cookie', 'a=1; b=x=y'],
      ['X-A', '1'],
    ],
    contentType: 'text/plain',
    body: 'hi',
    query: 'q=a%20b&q=&c',
  })
  const { log } = JSON.parse(await text('har', [capture]))
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'Creel' } })
  expect(log.entries[0]).toMatchObject({
    startedDateTime: capture.receivedAt,
    time: 1.5,
    request: {
      method: 'POST',
      url: `${ORIGIN}/in/b1/hook?a=1`,
      httpVersion: 'HTTP/1.1',
      cookies: [
        { name: 'a', value: '1' },
        { name: 'b', value: 'x=y' },
      ],
      queryString: [
        { name: 'q', value: 'a b' },
        { name: 'q', value: '' },
        { name: 'c', value: '' },
      ],
      postData: { mimeType: 'text/plain', text: 'hi' },
      headersSize: -1,
      bodySize: 2,
    },
    cache: {},
    timings: { send: 1.5, wait: 0, receive: 0 },
  })
})

/** The requirements of the specification, and further ones of Firefox and Safari. */
function expectValidHar(file: string): void {
  const { log } = JSON.parse(file)
  expect(log).toMatchObject({ version: '1.2', creator: { name: expect.any(String), version: expect.any(String) } })
  expect(log.pages.length).toBeGreaterThan(0)
  const ids = log.pages.map((page: { id: string }) => page.id)
  for (const { startedDateTime, pageTimings } of log.pages) {
    expect(Date.parse(startedDateTime)).not.toBeNaN()
    expect(pageTimings).toBeTypeOf('object')
  }
  for (const { request, response, cache, timings, time, startedDateTime, pageref } of log.entries) {
    expect(ids).toContain(pageref)
    expect(new Date(startedDateTime).toISOString()).toBe(startedDateTime)
    expect(time).toBeGreaterThan(0)
    expect(timings.send + timings.wait + timings.receive).toBeCloseTo(time)
    expect(cache).toEqual({})
    expect(parseUrl(request.url)).not.toBeNull()
    for (const list of [request.headers, request.cookies, request.queryString, response.headers, response.cookies]) {
      for (const pair of list) expect(pair).toEqual({ name: expect.any(String), value: expect.any(String) })
    }
    for (const size of [request.headersSize, request.bodySize, response.headersSize, response.bodySize]) {
      expect(Number.isInteger(size) && size >= -1).toBe(true)
    }
    expect(response).toMatchObject({ status: 0, statusText: '', httpVersion: '', redirectURL: '', content: { size: 0 } })
    if (request.postData) expect(request.postData).toEqual({ mimeType: expect.any(String), text: expect.any(String) })
  }
}

test('every HAR is valid, even if empty, of zero duration, or with odd requests', async () => {
  expectValidHar(await text('har', []))
  expectValidHar(await text('har', [aCapture({ durationMs: 0 }), ...captures]))
})

test('HAR keeps a binary body only where HTTP Toolkit reads it, and not as text', async () => {
  const [entry] = JSON.parse(await text('har', [aCapture({ body: Uint8Array.of(0, 255, 254), contentType: 'image/x' })])).log
    .entries
  expect(entry.request._content).toEqual({ mimeType: 'image/x', size: 3, encoding: 'base64', text: 'AP/+' })
  expect(entry.request.postData).toBeUndefined()
})

test('CSV opens in Excel: it has a byte order mark, and no list separator splits its cells', async () => {
  const bytes = Buffer.from(await written('csv', [aCapture({ path: '/a;b', userAgent: 'a\tb', query: 'ü' })]))
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(bytes.toString()).toContain(',"/a;b",ü,')
  expect(bytes.toString()).toContain(',"a\tb",')
  const zipped = unzipSync(await written('zip', []))['captures.csv']!
  expect([...zipped.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

test.each(['=1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', ' =1', '\u3000=1', '\uff1d1', '\uff0b1', '\uff0d1', '\uff20x'])(
  'CSV keeps %j text',
  async (query) => {
    const file = await text('csv', [aCapture({ query })])
    expect(file).toContain(`'${query}`)
  },
)

test('an empty export is a valid file in every format', async () => {
  expect(JSON.parse(await text('har', [])).log.entries).toEqual([])
  expect(await text('ndjson', [])).toBe('')
  expect(await text('csv', [])).toBe(`${CSV_COLUMNS.join(',')}\r\n`)
  expect(Object.keys(unzipSync(await written('zip', [])))).toEqual(['captures.csv'])
})

test('CSV quotes cells that need it, and neutralises formulas', async () => {
  const capture = aCapture({
    path: '=HYPERLINK("http://x")',
    userAgent: 'a,b\r\nc',
    query: null,
    contentType: '+1',
    remoteAddress: '@x',
  })
  const [, line] = (await text('csv', [capture])).split(/\r\n(?=1,|$)/)
  expect(line).toBe(
    `1,cap_t_1,2026-05-04T03:02:01.123Z,POST,"'=HYPERLINK(""http://x"")",,'+1,0,false,false,'@x,"a,b\r\nc",${'0'.repeat(64)},1.5,,`,
  )
})

test('ZIP has each body byte for byte, under names that no sender chose', async () => {
  const files = unzipSync(await written('zip', captures))
  for (const capture of captures) {
    const name = `${String(capture.seq).padStart(6, '0')}-${capture.method}.json`
    expect(Buffer.compare(files[name]!, decodeBytes(capture.body)), name).toBe(0)
  }
  const list = new TextDecoder().decode(files['captures.csv'])
  expect(list.split('\r\n')[1]).toMatch(/^000001-POST\.json,1,/)
})

test('ZIP refuses one capture above its limit', async () => {
  let given = 0
  const many = function* () {
    for (; given <= ZIP_CAPTURES_MAX; given++) yield { ...captures[1]!, seq: given + 1 }
  }
  await expect(written('zip', many())).rejects.toThrow('at most 65,534 captures')
  expect(given).toBe(ZIP_CAPTURES_MAX)
}, 60_000)

test.each(Object.values(archives))('$id requests the next captures only after its own pieces were taken', async ({ write }) => {
  let given = 0
  const endless = function* () {
    for (;;) {
      given++
      yield aCapture({ body: crypto.getRandomValues(new Uint8Array(60_000)) })
    }
  }
  let taken = 0
  for await (const pieces of write(onePerPiece(endless()), { origin: ORIGIN })) {
    for (const { length } of pieces) taken += length
    if (taken > 500) break
  }
  expect(given).toBeLessThan(8)
})

test('a file in pieces splits no character, however long its texts are', async () => {
  const long = aCapture({ body: `${'é漢🌲'.repeat(50_000)}x` })
  const lines = Array.from({ length: 20 }, (_, i) => `${'🌲é'.repeat(9_999 + i)}\n`)
  const archive = {
    ...archives.ndjson,
    write: async function* () {
      yield lines
    },
  }
  const pieces: Uint8Array[] = []
  for await (const piece of archiveFile(archive, [], { origin: ORIGIN })) pieces.push(piece)
  expect(Buffer.concat(pieces).toString()).toBe(lines.join(''))
  expect(new Set(pieces.map(({ buffer }) => buffer)).size).toBe(pieces.length) // each can be transferred to another thread
  expect(JSON.parse(await text('ndjson', [long]))).toEqual(long)
})
