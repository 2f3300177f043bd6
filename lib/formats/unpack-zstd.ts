import { xxh64 } from './checksums'
import { type Output, UnpackFault } from './unpack-output'

/** RFC 9659 limits the window over HTTP to 8 MB. A frame can ask for 2 GB, which the decoder would allocate at once. */
const WINDOW_BYTES_MAX = 128 * 1024 * 1024
/** Small, so that limits are checked often. */
const PIECE = 16 * 1024

type Decoder = typeof import('fzstd').Decompress

/** zstd frames, one after another (RFC 8878 section 3.1). Returns the offset just past the last one. @throws {UnpackFault} */
export async function unpackZstd(input: Uint8Array, out: Output): Promise<number> {
  const { Decompress } = await import('fzstd')
  let at = 0
  do at = isSkippable(input, at) ? skippedEnd(input, at) : readFrame(input, at, out, Decompress)
  while (isSkippable(input, at) || isFrame(input, at))
  return at
}

function isFrame(input: Uint8Array, at: number): boolean {
  return [0x28, 0xb5, 0x2f, 0xfd].every((byte, i) => input[at + i] === byte)
}

function isSkippable(input: Uint8Array, at: number): boolean {
  return ((input[at] ?? 0) & 0xf0) === 0x50 && [0x2a, 0x4d, 0x18].every((byte, i) => input[at + 1 + i] === byte)
}

function skippedEnd(input: Uint8Array, at: number): number {
  const end = at + 8 + littleEndian(input, at + 4, 4)
  if (end > input.length) throw new UnpackFault('early')
  return end
}

function readFrame(input: Uint8Array, at: number, out: Output, Decompress: Decoder): number {
  const header = readHeader(input, at)
  const blocks = walkBlocks(input, header.end)
  const start = out.size
  // Without this flag the decoder expects no checksum. It would not check one anyway.
  const frame = input.slice(at, blocks.end)
  frame[4]! &= ~HAS_CHECKSUM
  decode(frame, out, Decompress, blocks.whole)
  if (!blocks.whole) throw new UnpackFault('early')
  return checkedEnd(input, header, blocks.end, out.bytes(start))
}

function decode(frame: Uint8Array, out: Output, Decompress: Decoder, whole: boolean): void {
  const decoder = new Decompress((piece) => out.add(piece))
  try {
    for (let from = 0; from < frame.length; from += PIECE) {
      decoder.push(frame.subarray(from, from + PIECE), from + PIECE >= frame.length)
    }
  } catch (error) {
    if (error instanceof UnpackFault) throw error
    if (whole) throw new UnpackFault('broken') // otherwise it failed only because the end is missing
  }
}

function checkedEnd(input: Uint8Array, header: FrameHeader, blocksEnd: number, content: Uint8Array): number {
  if (header.contentBytes !== null && header.contentBytes !== content.length) throw new UnpackFault('size')
  if (!header.hasChecksum) return blocksEnd
  if (blocksEnd + 4 > input.length) throw new UnpackFault('early')
  const checksum = BigInt(littleEndian(input, blocksEnd, 4))
  if (checksum !== (xxh64(content) & 0xffff_ffffn)) throw new UnpackFault('checksum')
  return blocksEnd + 4
}

type FrameHeader = { end: number; contentBytes: number | null; hasChecksum: boolean }

const [HAS_CHECKSUM, RESERVED, ONE_SEGMENT] = [0x04, 0x08, 0x20]

/** Section 3.1.1.1. */
function readHeader(input: Uint8Array, at: number): FrameHeader {
  for (const [i, byte] of [0x28, 0xb5, 0x2f, 0xfd].entries()) {
    if (at + i < input.length && input[at + i] !== byte) throw new UnpackFault('broken')
  }
  const flags = input[at + 4] ?? 0
  if ((flags & RESERVED) !== 0) throw new UnpackFault('broken')
  const oneSegment = (flags & ONE_SEGMENT) !== 0
  const dictionaryAt = at + (oneSegment ? 5 : 6)
  const sizeAt = dictionaryAt + [0, 1, 2, 4][flags & 3]!
  const sizeBytes = [oneSegment ? 1 : 0, 2, 4, 8][flags >> 6]!
  if (sizeAt + sizeBytes > input.length) throw new UnpackFault('early')
  if (littleEndian(input, dictionaryAt, sizeAt - dictionaryAt) !== 0) throw new UnpackFault('dictionary')
  const contentBytes = sizeBytes === 0 ? null : littleEndian(input, sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  // A single-segment frame has no window: its content is the window.
  if ((oneSegment ? contentBytes! : windowBytes(input[at + 5]!)) > WINDOW_BYTES_MAX) throw new UnpackFault('memory')
  return { end: sizeAt + sizeBytes, contentBytes, hasChecksum: (flags & HAS_CHECKSUM) !== 0 }
}

function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

/** Offset just past the last complete block (section 3.1.1.2), and whether it is the last of its frame. */
function walkBlocks(input: Uint8Array, from: number): { end: number; whole: boolean } {
  let end = from
  while (end + 3 <= input.length) {
    const head = littleEndian(input, end, 3)
    const repeatsOneByte = (head & 6) === 2
    const next = end + 3 + (repeatsOneByte ? 1 : head >> 3)
    if (next > input.length) break
    end = next
    if ((head & 1) === 1) return { end, whole: true }
  }
  return { end, whole: false }
}

function littleEndian(input: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (input[at + i] ?? 0)
  return value
}
