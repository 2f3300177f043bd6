import vm from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBytes } from '#lib/core/content'
import { exportRequest } from '#lib/exporters/export-request'
import { exporters } from '#lib/exporters/index'
import { bufferBody, fetchBody } from '#lib/exporters/javascript-body'
import { rawHttpBytes } from '#lib/exporters/raw-http'
import { aCapture } from './captures'

const wire = (from: number) =>
  fc.string({ unit: fc.integer({ min: from, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 30 })
const name = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/)
const value = wire(0x20).map((text) => text.replaceAll('\x7f', '').trim())
const anyCapture = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'M-SEARCH'),
    url: wire(0x21).map((rest) => `/in/b1/${rest}`),
    headers: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    body: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })),
  })
  .map(aCapture)

test.each(Object.values(exporters))(
  '$id writes any request, without invisible or terminal control characters',
  ({ id, write }) => {
    fc.assert(
      fc.property(anyCapture, (capture) => {
        const { text } = write(exportRequest(capture, { origin: 'http://creel.test' }))
        expect(text.length).toBeGreaterThan(0)
        if (id !== 'raw-http') expect(text.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  },
)

test.each(Object.values(exporters))('$id escapes invisible characters beyond U+FFFF', ({ id, write }) => {
  const { text } = write(exportRequest(aCapture({ body: '{"a":"\u{E0041}\u{1D173}"}' }), { origin: 'http://creel.test' }))
  if (id !== 'raw-http') expect(text).not.toMatch(/\p{Cf}/u)
})

test('JavaScript code reproduces every byte of a body', () => {
  fc.assert(
    fc.property(anyCapture, (capture) => {
      const request = exportRequest(capture, { origin: 'http://creel.test' })
      const bytes = Buffer.from(decodeBytes(capture.body))
      for (const written of [fetchBody(request), bufferBody(request)]) {
        const made = vm.runInNewContext(written, { Buffer, TextEncoder, Uint8Array, atob }) as Uint8Array
        expect(Buffer.from(made).equals(bytes)).toBe(true)
      }
    }),
  )
})

test('the raw message ends with the exact bytes of the body', () => {
  fc.assert(
    fc.property(anyCapture, (capture) => {
      const bytes = Buffer.from(decodeBytes(capture.body))
      const message = Buffer.from(rawHttpBytes(exportRequest(capture, { origin: 'http://creel.test' })))
      expect(message.subarray(message.length - bytes.length).equals(bytes)).toBe(true)
      expect(message.subarray(0, message.length - bytes.length).toString('latin1')).toMatch(/\r\n\r\n$/)
    }),
  )
})
