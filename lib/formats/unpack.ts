import { inflate } from './inflate'
import { unpackBrotli } from './unpack-brotli'
import { isZlib, unpackGzip, unpackZlib } from './unpack-deflate'
import { type FaultKind, Output, UnpackFault } from './unpack-output'
import { unpackZstd } from './unpack-zstd'

export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd'

/** The result of unpacking. `fault`: why it is incomplete or wrong. `trailingBytes`: how many bytes follow the packed data. */
export type Unpacked = { bytes: Uint8Array; fault: FaultKind | null; trailingBytes: number }

/** Removes one coding and returns at most `max` bytes. Never throws because of the bytes. */
export async function unpack(coding: Coding, input: Uint8Array, max: number): Promise<Unpacked> {
  if (coding === 'br') return attempt(unpackBrotli, input, max)
  if (coding === 'zstd') return attempt(unpackZstd, input, max)
  return unpackDeflate(coding, input, max)
}

/** Senders confuse gzip, zlib and raw deflate. The bytes decide; if they are ambiguous, the coding's name does. */
async function unpackDeflate(coding: 'gzip' | 'deflate', input: Uint8Array, max: number): Promise<Unpacked> {
  if (coding === 'gzip' || (input[0] === 0x1f && input[1] === 0x8b)) {
    const unpacked = await attempt(unpackGzip, input, max)
    return unpacked.fault === 'broken' && isZlib(input) ? otherwise(unpacked, unpackZlib, input, max) : unpacked
  }
  if (!isZlib(input)) return attempt(inflateRaw, input, max)
  // Occasionally the first two bytes of raw deflate look like zlib.
  const unpacked = await attempt(unpackZlib, input, max)
  return unpacked.fault === 'broken' || unpacked.fault === 'dictionary' ? otherwise(unpacked, inflateRaw, input, max) : unpacked
}

type Unpack = (input: Uint8Array, out: Output) => number | Promise<number>

const inflateRaw: Unpack = (input, out) => inflate(input, 0, out)

/** Another format is accepted only if it reads the data to its end. */
async function otherwise(first: Unpacked, unpackOther: Unpack, input: Uint8Array, max: number): Promise<Unpacked> {
  const second = await attempt(unpackOther, input, max)
  return second.fault === null && second.trailingBytes === 0 ? second : first
}

async function attempt(unpackFormat: Unpack, input: Uint8Array, max: number): Promise<Unpacked> {
  const out = new Output(max)
  try {
    const end = await unpackFormat(input, out)
    return { bytes: out.bytes().slice(), fault: null, trailingBytes: input.length - end }
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw error
    return { bytes: out.bytes().slice(), fault: error.kind, trailingBytes: 0 }
  }
}
