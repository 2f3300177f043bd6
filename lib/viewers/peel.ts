import { looksLikeText } from './decode-text'
import { magicType } from './magic'
import { type Unpacked, unpackBrotli, unpackDeflate, unpackZstd } from './unpack'

/** One content coding that was taken off. `problem`: why what came out is not all there was. */
export type Layer = { coding: Coding; sizeBefore: number; sizeAfter: number; problem: string | null }

export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd'

/** `truncated`: the end of `bytes` is missing. */
export type Peeled = { bytes: Uint8Array; layers: readonly Layer[]; notes: readonly string[]; truncated: boolean }

const LAYERS_MAX = 5
/** No layer may unpack to more than this. */
export const UNPACKED_MAX = 64 * 1024 * 1024
/** Nor, beyond `RATIO_FREE` bytes, to more than this many times its size: what real text gives is far below. */
export const RATIO_MAX = 250
export const RATIO_FREE = 4 * 1024 * 1024

const NAMES: Record<string, Coding> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br', zstd: 'zstd' }

/**
 * Takes off the codings that `Content-Encoding` names (RFC 9110 section 8.4: the last one was applied last), then those that the
 * bytes themselves show. What a layer gave before it broke is kept. Throws nothing.
 */
export async function peel(bytes: Uint8Array, contentEncoding: string | null): Promise<Peeled> {
  const notes: string[] = []
  const layers: Layer[] = []
  const named = codingNames(contentEncoding)
  let rest = bytes
  while (layers.length < LAYERS_MAX && rest.length > 0) {
    const name = named.pop() ?? null
    const coding = name === null ? codingOf(rest) : (NAMES[name] ?? null)
    if (coding === null) {
      if (name === null) break
      notes.push(`The content coding "${name.slice(0, 40)}" is not known here: the bytes are shown as they came.`)
      break
    }
    const unpacked = await unpack(coding, rest)
    if (unpacked.bytes.length === 0 && unpacked.problem !== null) {
      if (name !== null)
        notes.push(
          `Content-Encoding says ${name}, but it cannot be unpacked (${unpacked.problem}): the bytes are shown as they came.`,
        )
      break
    }
    layers.push({ coding, sizeBefore: rest.length, sizeAfter: unpacked.bytes.length, problem: unpacked.problem })
    rest = unpacked.bytes
    if (unpacked.problem !== null) break
  }
  return { bytes: rest, layers, notes, truncated: layers.at(-1)?.problem != null }
}

function codingNames(contentEncoding: string | null): string[] {
  const names = (contentEncoding ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity')
}

/** What the first bytes give away. Brotli and raw deflate have no mark. */
function codingOf(bytes: Uint8Array): Coding | null {
  const magic = magicType(bytes)
  if (magic === 'application/gzip') return 'gzip'
  if (magic === 'application/zstd') return 'zstd'
  // zlib (RFC 1950 section 2.2): method 8, a window of 32 KB, and a check that the first two bytes are a multiple of 31.
  const zlib = bytes.length > 6 && bytes[0] === 0x78 && (0x7800 + bytes[1]!) % 31 === 0
  return zlib && !looksLikeText(bytes) ? 'deflate' : null
}

function unpack(coding: Coding, bytes: Uint8Array): Unpacked | Promise<Unpacked> {
  const max = Math.min(UNPACKED_MAX, Math.max(RATIO_FREE, bytes.length * RATIO_MAX))
  if (coding === 'br') return unpackBrotli(bytes, max)
  return coding === 'zstd' ? unpackZstd(bytes, max) : unpackDeflate(bytes, max)
}
