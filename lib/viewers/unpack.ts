import { Decompress } from 'fflate'
import { sizeText } from './size-text'

/** What came out, at most the bytes that were allowed; `problem` where that is not all, or where the data is broken. */
export type Unpacked = { bytes: Uint8Array; problem: string | null }

/** Small pieces, so that a limit is met soon: deflate makes at most 1,032 bytes of one. */
const PIECE = 16 * 1024

/** gzip, zlib or raw deflate, whichever it is: senders mean either by `deflate`. */
export function unpackDeflate(bytes: Uint8Array, max: number): Unpacked {
  let ended = false
  const kept = new Kept(max)
  const stream = new Decompress((piece, final) => {
    ended ||= final
    kept.add(piece)
  })
  return feed(
    bytes,
    kept,
    (piece, last) => stream.push(piece, last),
    () => ended,
  )
}

export async function unpackZstd(bytes: Uint8Array, max: number): Promise<Unpacked> {
  const { Decompress: Zstd } = await import('fzstd')
  const kept = new Kept(max)
  const stream = new Zstd((piece) => kept.add(piece))
  return feed(
    bytes,
    kept,
    (piece, last) => stream.push(piece, last),
    () => true,
  )
}

/** The decoder cannot be stopped: a block makes at most 16 MiB, but a stream may have many. What is too large is not shown. */
export async function unpackBrotli(bytes: Uint8Array, max: number): Promise<Unpacked> {
  const { decompress } = await import('brotli/decompress')
  try {
    const unpacked = decompress(bytes, Math.min(max, bytes.length * 8))
    return unpacked.length > max ? { bytes: new Uint8Array(), problem: tooLarge(max) } : { bytes: unpacked, problem: null }
  } catch {
    return { bytes: new Uint8Array(), problem: 'the data is broken or cut' }
  }
}

/** fflate's number for an input that ends within the data. */
const EARLY_END = 0

class Full extends Error {}

/** The output so far. @throws {Full} when it is full. */
class Kept {
  private readonly pieces: Uint8Array[] = []
  private size = 0

  constructor(readonly max: number) {}

  add(piece: Uint8Array): void {
    const part = piece.subarray(0, this.max - this.size)
    if (part.length > 0) this.pieces.push(part.slice()) // a decoder may use its buffer again
    this.size += part.length
    if (part.length < piece.length) throw new Full()
  }

  all(): Uint8Array {
    const bytes = new Uint8Array(this.size)
    let at = 0
    for (const piece of this.pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }
}

function feed(bytes: Uint8Array, kept: Kept, push: (piece: Uint8Array, last: boolean) => void, ended: () => boolean): Unpacked {
  try {
    for (let at = 0; at < bytes.length; at += PIECE) push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length)
    return { bytes: kept.all(), problem: ended() ? null : 'the data ends early' }
  } catch (error) {
    if (error instanceof Full) return { bytes: kept.all(), problem: tooLarge(kept.max) }
    const early = error instanceof Error && 'code' in error && error.code === EARLY_END
    return { bytes: kept.all(), problem: early ? 'the data ends early' : 'the data is broken or cut' }
  }
}

function tooLarge(max: number): string {
  return `stopped at ${sizeText(max)}: it would unpack to more`
}
