import { Readable, type Transform } from 'node:stream'
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
} from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeContent, RATIO_FREE, RATIO_MAX, UNPACKED_MAX } from '#lib/formats/decode-content'
import './load-brotli'
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
])('unpacks %s', async (encoding, packed) => {
  const peeled = await decodeContent(Uint8Array.from(packed), encoding)
  expect(peeled.bytes).toEqual(TEXT)
  expect(peeled.layers).toMatchObject([{ sizeBefore: packed.length, sizeAfter: TEXT.length, problem: null }])
  expect(peeled).toMatchObject({ notes: [], cut: null })
})

test('unpacks zstd', async () => {
  const peeled = await decodeContent(ZSTD, 'zstd')
  expect(new TextDecoder().decode(peeled.bytes)).toBe('hello, hello, hello')
})

test('removes several codings, the last one first, and then those that the bytes show', async () => {
  const inner = gzipSync(TEXT)
  const peeled = await decodeContent(Uint8Array.from(gzipSync(brotliCompressSync(inner))), 'br, gzip')
  expect(peeled.layers.map(({ coding }) => coding)).toEqual(['gzip', 'br', 'gzip'])
  expect(peeled.bytes).toEqual(TEXT)
})

test('unpacks undeclared gzip', async () => {
  expect((await decodeContent(Uint8Array.from(gzipSync(TEXT)), null)).bytes).toEqual(TEXT)
})

test.each(['gzip', 'deflate', 'br', 'zstd'])('leaves bytes that are not %s unchanged, with a note', async (encoding) => {
  const plain = bytesOf('plain text that no coding made')
  const peeled = await decodeContent(plain, encoding)
  expect(peeled.bytes).toEqual(plain)
  expect(peeled.layers).toEqual([])
  expect(peeled.notes[0]).toContain(`Content-Encoding says ${encoding}, but it cannot be decompressed`)
})

test('keeps an unknown coding, with a note', async () => {
  expect((await decodeContent(TEXT, 'aes128gcm')).notes).toEqual([
    'The content coding "aes128gcm" is not supported: the bytes are shown as they came.',
  ])
})

test('shows what precedes a cut, with a note', async () => {
  const packed = Uint8Array.from(gzipSync(Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i * 7919},`).join(''))))
  const peeled = await decodeContent(packed.subarray(0, packed.length / 2), 'gzip')
  expect(peeled.bytes.length).toBeGreaterThan(10_000)
  expect(peeled).toMatchObject({ cut: 'sender', layers: [{ problem: 'the data ends early' }] })
})

const MB = 1024 * 1024

/** Bombs: many megabytes of zeros, which each coding packs into very little. */
const BOMBS: [string, (megabytes: number) => Promise<Uint8Array>][] = [
  ['gzip', (megabytes) => packZeros(createGzip({ level: 9 }), megabytes)],
  ['deflate', (megabytes) => packZeros(createDeflate({ level: 9 }), megabytes)],
  ['br', (megabytes) => packZeros(createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }), megabytes)],
  ['zstd', async (megabytes) => zstdOfZeros(megabytes)],
]

async function packZeros(packer: Transform, megabytes: number): Promise<Uint8Array> {
  const zeros = new Uint8Array(MB)
  const packed = Readable.from(Array.from({ length: megabytes }, () => zeros)).pipe(packer)
  return Uint8Array.from(Buffer.concat(await packed.toArray()))
}

/** RFC 8878: a frame with a window of 128 KB whose blocks each repeat one byte 131,072 times. */
function zstdOfZeros(megabytes: number): Uint8Array {
  const blocks = Array.from({ length: megabytes * 8 }, (_, i) => {
    const header = (131_072 << 3) | 2 | (i === megabytes * 8 - 1 ? 1 : 0)
    return [header & 0xff, (header >> 8) & 0xff, header >> 16, 0]
  })
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3, ...blocks.flat()])
}

test.each(BOMBS)('stops a %s bomb at the ratio, and keeps what fits', async (coding, bomb) => {
  const packed = await bomb(40)
  const max = Math.max(RATIO_FREE, packed.length * RATIO_MAX)
  expect(max).toBeLessThan(40 * MB)
  const peeled = await decodeContent(packed, coding)
  expect(peeled.bytes.length).toBe(max)
  expect(peeled).toMatchObject({ cut: 'unpacking', layers: [{ coding, sizeBefore: packed.length, sizeAfter: max }] })
  expect(peeled.layers[0]?.problem).toMatch(/^stopped at .*: it would decompress to more$/)
})

test('stops a large bomb at the size limit', async () => {
  const packed = await BOMBS[0]![1](300)
  expect(packed.length * RATIO_MAX).toBeGreaterThan(UNPACKED_MAX)
  expect((await decodeContent(packed, 'gzip')).bytes.length).toBe(UNPACKED_MAX)
}, 30_000)

test('a brotli bomb of a gigabyte takes only as much memory as is kept of it', async () => {
  const packed = await BOMBS[2]![1](1024)
  const before = process.memoryUsage().rss
  const peeled = await decodeContent(packed, 'br')
  expect(peeled.bytes.length).toBe(Math.max(RATIO_FREE, packed.length * RATIO_MAX))
  // Room for the pieces, the whole and the decoder's window of at most 16 MB, but not for the gigabyte.
  expect(process.memoryUsage().rss - before).toBeLessThan(peeled.bytes.length * 2 + 128 * MB)
}, 30_000)

test('stops a bomb in a bomb at the first limit', async () => {
  const packed = Uint8Array.from(gzipSync(await BOMBS[0]![1](64)))
  const peeled = await decodeContent(packed, 'gzip, gzip')
  expect(peeled.layers.map(({ coding }) => coding)).toEqual(['gzip', 'gzip'])
  expect(peeled.bytes.length).toBeLessThanOrEqual(Math.max(RATIO_FREE, peeled.layers[1]!.sizeBefore * RATIO_MAX))
  expect(peeled.cut).toBe('unpacking')
})

test('does not start a zstd frame that needs gigabytes of window', async () => {
  const peeled = await decodeContent(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 1, 0, 0), 'zstd')
  expect(peeled.notes[0]).toContain('it needs more memory than is allowed')
})

test('keeps what brotli yields before a cut, and loses nothing of a longer text', async () => {
  const text = Buffer.from(Array.from({ length: 400_000 }, (_, i) => `${(i * 7919) % 100_003},`).join(''))
  const packed = Uint8Array.from(brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }))
  expect(Buffer.compare((await decodeContent(packed, 'br')).bytes, text)).toBe(0)
  const cut = await decodeContent(packed.subarray(0, packed.length / 2), 'br')
  expect(cut).toMatchObject({ cut: 'sender', layers: [{ coding: 'br', problem: 'the data ends early' }] })
  expect(Buffer.compare(cut.bytes, text.subarray(0, cut.bytes.length))).toBe(0)
  expect(cut.bytes.length).toBeGreaterThan(10_000)
})

test('never throws, whatever the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('gzip', 'br', 'zstd', 'deflate', null),
      async (bytes, encoding) => {
        const marked = encoding === 'zstd' ? Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...bytes) : bytes
        await decodeContent(marked, encoding)
      },
    ),
  )
})
