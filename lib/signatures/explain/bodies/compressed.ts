import { Gunzip, Inflate, Unzlib } from 'fflate'
import { concat } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

/** Unpacking stops here: a small body can expand to gigabytes. */
const UNPACKED_BYTES_MAX = 16 * 1_048_576

/** The body was signed before it was compressed. */
export function compressedVariants({ body, contentEncoding }: SentBody): BodyVariant[] {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  if (!isGzip && !/gzip|deflate/i.test(contentEncoding)) return []
  const variant = (what: string, unpacker: () => Unpacker): BodyVariant => ({
    code: 'body_compressed',
    what,
    bytes: () => unpacked(body, unpacker()),
  })
  if (isGzip) return [variant('the body before gzip', () => new Gunzip())]
  return [variant('the body before deflate', () => new Unzlib()), variant('the body before raw deflate', () => new Inflate())]
}

type Unpacker = Gunzip | Inflate | Unzlib

const PIECE = 16_384

function unpacked(body: Uint8Array, unpacker: Unpacker): Uint8Array | null {
  const pieces: Uint8Array[] = []
  let size = 0
  unpacker.ondata = (piece: Uint8Array) => {
    size += piece.length
    if (size > UNPACKED_BYTES_MAX) throw new RangeError('too large')
    pieces.push(piece)
  }
  try {
    for (let at = 0; at < body.length; at += PIECE) unpacker.push(body.subarray(at, at + PIECE), at + PIECE >= body.length)
    return concat(pieces)
  } catch {
    return null
  }
}
