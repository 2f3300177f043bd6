import { type Output, UnpackFault } from './unpack-output'

/** The base length or distance of each code, and its number of extra bits (RFC 1951 section 3.2.5). */
const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
  16385, 24577,
]
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]
/** The order in which a block lists the lengths of its code lengths (section 3.2.7). */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const BLOCK_END = 256
const WINDOW_BYTES = 32_768

/**
 * Decompresses one deflate stream (RFC 1951) into `out` and returns the offset just past it. Written here because libraries don't report
 * where a stream ends, and that distinguishes a complete body from one that the sender truncated.
 *
 * @throws {UnpackFault} `early`, `broken` or `limit`; `out` holds what was unpacked until then.
 */
export function inflate(input: Uint8Array, from: number, out: Output): number {
  const bits = new BitReader(input, from)
  const windowStart = out.size // a later gzip member must not refer to an earlier one
  let last = false
  while (!last) {
    last = bits.take(1) === 1
    const type = bits.take(2)
    if (type === 0) copyStored(bits, out)
    else if (type === 1) readBlock(bits, out, fixedCodes(), windowStart)
    else if (type === 2) readBlock(bits, out, readCodes(bits), windowStart)
    else throw new UnpackFault('broken')
  }
  return bits.byteOffset
}

/** Least significant bit first. */
class BitReader {
  private held = 0
  private count = 0

  constructor(
    private readonly input: Uint8Array,
    private at: number,
  ) {}

  get byteOffset(): number {
    return this.at - (this.count >> 3)
  }

  take(bits: number): number {
    if (bits === 0) return 0
    this.fill()
    if (this.count < bits) throw new UnpackFault('early')
    const value = this.held & ((1 << bits) - 1)
    this.drop(bits)
    return value
  }

  symbol({ table, bits }: Codes): number {
    this.fill()
    const entry = table[this.held & ((1 << bits) - 1)]!
    const length = entry & 15
    if (length === 0) throw new UnpackFault(this.count < bits ? 'early' : 'broken')
    if (length > this.count) throw new UnpackFault('early')
    this.drop(length)
    return entry >> 4
  }

  /** At a byte boundary: returns up to `bytes` bytes, fewer if the input ends. */
  takeBytes(bytes: number): Uint8Array {
    const from = this.byteOffset
    const taken = this.input.subarray(from, from + bytes)
    this.at = from + taken.length
    this.held = 0
    this.count = 0
    return taken
  }

  private fill(): void {
    while (this.count < 25 && this.at < this.input.length) {
      this.held |= this.input[this.at++]! << this.count
      this.count += 8
    }
  }

  private drop(bits: number): void {
    this.held >>>= bits
    this.count -= bits
  }
}

/** A prefix code as a table: the next `bits` bits lead to `symbol << 4 | length`, or to 0 if no code starts with them. */
type Codes = { table: Uint16Array; bits: number }
type BlockCodes = { literals: Codes; distances: Codes }

/** @throws {UnpackFault} if the lengths form no prefix code. As in zlib, a prefix code may be incomplete only if it has a single code. */
function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length]! += 1
  counts[0] = 0
  const bits = Math.max(
    1,
    counts.findLastIndex((count) => count > 0),
  )
  const starts = new Uint16Array(17)
  let room = 1
  for (let length = 1; length <= 15; length++) {
    room = room * 2 - counts[length]!
    if (room < 0) throw new UnpackFault('broken')
    starts[length + 1] = (starts[length]! + counts[length]!) << 1
  }
  if (room > 0 && bits > 1) throw new UnpackFault('broken')
  const table = new Uint16Array(1 << bits)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!
    if (length === 0) continue
    for (let at = reversed(starts[length]!++, length); at < table.length; at += 1 << length) table[at] = (symbol << 4) | length
  }
  return { table, bits }
}

function reversed(code: number, length: number): number {
  let result = 0
  for (let i = 0; i < length; i++) result |= ((code >> i) & 1) << (length - 1 - i)
  return result
}

function fixedCodes(): BlockCodes {
  const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
  return { literals: codesOf(lengths), distances: codesOf(new Uint8Array(32).fill(5)) }
}

function readCodes(bits: BitReader): BlockCodes {
  const literalCount = bits.take(5) + 257
  const distanceCount = bits.take(5) + 1
  const codeLengthCount = bits.take(4) + 4
  const codeLengths = new Uint8Array(19)
  for (let i = 0; i < codeLengthCount; i++) codeLengths[CODE_LENGTH_ORDER[i]!] = bits.take(3)
  if (literalCount > 286 || distanceCount > 30) throw new UnpackFault('broken')
  const lengths = readLengths(bits, codesOf(codeLengths), literalCount + distanceCount)
  if (lengths[BLOCK_END] === 0) throw new UnpackFault('broken')
  return { literals: codesOf(lengths.subarray(0, literalCount)), distances: codesOf(lengths.subarray(literalCount)) }
}

function readLengths(bits: BitReader, codes: Codes, count: number): Uint8Array {
  const lengths = new Uint8Array(count)
  for (let at = 0; at < count; ) {
    const symbol = bits.symbol(codes)
    if (symbol < 16) lengths[at++] = symbol
    else {
      if (symbol === 16 && at === 0) throw new UnpackFault('broken')
      const repeated = symbol === 16 ? lengths[at - 1]! : 0
      const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7)
      if (at + times > count) throw new UnpackFault('broken')
      lengths.fill(repeated, at, at + times)
      at += times
    }
  }
  return lengths
}

function copyStored(bits: BitReader, out: Output): void {
  const head = bits.takeBytes(4)
  if (head.length < 4) throw new UnpackFault('early')
  const size = head[0]! | (head[1]! << 8)
  if ((size ^ 0xffff) !== (head[2]! | (head[3]! << 8))) throw new UnpackFault('broken')
  const bytes = bits.takeBytes(size)
  out.add(bytes)
  if (bytes.length < size) throw new UnpackFault('early')
}

function readBlock(bits: BitReader, out: Output, { literals, distances }: BlockCodes, windowStart: number): void {
  for (;;) {
    const symbol = bits.symbol(literals)
    if (symbol < BLOCK_END) out.addByte(symbol)
    else if (symbol === BLOCK_END) return
    else {
      const length = readSize(bits, symbol - 257, LENGTH_BASES, LENGTH_BITS)
      const distance = readSize(bits, bits.symbol(distances), DISTANCE_BASES, DISTANCE_BITS)
      if (distance > Math.min(WINDOW_BYTES, out.size - windowStart)) throw new UnpackFault('broken')
      out.repeat(distance, length)
    }
  }
}

function readSize(bits: BitReader, code: number, bases: readonly number[], extraBits: readonly number[]): number {
  const base = bases[code]
  if (base === undefined) throw new UnpackFault('broken')
  return base + bits.take(extraBits[code]!)
}
