import { inflate } from './inflate'
import { unpackBrotli } from './unpack-brotli'
import { isZlib, unpackGzip, unpackZlib } from './unpack-deflate'
import { type FaultKind, Output, UnpackFault } from './unpack-output'
import { unpackZstd } from './unpack-zstd'

export type Coding = 'gzip' | 'deflate' | 'br' | 'zstd'

/** What came out. `fault`: why that is not all, or not what was packed. `trailingBytes` follow the end of the packed data. */
export type Unpacked = { bytes: Uint8Array; fault: FaultKind | null; trailingBytes: number }

/** Takes off one coding; at most `max` bytes come out. Never throws for what the bytes are. */
export async function unpack(coding: Coding, input: Uint8Array, max: number): Promise<Unpacked> {
  if (coding === 'br') return attempt(unpackBrotli, input, max)
  if (coding === 'zstd') return attempt(unpackZstd, input, max)
  return unpackDeflate(coding, input, max)
}

/** Senders mix up the three formats around deflate: what the bytes say counts, and what the name says where they say nothing. */
async function unpackDeflate(coding: 'gzip' | 'deflate', input: Uint8Array, max: number): Promise<Unpacked> {
  if (coding === 'gzip' || (input[0] === 0x1f && input[1] === 0x8b)) {
    const unpacked = await attempt(unpackGzip, input, max)
    return unpacked.fault === 'broken' && isZlib(input) ? otherwise(unpacked, unpackZlib, input, max) : unpacked
  }
  if (!isZlib(input)) return attempt(inflateRaw, input, max)
  // Two bytes of raw deflate look like the start of zlib once in a while.
  const unpacked = await attempt(unpackZlib, input, max)
  return unpacked.fault === 'broken' || unpacked.fault === 'dictionary' ? otherwise(unpacked, inflateRaw, input, max) : unpacked
}

type Unpack = (input: Uint8Array, out: Output) => number | Promise<number>

const inflateRaw: Unpack = (input, out) => inflate(input, 0, out)

/** Another format is only believed where it reads the data to its end. */
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
