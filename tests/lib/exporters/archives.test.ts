import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { archives } from '#lib/exporters/archives'
import { CSV_COLUMNS } from '#lib/exporters/csv'
import { ZIP_CAPTURES_MAX } from '#lib/exporters/zip'
import { aCapture, NASTY } from './captures'
import { readFile } from './read-file'

const ORIGIN = 'https://creel.test'

const captures = NASTY.map(([, capture], i) => ({ ...capture, seq: i + 1, contentType: 'application/json' }))

async function written(kind: keyof typeof archives, list: Iterable<Capture>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of archives[kind].write(list, { origin: ORIGIN })) pieces.push(piece)
  return Buffer.concat(pieces)
}

const text = async (kind: keyof typeof archives, list: Iterable<Capture>) => new TextDecoder().decode(await written(kind, list))

/** What an import must bring back of a capture. */
function essence({
  url,
  method,
  headers,
  trailers,
  body,
  receivedAt,
  remoteAddress,
  truncated,
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
    bodySize,
    pinned,
    note,
    durationMs: Math.round(durationMs),
  }
}

test.each(['ndjson', 'har'] as const)('%s brings every capture back: target, headers and body byte for byte', async (kind) => {
  const cut = aCapture({ body: 'abc', bodySize: 9, truncated: true, trailers: [['X-Sum', '1']] })
  const kept = aCapture({ url: '/in/b1', pinned: true, note: 'the "first" one\nof 🌲' })
  const all = [...captures, cut, kept]
  const back = await readFile(await written(kind, all), kind, { pieceBytes: 10_000 })
  expect(back).toHaveLength(all.length)
  for (const [i, each] of back.entries()) expect(each).toMatchObject({ capture: essence(all[i]!) })
})

/** As the wire gives them: tokens, latin-1 without control characters, any bytes. */
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

test.each(['ndjson', 'har'] as const)('%s, written and read again, loses nothing of any capture', async (kind) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCapture, { maxLength: 5 }), fc.integer({ min: 1, max: 2000 }), async (list, pieceBytes) => {
      const back = await readFile(await written(kind, list), kind, { pieceBytes })
      expect(back.map((item) => ('capture' in item ? item.capture : item.fault))).toMatchObject(list.map(essence))
    }),
  )
})

test('a HAR entry holds what other programs look for', async () => {
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

test('an empty export is a whole file in every format', async () => {
  expect(JSON.parse(await text('har', [])).log.entries).toEqual([])
  expect(await text('ndjson', [])).toBe('')
  expect(await text('csv', [])).toBe(`${CSV_COLUMNS.join(',')}\r\n`)
  expect(Object.keys(unzipSync(await written('zip', [])))).toEqual(['captures.csv'])
})

test('CSV quotes what needs it, and defuses what a spreadsheet would run', async () => {
  const capture = aCapture({
    path: '=HYPERLINK("http://x")',
    userAgent: 'a,b\r\nc',
    query: null,
    contentType: '+1',
    remoteAddress: '@x',
  })
  const [, line] = (await text('csv', [capture])).split(/\r\n(?=1,|$)/)
  expect(line).toBe(
    `1,cap_t_1,2026-05-04T03:02:01.123Z,POST,"'=HYPERLINK(""http://x"")",,'+1,0,false,'@x,"a,b\r\nc",${'0'.repeat(64)},1.5`,
  )
})

test('ZIP holds each body byte for byte, under names that no sender chose', async () => {
  const files = unzipSync(await written('zip', captures))
  for (const capture of captures) {
    const name = `${String(capture.seq).padStart(6, '0')}-${capture.method}.json`
    expect(Buffer.compare(files[name]!, decodeBytes(capture.body)), name).toBe(0)
  }
  const list = new TextDecoder().decode(files['captures.csv'])
  expect(list.split('\r\n')[1]).toMatch(/^000001-POST\.json,1,/)
})

test('ZIP refuses one capture more than it can count', async () => {
  let given = 0
  const many = function* () {
    for (; given <= ZIP_CAPTURES_MAX; given++) yield { ...captures[1]!, seq: given + 1 }
  }
  await expect(written('zip', many())).rejects.toThrow('at most 65,534 captures')
  expect(given).toBe(ZIP_CAPTURES_MAX)
}, 60_000)

test.each(Object.values(archives))('$id asks for the next capture only when its own piece was taken', async ({ write }) => {
  let given = 0
  const endless = function* () {
    for (;;) {
      given++
      yield aCapture({ body: crypto.getRandomValues(new Uint8Array(60_000)) })
    }
  }
  let taken = 0
  for await (const piece of write(endless(), { origin: ORIGIN })) {
    taken += piece.byteLength
    if (taken > 500) break
  }
  expect(given).toBeLessThan(8)
})
