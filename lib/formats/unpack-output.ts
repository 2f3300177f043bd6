/**
 * Why unpacking did not go well to the end. `early`: the data ends before its format does. `broken`: it is not what the format
 * allows. `checksum`, `size`: all of it was unpacked, but it is not what the sender packed. The rest are limits of this viewer.
 */
export type FaultKind = 'early' | 'broken' | 'checksum' | 'size' | 'dictionary' | 'limit' | 'memory' | 'decoder'

export class UnpackFault extends Error {
  override readonly name = 'UnpackFault'
  constructor(readonly kind: FaultKind) {
    super(kind)
  }
}

const FIRST_BYTES = 65_536

/** What was unpacked so far, at most `max` bytes. @throws {UnpackFault} `limit` when more comes; what fits is kept. */
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

  /** Adds `length` bytes that were added `distance` bytes ago; they may overlap with what is being added. */
  repeat(distance: number, length: number): void {
    const fits = Math.min(length, this.max - this.size)
    this.grow(fits)
    for (let i = 0; i < fits; i++) this.buffer[this.size + i] = this.buffer[this.size + i - distance]!
    this.size += fits
    if (fits < length) throw new UnpackFault('limit')
  }

  /** From `from` on, not copied. */
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
