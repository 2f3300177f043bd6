import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { peel, RATIO_FREE, RATIO_MAX, UNPACKED_MAX } from '#lib/viewers/peel'
import { bytesOf } from './show'

const TEXT = bytesOf('{"hello":"world"} '.repeat(40))
/** `hello, hello, hello` in one zstd frame with a checksum. */
const ZSTD = Uint8Array.from(atob('KLUv/QQAmQAAaGVsbG8sIGhlbGxvLCBoZWxsb80U3Uw='), (char) => char.charCodeAt(0))

test.each([
  ['gzip', gzipSync(TEXT)],
  ['x-gzip', gzipSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['deflate', deflateRawSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['GZip , identity', gzipSync(TEXT)],
])('takes off %s', async (encoding, packed) => {
  const peeled = await peel(Uint8Array.from(packed), encoding)
  expect(peeled.bytes).toEqual(TEXT)
  expect(peeled.layers).toMatchObject([{ sizeBefore: packed.length, sizeAfter: TEXT.length, problem: null }])
  expect(peeled).toMatchObject({ notes: [], truncated: false })
})

test('takes off zstd', async () => {
  const peeled = await peel(ZSTD, 'zstd')
  expect(new TextDecoder().decode(peeled.bytes)).toBe('hello, hello, hello')
})

test('takes off several layers, the last one first, and then what the bytes show', async () => {
  const inner = gzipSync(TEXT)
  const peeled = await peel(Uint8Array.from(gzipSync(brotliCompressSync(inner))), 'br, gzip')
  expect(peeled.layers.map(({ coding }) => coding)).toEqual(['gzip', 'br', 'gzip'])
  expect(peeled.bytes).toEqual(TEXT)
})

test('takes gzip off though nobody said so', async () => {
  expect((await peel(Uint8Array.from(gzipSync(TEXT)), null)).bytes).toEqual(TEXT)
})

test.each(['gzip', 'deflate', 'br', 'zstd'])('bytes that are not %s stay as they came, with a note', async (encoding) => {
  const plain = bytesOf('plain text that no coding made')
  const peeled = await peel(plain, encoding)
  expect(peeled.bytes).toEqual(plain)
  expect(peeled.layers).toEqual([])
  expect(peeled.notes[0]).toContain(`Content-Encoding says ${encoding}, but it cannot be unpacked`)
})

test('an unknown coding stays on, with a note', async () => {
  expect((await peel(TEXT, 'aes128gcm')).notes).toEqual([
    'The content coding "aes128gcm" is not known here: the bytes are shown as they came.',
  ])
})

test('what came before a cut is shown, and said to be cut', async () => {
  const packed = Uint8Array.from(gzipSync(Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i * 7919},`).join(''))))
  const peeled = await peel(packed.subarray(0, packed.length / 2), 'gzip')
  expect(peeled.bytes.length).toBeGreaterThan(10_000)
  expect(peeled).toMatchObject({ truncated: true, layers: [{ problem: 'the data ends early' }] })
})

test('a bomb stops at the ratio, and keeps what fits', async () => {
  const packed = Uint8Array.from(gzipSync(new Uint8Array(40 * 1024 * 1024)))
  const max = Math.max(RATIO_FREE, packed.length * RATIO_MAX)
  expect(max).toBeLessThan(40 * 1024 * 1024)
  const peeled = await peel(packed, 'gzip')
  expect(peeled.bytes.length).toBe(max)
  expect(peeled.layers[0]?.problem).toMatch(/^stopped at .*: it would unpack to more$/)
})

test('a large bomb stops at the size', async () => {
  const packed = Uint8Array.from(gzipSync(new Uint8Array(300 * 1024 * 1024)))
  expect(packed.length * RATIO_MAX).toBeGreaterThan(UNPACKED_MAX)
  expect((await peel(packed, 'gzip')).bytes.length).toBe(UNPACKED_MAX)
}, 30_000)

test('a brotli bomb gives nothing but the reason', async () => {
  const peeled = await peel(Uint8Array.from(brotliCompressSync(new Uint8Array(32 * 1024 * 1024))), 'br')
  expect(peeled.layers).toEqual([])
  expect(peeled.notes[0]).toContain('it would unpack to more')
})

test('never throws, whatever the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('gzip', 'br', 'zstd', 'deflate', null),
      async (bytes, encoding) => {
        const marked = encoding === 'zstd' ? Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...bytes) : bytes
        await peel(marked, encoding)
      },
    ),
  )
})
