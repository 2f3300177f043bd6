/**
 * Why unpacking failed. `early`: the data ends too soon. `broken`: the data violates its format. `checksum`, `size`: everything was
 * unpacked, but it is not what the sender packed. The rest are limits of this viewer.
 */
export type FaultKind = 'early' | 'broken' | 'checksum' | 'size' | 'dictionary' | 'limit' | 'memory' | 'decoder'

export class UnpackFault extends Error {
  override readonly name = 'UnpackFault'
  constructor(readonly kind: FaultKind) {
    super(kind)
  }
}

const FIRST_BYTES = 65_536

/** Collects unpacked bytes, at most `max`. @throws {UnpackFault} `limit` if there are more; keeps what fits. */
export class Output {
  private buffer: Uint8Array
  size = 0

  constructor(readonly max: number) {
    this.buffer = new Uint8Array(Math.min(max, FIRST_BYTES))
  }

  addByte(byte: number): void {
    if (this.size === this.buffer.length) this.grow(1)
    this.buffer[this.size++] = byte
  }

  add(bytes: Uint8Array): void {
    const part = bytes.subarray(0, this.max - this.size)
    this.grow(part.length)
    this.buffer.set(part, this.size)
    this.size += part.length
    if (part.length < bytes.length) throw new UnpackFault('limit')
  }

  /** Repeats `length` bytes from `distance` bytes back. Source and destination may overlap. */
  repeat(distance: number, length: number): void {
    const fits = Math.min(length, this.max - this.size)
    this.grow(fits)
    for (let i = 0; i < fits; i++) this.buffer[this.size + i] = this.buffer[this.size + i - distance]!
    this.size += fits
    if (fits < length) throw new UnpackFault('limit')
  }

  /** The bytes from `from` on, as a view, not a copy. */
  bytes(from = 0): Uint8Array {
    return this.buffer.subarray(from, this.size)
  }

  private grow(more: number): void {
    const needed = this.size + more
    if (needed > this.max) throw new UnpackFault('limit')
    if (needed <= this.buffer.length) return
    const larger = new Uint8Array(Math.min(this.max, Math.max(needed, this.buffer.length * 2)))
    larger.set(this.bytes())
    this.buffer = larger
  }
}
