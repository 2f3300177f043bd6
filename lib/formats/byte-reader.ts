/** Malformed data, with the offset at which it stops making sense. */
export class BinaryFault extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message)
  }
}

/** Reads big-endian numbers. Throws a `BinaryFault` with the offset when the bytes run out. */
export class ByteReader {
  at = 0
  private readonly view: DataView

  /** `origin`: offset of `bytes` in the body, so that faults give offsets in the body. */
  constructor(
    readonly bytes: Uint8Array,
    readonly origin = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length
  }

  fault(message: string, at = this.at): BinaryFault {
    return new BinaryFault(this.origin + at, message)
  }

  take(length: number): Uint8Array {
    const start = this.skip(length)
    return this.bytes.subarray(start, start + length)
  }

  /** A reader over the next `length` bytes. */
  within(length: number): ByteReader {
    const start = this.at
    return new ByteReader(this.take(length), this.origin + start)
  }

  byte(): number {
    return this.view.getUint8(this.skip(1))
  }

  unsigned(width: 1 | 2 | 4 | 8): bigint {
    let value = 0n
    for (const byte of this.take(width)) value = (value << 8n) | BigInt(byte)
    return value
  }

  /** An unsigned integer that fits a number: at most 32 bits. */
  length(width: 1 | 2 | 4): number {
    return Number(this.unsigned(width))
  }

  float(width: 2 | 4 | 8): number {
    const start = this.skip(width)
    if (width === 8) return this.view.getFloat64(start)
    return width === 4 ? this.view.getFloat32(start) : halfFloat(this.view.getUint16(start))
  }

  private skip(length: number): number {
    const start = this.at
    if (start + length > this.bytes.length) throw this.fault('the bytes end early')
    this.at += length
    return start
  }
}

/** IEEE 754 binary16, which not every DataView can read. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  const sign = bits >> 15 === 1 ? -1 : 1
  if (exponent === 0) return sign * 2 ** -24 * fraction
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * 2 ** (exponent - 25) * (fraction + 1024)
}

/** A float. `note`: what its text cannot show, such as the bits of an unusual NaN. */
export type ReadFloat = { value: number; text: string; note: string | null }

/** The default NaN, by width in bytes. */
const USUAL_NAN = { 2: '7e00', 4: '7fc00000', 8: '7ff8000000000000' }

export function readFloat(reader: ByteReader, width: 2 | 4 | 8): ReadFloat {
  const at = reader.at
  const value = reader.float(width)
  reader.at = at
  const bits = reader
    .unsigned(width)
    .toString(16)
    .padStart(width * 2, '0')
  const odd = Number.isNaN(value) && bits !== USUAL_NAN[width]
  return { value, text: floatText(value), note: odd ? `NaN with the bits ${bits}` : null }
}

/** A float as JSON would write it, with a decimal point so that it does not look like an integer. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}
