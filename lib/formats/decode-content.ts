import { looksLikeText } from './decode-text'
import type { Cut } from './format'
import { magicType } from './magic'
import { sizeText } from './size-text'
import { type Coding, type Unpacked, unpack } from './unpack'
import type { FaultKind } from './unpack-output'

/** One content coding that was removed. `problem`: why the result is incomplete, or differs from what the sender packed. */
export type Layer = { coding: Coding; sizeBefore: number; sizeAfter: number; problem: string | null }

/** `cut`: why the end of `bytes` is missing. */
export type DecodedContent = { bytes: Uint8Array; layers: readonly Layer[]; notes: readonly string[]; cut: Cut | null }

const LAYERS_MAX = 5
/** Limit on the unpacked size of a layer. */
export const UNPACKED_MAX = 64 * 1024 * 1024
/** Limit on unpacked size ÷ packed size, applied above `RATIO_FREE` bytes. Real text stays far below. */
export const RATIO_MAX = 250
export const RATIO_FREE = 4 * 1024 * 1024

const NAMES: Record<string, Coding> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br', zstd: 'zstd' }

/**
 * Removes the codings that `Content-Encoding` names (RFC 9110 section 8.4: the last one was applied last), then those that the
 * bytes themselves show. Keeps what a broken layer yielded before its fault. Never throws.
 *
 * @param truncated The capture holds only the first bytes, so data that ends early is not the sender's fault.
 */
export async function decodeContent(
  bytes: Uint8Array,
  contentEncoding: string | null,
  truncated = false,
): Promise<DecodedContent> {
  const notes: string[] = []
  const layers: Layer[] = []
  const named = codingNames(contentEncoding)
  if (bytes.length === 0 && named.length > 0) notes.push(`Content-Encoding says ${named.join(', ')}, but there is no body.`)
  let cut: Cut | null = truncated ? 'capture' : null
  let rest = bytes
  while (layers.length < LAYERS_MAX && rest.length > 0) {
    const name = named.pop() ?? null
    const coding = name === null ? codingOf(rest) : (NAMES[name] ?? null)
    if (coding === null) {
      if (name === null) break
      notes.push(`The content coding "${name.slice(0, 40)}" is not supported: the bytes are shown as they came.`)
      break
    }
    const unpacked = await unpack(coding, rest, Math.min(UNPACKED_MAX, Math.max(RATIO_FREE, rest.length * RATIO_MAX)))
    if (name === null && !isPlausible(coding, unpacked)) break
    const problem = unpacked.fault === null ? null : problemText(unpacked.fault, unpacked.bytes.length, cut === 'capture')
    if (unpacked.bytes.length === 0 && problem !== null) {
      notes.push(`${claim(name, coding)}, but it cannot be decompressed (${problem}): the bytes are shown as they came.`)
      break
    }
    layers.push({ coding, sizeBefore: rest.length, sizeAfter: unpacked.bytes.length, problem })
    notes.push(...layerNotes(coding, unpacked, cut === 'capture', bytes.length))
    cut = cutOf(unpacked.fault, cut)
    rest = unpacked.bytes
  }
  return { bytes: rest, layers, notes, cut }
}

function claim(name: string | null, coding: Coding): string {
  return name === null ? `The bytes begin like ${coding}` : `Content-Encoding says ${name}`
}

/** zlib is guessed from two bytes, which other data may start with by chance. */
function isPlausible(coding: Coding, { fault, bytes }: Unpacked): boolean {
  return coding !== 'deflate' || fault === null || (fault !== 'broken' && fault !== 'dictionary' && bytes.length > 0)
}

function cutOf(fault: FaultKind | null, before: Cut | null): Cut | null {
  if (fault === 'limit') return 'unpacking'
  return fault === 'early' || fault === 'broken' ? (before ?? 'sender') : before
}

function problemText(fault: FaultKind, keptBytes: number, truncated: boolean): string {
  if (fault === 'early') return truncated ? 'cut when it was captured' : 'the data ends early'
  if (fault === 'limit') return `stopped at ${sizeText(keptBytes)}: it would decompress to more`
  return PROBLEMS[fault]
}

const PROBLEMS: Record<Exclude<FaultKind, 'early' | 'limit'>, string> = {
  broken: 'the data is damaged',
  checksum: 'its checksum is wrong',
  size: 'its length is not the one it states',
  dictionary: 'it needs a dictionary that is not in it',
  memory: 'it needs more memory than is allowed',
  decoder: 'its decoder could not be loaded',
}

function layerNotes(coding: Coding, { fault, trailingBytes }: Unpacked, truncated: boolean, storedBytes: number): string[] {
  const notes: string[] = []
  if (fault === 'early') {
    notes.push(
      truncated
        ? `Only the first ${storedBytes} bytes of the body were stored, so the ${coding} data ends early.`
        : `The ${coding} data ends early. The sender's body is incomplete: all ${storedBytes} bytes that came were stored.`,
    )
  }
  if (fault === 'broken')
    notes.push(`The ${coding} data is damaged; the part that could be decompressed before that place is shown.`)
  if (fault === 'checksum' || fault === 'size') {
    notes.push(`The ${coding} data was decompressed to its end, but ${PROBLEMS[fault]}: the sender's data is damaged.`)
  }
  if (trailingBytes > 0) {
    notes.push(
      `${trailingBytes} ${trailingBytes === 1 ? 'byte follows' : 'bytes follow'} the end of the ${coding} data and cannot be decompressed.`,
    )
  }
  return notes
}

function codingNames(contentEncoding: string | null): string[] {
  const names = (contentEncoding ?? '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'identity')
}

/** The coding that the first bytes identify. Brotli and raw deflate have no magic number. */
function codingOf(bytes: Uint8Array): Coding | null {
  const magic = magicType(bytes)
  if (magic === 'application/gzip') return 'gzip'
  if (magic === 'application/zstd') return 'zstd'
  // zlib (RFC 1950 section 2.2): method 8, a window of 32 KB, and a check that the first two bytes are a multiple of 31.
  const zlib = bytes.length > 6 && bytes[0] === 0x78 && (0x7800 + bytes[1]!) % 31 === 0
  return zlib && !looksLikeText(bytes) ? 'deflate' : null
}
