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

/** RFC 9659 lets senders over HTTP use 8 MB; the decoder takes all of it at once, up to 2 GB. */
const ZSTD_WINDOW_MAX = 128 * 1024 * 1024

export async function unpackZstd(bytes: Uint8Array, max: number): Promise<Unpacked> {
  if (zstdWindow(bytes) > ZSTD_WINDOW_MAX) return { bytes: new Uint8Array(), problem: 'it needs more memory than is given to it' }
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

/** Bytes that the frame's header asks for (RFC 8878 section 3.1.1.1.2). A frame of one segment needs no more than its content. */
function zstdWindow(bytes: Uint8Array): number {
  const [descriptor = 0, window = 0] = bytes.subarray(4, 6)
  if ((descriptor & 0x20) !== 0) return 0
  const base = 2 ** (10 + (window >> 3))
  return base + (base / 8) * (window & 7)
}

/** What one call of the decoder may give: it asks to be called again. */
const BROTLI_STEP = 256 * 1024

export async function unpackBrotli(bytes: Uint8Array, max: number): Promise<Unpacked> {
  const kept = new Kept(max)
  const decoder = await loadBrotli()
  if (decoder === null) return partly(kept, 'its decoder could not be loaded')
  const { BrotliDecStream, BrotliStreamResultCode } = decoder
  const stream = new BrotliDecStream()
  try {
    for (let at = 0; ; ) {
      const result = stream.dec(bytes.subarray(at, at + PIECE), BROTLI_STEP)
      const { code } = result
      at += result.input_offset
      kept.add(result.buf)
      result.free()
      if (code === BrotliStreamResultCode.ResultSuccess) return { bytes: kept.all(), problem: null }
      if (code === BrotliStreamResultCode.NeedsMoreInput && at >= bytes.length) return partly(kept, 'the data ends early')
    }
  } catch (error) {
    return partly(kept, error instanceof Full ? tooLarge(max) : 'the data is broken or cut')
  } finally {
    stream.free()
  }
}

/** null where the server cannot be reached: the decoder is fetched when the first body needs it. */
async function loadBrotli() {
  try {
    const decoder = await import('brotli-dec-wasm/web')
    await decoder.default()
    return decoder
  } catch {
    return null
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
    if (error instanceof Full) return partly(kept, tooLarge(kept.max))
    const early = error instanceof Error && 'code' in error && error.code === EARLY_END
    return partly(kept, early ? 'the data ends early' : 'the data is broken or cut')
  }
}

function partly(kept: Kept, problem: string): Unpacked {
  return { bytes: kept.all(), problem }
}

function tooLarge(max: number): string {
  return `stopped at ${sizeText(max)}: it would unpack to more`
}
