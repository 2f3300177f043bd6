import { hexText } from './hex'
import { DUPLICATE, type NodeKind, type Tree } from './tree'
import { TreeBuilder } from './tree-builder'

/** Longer byte strings are written as their beginning and their length: hex shows them wholly. */
const BYTES_SHOWN = 64 * 1024
const DEPTH_MAX = 200

/** Says where the bytes stop making sense. */
export class BinaryFault extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Writes binary values as text, after the diagnostic notation of CBOR (RFC 8949 section 8), and makes the tree over it at the same
 * time: so that MessagePack, CBOR and protobuf are looked at, searched and copied like JSON.
 */
export class Notation {
  readonly builder = new TreeBuilder()
  private readonly pieces: string[] = []
  private length = 0
  private key: [number, number] = [0, 0]
  /** By open container: whether something stands in it, and its keys. */
  private readonly open: { filled: boolean; keys: Map<string, number> }[] = []

  constructor(private readonly outerDepth = 0) {}

  /** For a key that is itself a container: the depth counts on. */
  forKey(): Notation {
    return new Notation(this.outerDepth + this.open.length)
  }

  /** A container. @throws {BinaryFault} beyond a depth that no honest body has. */
  begin(kind: 'object' | 'array', at: number): void {
    if (this.outerDepth + this.open.length >= DEPTH_MAX) throw new BinaryFault(at, `it nests deeper than ${DEPTH_MAX} levels`)
    this.separate()
    this.builder.begin(kind, this.length, ...this.key)
    this.key = [0, 0]
    this.write(kind === 'object' ? '{' : '[')
    this.open.push({ filled: false, keys: new Map() })
  }

  end(): void {
    this.open.pop()
    this.write(this.builder.isOpen('object') ? '}' : ']')
    this.builder.close(this.length)
  }

  /** The key of the value that comes next. Keys that stand twice are flagged, unless the format repeats them on purpose. */
  name(key: string, use: 'unique' | 'repeatable' = 'unique'): void {
    this.separate()
    if (use === 'unique') this.flagTwins(key)
    const start = this.length
    this.write(key)
    this.key = [start, this.length]
    this.write(': ')
  }

  /** A simple value; `note` says what it means. Returns its node. */
  value(kind: NodeKind, text: string, note: string | null = null): number {
    this.separate()
    const start = this.length
    this.write(text)
    const node = this.builder.leaf(kind, start, this.length, ...this.key)
    this.key = [0, 0]
    if (note !== null) this.builder.notes.set(node, note)
    return node
  }

  text(value: string, note: string | null = null): void {
    this.value('string', JSON.stringify(value), note)
  }

  bytes(value: Uint8Array, note: string | null = null): void {
    const cut = value.length > BYTES_SHOWN
    const shown = hexText(cut ? value.subarray(0, BYTES_SHOWN) : value)
    this.value('bytes', `h'${shown}${cut ? '…' : ''}'`, note ?? (cut ? `${value.length} bytes` : null))
  }

  /** What was read until now; open containers end here. `fault`: why it is not all. */
  finish(fault: string | null = null): Tree {
    this.builder.closeDownTo(0, this.length)
    const text = this.pieces.join('')
    const at = text.length
    return this.builder.finish(text, fault === null ? null : { at, restAt: at, line: 1, column: at + 1, message: fault })
  }

  /** A comma between neighbours; a value after its key has none. */
  private separate(): void {
    if (this.key[1] > 0) return
    const container = this.open.at(-1)
    if (container?.filled) this.write(', ')
    if (container) container.filled = true
  }

  private flagTwins(key: string): void {
    const { keys } = this.open.at(-1)!
    const node = this.builder.size // the value that comes next
    const twin = keys.get(key)
    if (twin === undefined) keys.set(key, node)
    else {
      this.builder.flag(twin, DUPLICATE)
      this.builder.flag(node, DUPLICATE)
    }
  }

  private write(text: string): void {
    this.pieces.push(text)
    this.length += text.length
  }
}

/** Numbers from bytes, big-endian, with the place of the fault where the bytes run out. */
export class ByteReader {
  at = 0
  private readonly view: DataView

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length
  }

  take(length: number): Uint8Array {
    const start = this.skip(length)
    return this.bytes.subarray(start, start + length)
  }

  byte(): number {
    return this.view.getUint8(this.skip(1))
  }

  unsigned(width: 1 | 2 | 4 | 8): bigint {
    let value = 0n
    for (const byte of this.take(width)) value = (value << 8n) | BigInt(byte)
    return value
  }

  /** As a number: at most 32 bits. */
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
    if (start + length > this.bytes.length) throw new BinaryFault(start, 'the bytes end early')
    this.at += length
    return start
  }
}

/** IEEE 754 binary16, which DataView does not read everywhere. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  const sign = bits >> 15 === 1 ? -1 : 1
  if (exponent === 0) return sign * 2 ** -24 * fraction
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * 2 ** (exponent - 25) * (fraction + 1024)
}

/** A float as JSON would write it, with a point so that it does not read as an integer. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}
