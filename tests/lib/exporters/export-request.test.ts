import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeBytes } from '#lib/core/content'
import { exportRequest } from '#lib/exporters/export-request'
import { exporters } from '#lib/exporters/index'
import { propertyRuns } from '../../property-runs'
import { aCapture } from './captures'

const to = (url: string, capture = aCapture()) => exportRequest(capture, { url })

test.each([
  ['http://localhost:3000', 'localhost:3000', '/'],
  ['http://localhost:3000?x=1', 'localhost:3000', '/?x=1'],
  ['https://Example.test:443/a/../b//c?q=%2f#part', 'example.test', '/a/../b//c?q=%2f'],
  ['http://[::1]:8080/x', '[::1]:8080', '/x'],
  ['http://example.test/ü x', 'example.test', '/%C3%BC%20x'],
])('keeps a target as typed if it is valid on the wire: %s', (url, host, target) => {
  expect(to(url)).toMatchObject({ host, target })
})

test.each([
  '',
  '/x',
  'localhost:3000/x',
  'ftp://example.test/',
  'javascript:alert(1)',
  'http://me:secret@example.test/',
  'http://',
])('refuses the target %s', (url) => expect(() => to(url)).toThrow(RangeError))

test('sends a target captured in absolute form to the new host in origin form', () => {
  const capture = aCapture({ url: 'http://old.test:80/in/b1/x?y' })
  expect(exportRequest(capture, { origin: 'http://new.test' })).toMatchObject({ host: 'new.test', target: '/in/b1/x?y' })
})

test('notes that a body was truncated and that trailers are lost', () => {
  const capture = aCapture({ body: 'abc', bodySize: 10, truncated: true, trailers: [['X-Sum', '1']] })
  for (const exporter of Object.values(exporters)) {
    const { notes } = exporter.write(to('http://x.test', capture))
    expect(notes.join(' ')).toContain('first 3 of 10 body bytes')
    expect(notes.join(' ')).toContain('X-Sum')
    const left = exporter.write(to('http://x.test', { ...capture, aborted: true }))
    expect(left.notes.join(' ')).toContain('The sender disconnected after 3 body bytes')
  }
})

test.each(Object.values(exporters))('$id has no note about a plain request, except on what it adds', (exporter) => {
  const { notes } = exporter.write(
    to(
      'http://x.test/a',
      aCapture({
        headers: [
          ['User-Agent', 'a'],
          ['Accept-Encoding', 'gzip'],
        ],
        body: 'a',
      }),
    ),
  )
  const always = { fetch: 2, go: 1, powershell: 1 } as Partial<Record<string, number>>
  expect(notes).toHaveLength(always[exporter.id] ?? 0)
})

const wire = (pattern: RegExp) => fc.stringMatching(pattern)
const anyCapture = fc
  .record({
    method: wire(/^[A-Z][A-Z-]{0,9}$/),
    url: wire(/^\/[\x21-\xff]{0,40}$/),
    headers: fc.array(fc.tuple(wire(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/), wire(/^([\x21-\x7e\x80-\xff]{1,12})?$/)), {
      maxLength: 6,
    }),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
    ),
  })
  .map(({ body, ...rest }) => ({ ...aCapture({ ...rest, bodySize: body.byteLength }), body: encodeBytes(body) }))

test('no exporter throws, and pasted code shows every character that it contains', () => {
  fc.assert(
    fc.property(anyCapture, (capture) => {
      for (const exporter of Object.values(exporters)) {
        const { text } = exporter.write(exportRequest(capture, { origin: 'http://x.test' }))
        if (exporter.id !== 'raw-http') expect(text).not.toMatch(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\ufeff]/u)
      }
    }),
    { numRuns: propertyRuns(500) },
  )
})
