import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMAT_KINDS, type FormatKind } from '#lib/formats/kinds'
import { propertyRuns } from '../../property-runs'
import './load-brotli'
import { bytesOf, show, viewOf } from './show'

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)

test.each<[FormatKind, string | null, string | Uint8Array]>([
  ['json', 'application/json', '{"a":1}'],
  ['json', 'application/json; charset=utf-8', '7'],
  ['json', 'application/vnd.github+json', '[]'],
  ['json', 'text/plain; charset=UTF-8', '{"Type":"Notification"}'], // SNS
  ['json', null, ' \n[1]'],
  ['json', 'application/x-www-form-urlencoded', '{"a":1}'], // curl -d
  ['ndjson', 'application/x-ndjson', '{"a":1}\n{"a":2}\n'],
  ['ndjson', null, '{"a":1}\n{"a":2}'],
  ['form', 'application/x-www-form-urlencoded', 'a=1&b=2'],
  ['form', null, 'token=x&text=a+b'],
  ['multipart', 'multipart/form-data; boundary=x', '--x\r\n\r\na\r\n--x--'],
  ['multipart', null, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'],
  ['graphql', 'application/json', '{"query":"query Q { me { id } }","variables":{}}'],
  ['graphql', 'application/graphql', '{ me { id } }'],
  ['json', 'application/json', '{"query":"red shoes","page":1}'],
  ['jwt', 'application/jwt', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.'],
  ['jwt', null, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln'],
  ['xml', 'text/xml', '<a/>'],
  ['xml', 'application/soap+xml', '<?xml version="1.0"?><a/>'],
  ['xml', null, '<order id="1"><item/></order>'],
  ['html', 'text/html', '<p>x'],
  ['html', null, '<!DOCTYPE html><p>x'],
  ['csv', 'text/csv', 'a,b\n1,2'],
  ['image', 'image/png', PNG],
  ['image', 'application/octet-stream', PNG],
  ['image', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['pdf', 'application/octet-stream', '%PDF-1.7\n'],
  ['msgpack', 'application/msgpack', Uint8Array.of(0x81, 0xa1, 0x61, 1)],
  ['msgpack', null, Uint8Array.of(0x82, 0xa1, 0x61, 1, 0xa1, 0x62, 0xc0)],
  ['cbor', 'application/cbor', Uint8Array.of(0xa1, 0x61, 0x61, 1)],
  ['protobuf', 'application/x-protobuf', Uint8Array.of(0x08, 0x96, 1)],
  ['text', 'text/plain', 'hello'],
  ['text', null, 'x^ is no zlib'],
  ['hex', null, Uint8Array.of(0, 1, 2, 255)],
  ['hex', 'application/json', Uint8Array.of(0, 1, 2, 255)],
])('guesses %s for %s %j', async (kind, contentType, body) => {
  expect(await show(body, contentType)).toMatchObject({ kind, failed: null })
})

test('falls back from a failed guess to the next, with the reason', async () => {
  const shown = await show('<h1>Bad gateway</h1>', 'application/json')
  expect(shown.kind).toBe('xml')
  expect(shown.notes[0]).toBe('Not shown as JSON: this is not a JSON value.')
})

test('a failed choice shows the reason and nothing else', async () => {
  expect(await show('hello', 'text/plain', { choice: 'json' })).toMatchObject({ view: null, failed: 'this is not a JSON value' })
  expect(await show('hello', 'text/plain', { choice: 'pdf' })).toMatchObject({
    view: null,
    failed: 'it does not begin with %PDF-',
  })
})

test('notes that the media type and the bytes disagree', async () => {
  const shown = await show('{"a":1}', 'application/x-www-form-urlencoded')
  expect(shown.notes).toEqual(['Content-Type says application/x-www-form-urlencoded; the bytes look like JSON.'])
  expect((await show('{"a":1}', 'text/plain')).notes).toEqual([])
})

test('distinguishes a cut body from a broken one', async () => {
  const shown = await show('{"a":[1,2', 'application/json', { truncated: true })
  expect(shown.notes).toEqual(['Only the first part of the body was captured: the JSON is not complete.'])
})

test('no format throws on broken input', async () => {
  const wild = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map(bytesOf),
    fc
      .array(fc.constantFrom('--x', '\r\n', '<a', '>', '{', '"', ':', '&', '=', '%', ',', '\u0000', 'eyJ', '.', '[', '\ufeff'), {
        maxLength: 60,
      })
      .map((pieces) => bytesOf(pieces.join(''))),
  )
  const types = fc.constantFrom(
    null,
    'application/json',
    'multipart/form-data; boundary=x',
    'text/csv',
    'application/cbor',
    'application/grpc',
    'text/plain; charset=utf-16',
  )
  await fc.assert(
    fc.asyncProperty(
      wild,
      types,
      fc.constantFrom(null, ...FORMAT_KINDS),
      fc.constantFrom(null, 'gzip', 'br', 'zstd', 'deflate, gzip', 'nonsense'),
      async (bytes, contentType, choice, contentEncoding) => {
        const shown = await show(bytes, contentType, { choice, contentEncoding })
        expect(shown.failed).not.toBe('the viewer has a bug')
        if (choice === null) expect(shown.view).not.toBeNull()
      },
    ),
    { numRuns: propertyRuns(1500) },
  )
})

test.each(FORMAT_KINDS)('the view of %s can be posted from the worker to the page', async (kind) => {
  const samples: Partial<Record<FormatKind, [string | Uint8Array, string]>> = {
    multipart: ['--x\r\nA: b\r\n\r\na\r\n--x--', 'multipart/mixed; boundary=x'],
    graphql: ['{"query":"{ me }","variables":{"a":1}}', 'application/json'],
    jwt: ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'application/jwt'],
    xml: ['<a/>', 'text/xml'],
    image: [PNG, 'image/png'],
    pdf: ['%PDF-1.7', 'application/pdf'],
    protobuf: [Uint8Array.of(8, 1), 'application/protobuf'],
  }
  const [body, type] = samples[kind] ?? ['1', 'text/plain']
  const shown = await show(body, type, { choice: kind })
  expect(shown.view).not.toBeNull()
  expect(structuredClone(shown)).toEqual(shown)
})

test('shows text in the declared charset', async () => {
  const shown = await show(Uint8Array.of(0xe9, 0x74, 0xe9), 'text/plain; charset=iso-8859-1')
  expect(viewOf(shown, 'text').text).toMatchObject({ text: 'été', charset: 'windows-1252' })
})

test('a byte order mark overrides the declared charset', async () => {
  const shown = await show(Uint8Array.of(0xff, 0xfe, 0x68, 0, 0x69, 0), 'text/plain; charset=utf-8')
  expect(viewOf(shown, 'text').text.text).toBe('\uFEFFhi')
})

test('notes bytes that are invalid in the charset, and an unknown charset', async () => {
  expect((await show(Uint8Array.of(0x61, 0xff, 0x62), null, { choice: 'text' })).notes[0]).toMatch(/^Some bytes are not UTF-8/)
  expect((await show('a', 'text/plain; charset=klingon')).notes[0]).toBe('The charset "klingon" is not supported; read as UTF-8.')
})
