import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32 } from '#lib/core/crc32'
import { adler32, xxh64 } from '#lib/formats/checksums'
import { decodeContent } from '#lib/formats/decode-content'
import './load-brotli'
import { bytesOf, show } from './show'

const ROWS = Array.from({ length: 60 }, (_, i) => ({ n: (i * 7919) % 1009, s: 'x'.repeat(i % 7) }))
/** In the format of Python's json.dumps, from which the zstd fixture was packed. */
const JSON_TEXT = JSON.stringify(ROWS).replaceAll(':', ': ').replaceAll(',', ', ')
const TEXT = bytesOf(JSON_TEXT)

/** `zstd --check` of TEXT: content size and checksum. */
const ZSTD = Uint8Array.from(
  atob(
    'KLUv/WSTBG0IABLLGxagJWkDUR8H56PqEZObK3dKgEVSv4IBAIUxDHSplE2qqqP9irxqO3Sy3qx20h6bu+TuOZOpzzV0VyUR3rBCNCasD4/IKZ/ycn9Sv507+WbXGsk2G07dhzfTn4XI8qHIhKAwhhgMgSEEIgYjYAwQAmKokZHl+28AQxvrESgEHMbijklAwRC5AX4hUNByx4+JjQmeYm8ywiJHkJ1yhFG39DGoMFTGka9YBIupM3yYTXHh7sYUQrDAj3fMzcQKew1HwlSrIL1J5qlg96PJBAv8fpw7Z15N52hUxaWizy/6DMU8mT+SD9LoGkynJjvoZoG0D8rmy/yRfEEagXS8T802uY2t258ER7APA2AVlzQRhg==',
  ),
  (char) => char.charCodeAt(0),
)

const packed = (bytes: Uint8Array) => Uint8Array.from(bytes)
const concat = (...parts: Uint8Array[]) => packed(Buffer.concat(parts))

/** Every optional field of RFC 1952: extra, name, comment and the header's own checksum. */
function decoratedGzip(): Uint8Array {
  const gzip = gzipSync(TEXT)
  const fields = Uint8Array.of(3, 0, 1, 2, 3, 0x61, 0, 0x62, 0x63, 0)
  const header = concat(gzip.subarray(0, 3), Uint8Array.of(0x1e), gzip.subarray(4, 10), fields)
  const sum = crc32(header) & 0xffff
  return concat(header, Uint8Array.of(sum & 0xff, sum >> 8), gzip.subarray(10))
}

const KINDS: readonly [name: string, encoding: string, bytes: Uint8Array][] = [
  ['gzip', 'gzip', packed(gzipSync(TEXT))],
  ['gzip with every header field', 'gzip', decoratedGzip()],
  ['gzip without a Content-Encoding', '', packed(gzipSync(TEXT))],
  ['gzip of stored blocks', 'gzip', packed(gzipSync(TEXT, { level: 0 }))],
  ['zlib', 'deflate', packed(deflateSync(TEXT))],
  ['raw deflate', 'deflate', packed(deflateRawSync(TEXT))],
  ['brotli', 'br', packed(brotliCompressSync(TEXT))],
  ['zstd', 'zstd', ZSTD],
  ['brotli in gzip', 'br, gzip', packed(gzipSync(brotliCompressSync(TEXT)))],
]

test.each(KINDS)('%s is read completely, without a note', async (_, encoding, bytes) => {
  const peeled = await decodeContent(bytes, encoding)
  expect(Buffer.compare(peeled.bytes, TEXT)).toBe(0)
  expect(peeled).toMatchObject({ notes: [], cut: null })
})

test.each(KINDS)(
  '%s cut by the sender at any byte is never shown as complete, nor blamed on Creel',
  async (_, encoding, bytes) => {
    for (let end = encoding === '' ? 3 : 1; end < bytes.length; end++) {
      const shown = await show(bytes.subarray(0, end), 'application/json', { contentEncoding: encoding || null })
      const said = shown.notes.join(' ')
      expect(said, `cut at ${end}`).toMatch(/ends early/)
      expect(said, `cut at ${end}`).not.toMatch(/captur|were stored, so/)
      if (shown.layers.length > 0) expect(said).toContain(`all ${end} bytes that came were stored`)
    }
  },
)

test.each(KINDS)('%s truncated by the capture has a note, wherever the cut is', async (_, encoding, bytes) => {
  for (let end = encoding === '' ? 3 : 1; end < bytes.length; end++) {
    const shown = await show(bytes.subarray(0, end), 'application/json', { contentEncoding: encoding || null, truncated: true })
    const said = shown.notes.join(' ')
    expect(said, `cut at ${end}`).toMatch(/cut when it was captured|bytes of the body were stored, so/)
    expect(said, `cut at ${end}`).not.toMatch(/sender/)
  }
})

test('a cut body unpacks to the beginning of what was packed', async () => {
  for (const [name, encoding, bytes] of KINDS) {
    const peeled = await decodeContent(bytes.subarray(0, bytes.length - 1), encoding)
    if (peeled.layers.length > 0 && name !== 'brotli in gzip') {
      expect(Buffer.compare(peeled.bytes, TEXT.subarray(0, peeled.bytes.length)), name).toBe(0)
    }
  }
})

test.each([
  ['gzip', 'gzip', packed(gzipSync(TEXT)), 8],
  ['zlib', 'deflate', packed(deflateSync(TEXT)), 4],
  ['zstd', 'zstd', ZSTD, 4],
] as const)('never accepts a wrong checksum of %s', async (_, encoding, bytes, checkBytes) => {
  for (let i = 1; i <= checkBytes; i++) {
    const bent = bytes.slice()
    bent[bent.length - i]! ^= 0x10
    const peeled = await decodeContent(bent, encoding)
    expect(Buffer.compare(peeled.bytes, TEXT)).toBe(0)
    expect(peeled.notes.join()).toMatch(/its checksum is wrong|its length is not the one it states/)
    expect(peeled.layers[0]!.problem).not.toBeNull()
  }
})

test.each(KINDS.filter(([name]) => /^(?:gzip|zlib|zstd)/.test(name)))(
  'never accepts %s with one flipped bit if that changes the content',
  async (_, encoding, bytes) => {
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const bent = bytes.slice()
      bent[bit >> 3]! ^= 1 << (bit & 7)
      const peeled = await decodeContent(bent, encoding)
      const sound = peeled.layers.length > 0 && peeled.notes.length === 0
      if (sound) expect(Buffer.compare(peeled.bytes, TEXT), `bit ${bit}`).toBe(0)
    }
  },
)

test.each(KINDS.filter(([name]) => name !== 'brotli in gzip'))('counts bytes after the end of %s', async (_, encoding, bytes) => {
  const peeled = await decodeContent(concat(bytes, bytesOf('junk!')), encoding)
  expect(Buffer.compare(peeled.bytes, TEXT)).toBe(0)
  expect(peeled.notes).toEqual([expect.stringMatching(/^5 bytes follow the end of the/)])
})

test('reads consecutive gzip members and zstd frames as one body', async () => {
  const half = TEXT.length >> 1
  const members = concat(gzipSync(TEXT.subarray(0, half)), gzipSync(TEXT.subarray(half)))
  expect(Buffer.compare((await decodeContent(members, 'gzip')).bytes, TEXT)).toBe(0)
  const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9)
  const frames = await decodeContent(concat(ZSTD, skippable, ZSTD), 'zstd')
  expect(Buffer.compare(frames.bytes, concat(TEXT, TEXT))).toBe(0)
  expect(frames.notes).toEqual([])
})

test('reports a cut or damaged second gzip member, and keeps the first', async () => {
  const first = gzipSync('first ')
  const members = concat(first, gzipSync(TEXT))
  const cut = await decodeContent(members.subarray(0, members.length - 3), 'gzip')
  expect(cut.notes.join()).toContain('ends early')
  expect(new TextDecoder().decode(cut.bytes)).toBe(`first ${JSON_TEXT}`)
})

test('says that there is no body if it is empty although a coding is named', async () => {
  expect((await decodeContent(new Uint8Array(), 'gzip')).notes).toEqual(['Content-Encoding says gzip, but there is no body.'])
  expect(await decodeContent(packed(gzipSync('')), 'gzip')).toMatchObject({
    layers: [{ sizeAfter: 0, problem: null }],
    notes: [],
  })
})

test('computes the same checksums as other libraries', () => {
  const check = bytesOf('123456789')
  expect(crc32(check)).toBe(0xcbf4_3926)
  expect(adler32(check)).toBe(0x091e_01de)
  expect(xxh64(new Uint8Array())).toBe(0xef46_db37_51d8_e999n)
  expect(xxh64(check)).toBe(0x8cb8_41db_40e6_ae83n)
})

test('unpacks whatever zlib packs, at every level and with every strategy', async () => {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY } = constants
  const strategy = fc.constantFrom(Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY)
  const text = fc.array(fc.constantFrom('aaaa', 'b', '{"id":', '\u0000\u00ff', 'xyzxyzxyz'.repeat(40), '0123'), {
    maxLength: 300,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        text.map((words) => Buffer.from(words.join(''))),
        fc.uint8Array({ maxLength: 5000 }),
      ),
      fc.nat(9),
      strategy,
      async (bytes, level, strategy) => {
        for (const [encoding, pack] of [
          ['gzip', gzipSync],
          ['deflate', deflateSync],
          ['deflate', deflateRawSync],
        ] as const) {
          const peeled = await decodeContent(packed(pack(bytes, { level, strategy })), encoding)
          if (peeled.layers.length === 1) expect(Buffer.compare(peeled.bytes, bytes)).toBe(0)
          expect(peeled.layers[0]).toMatchObject({ problem: null })
        }
      },
    ),
  )
})
