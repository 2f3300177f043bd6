import { crc32 } from '#lib/core/crc32'
import { adler32 } from './checksums'
import { inflate } from './inflate'
import { type Output, UnpackFault } from './unpack-output'

/** gzip members, one after another (RFC 1952 section 2.2). Returns the offset just past the last one. @throws {UnpackFault} */
export function unpackGzip(input: Uint8Array, out: Output): number {
  let at = readMember(input, 0, out)
  while (isGzip(input, at)) at = readMember(input, at, out)
  return at
}

function isGzip(input: Uint8Array, at: number): boolean {
  return input[at] === 0x1f && input[at + 1] === 0x8b && input[at + 2] === 8
}

function readMember(input: Uint8Array, from: number, out: Output): number {
  const start = out.size
  const end = inflate(input, gzipHeaderEnd(input, from), out)
  if (end + 8 > input.length) throw new UnpackFault('early')
  const trailer = new DataView(input.buffer, input.byteOffset + end, 8)
  const bytes = out.bytes(start)
  if (trailer.getUint32(0, true) !== crc32(bytes)) throw new UnpackFault('checksum')
  if (trailer.getUint32(4, true) !== bytes.length % 2 ** 32) throw new UnpackFault('size')
  return end + 8
}

const [HAS_CRC, HAS_EXTRA, HAS_NAME, HAS_COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0]

function gzipHeaderEnd(input: Uint8Array, from: number): number {
  for (const [i, byte] of [0x1f, 0x8b, 8].entries()) {
    if (from + i < input.length && input[from + i] !== byte) throw new UnpackFault('broken')
  }
  const flags = input[from + 3] ?? 0
  if ((flags & RESERVED) !== 0) throw new UnpackFault('broken')
  let at = from + 10
  if ((flags & HAS_EXTRA) !== 0) at += 2 + (input[at] ?? 0) + ((input[at + 1] ?? 0) << 8)
  for (const flag of [HAS_NAME, HAS_COMMENT]) if ((flags & flag) !== 0) at = pastZero(input, at)
  const end = at + ((flags & HAS_CRC) !== 0 ? 2 : 0)
  if (end > input.length) throw new UnpackFault('early')
  const isSound = end === at || (crc32(input.subarray(from, at)) & 0xffff) === input[at]! + (input[at + 1]! << 8)
  if (!isSound) throw new UnpackFault('broken')
  return end
}

function pastZero(input: Uint8Array, from: number): number {
  const zero = input.indexOf(0, from)
  if (zero < 0) throw new UnpackFault('early')
  return zero + 1
}

/** Whether the first two bytes can begin zlib data (RFC 1950 section 2.2). */
export function isZlib(input: Uint8Array): boolean {
  const [method = 0, flags = 0] = input
  return input.length >= 2 && (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0
}

/** @throws {UnpackFault} */
export function unpackZlib(input: Uint8Array, out: Output): number {
  if (!isZlib(input)) throw new UnpackFault(input.length < 2 ? 'early' : 'broken')
  if ((input[1]! & 0x20) !== 0) throw new UnpackFault('dictionary')
  const start = out.size
  const end = inflate(input, 2, out)
  if (end + 4 > input.length) throw new UnpackFault('early')
  const sum = new DataView(input.buffer, input.byteOffset + end, 4).getUint32(0)
  if (sum !== adler32(out.bytes(start))) throw new UnpackFault('checksum')
  return end + 4
}
