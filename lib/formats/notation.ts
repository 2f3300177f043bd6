import type { BinaryFault, ByteReader } from './byte-reader'
import { hexText } from './hex'
import { DUPLICATE, type NodeKind, type Tree } from './tree'
import { TreeBuilder } from './tree-builder'

/** Only the beginning of longer byte strings is written. Opening one shows all of it. */
const BYTES_SHOWN = 64 * 1024
const DEPTH_MAX = 200

/**
 * Writes binary values as text in CBOR's diagnostic notation (RFC 8949 section 8) and builds the tree over that text, so that
 * MessagePack, CBOR and protobuf can be viewed, searched and copied like JSON.
 */
export class Notation {
  readonly builder = new TreeBuilder()
  private readonly pieces: string[] = []
  private length = 0
  private key: [number, number] = [0, 0]
  /** For each open container: whether it has content, and its keys. */
  private readonly open: { filled: boolean; keys: Map<string, number> }[] = []

  constructor(private readonly outerDepth = 0) {}

  /** A notation for a key that is itself a container. The containers around the key count towards its depth limit. */
  forKey(): Notation {
    return new Notation(this.outerDepth + this.open.length)
  }

  /** Opens a container. @throws {BinaryFault} beyond a depth that no honest body has. */
  begin(kind: 'object' | 'array' | 'lines', reader: ByteReader): void {
    if (this.outerDepth + this.open.length >= DEPTH_MAX) throw reader.fault(`it nests deeper than ${DEPTH_MAX} levels`)
    this.separate()
    this.builder.begin(kind, this.length, ...this.key)
    this.key = [0, 0]
    if (kind !== 'lines') this.write(kind === 'object' ? '{' : '[')
    this.open.push({ filled: false, keys: new Map() })
  }

  end(): void {
    this.open.pop()
    if (!this.builder.isOpen('lines')) this.write(this.builder.isOpen('object') ? '}' : ']')
    this.builder.close(this.length)
  }

  /** Sets the key of the next value. Duplicate keys are flagged, unless the format repeats keys on purpose. */
  name(key: string, use: 'unique' | 'repeatable' = 'unique'): void {
    this.separate()
    if (use === 'unique') this.flagTwins(key)
    const start = this.length
    this.write(key)
    this.key = [start, this.length]
    this.write(': ')
  }

  /** Writes a simple value. `note` says what it means. Returns the value's node. */
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
    const node = this.value('bytes', bytesText(value), note ?? (cut ? `${value.length} bytes` : null))
    if (cut) this.builder.longBytes.set(node, value.slice())
  }

  /** Closes all containers and returns the tree. `fault`: why reading stopped early; the remaining bytes follow the tree as text. */
  finish(bytes: Uint8Array, fault: BinaryFault | null): Tree {
    this.builder.closeDownTo(0, this.length)
    const at = this.length
    if (fault === null) return this.builder.finish(this.source)
    if (fault.at < bytes.length) this.write(` ${bytesText(bytes.subarray(fault.at))}`)
    return this.builder.finish(this.source, { at, restAt: at, place: { byte: fault.at }, message: fault.message })
  }

  /** All the text written. */
  get source(): string {
    return this.pieces.join('')
  }

  /** Writes a comma between siblings, but none between a key and its value. */
  private separate(): void {
    if (this.key[1] > 0) return
    const container = this.open.at(-1)
    if (container?.filled) this.write(this.builder.isOpen('lines') ? '\n' : ', ')
    if (container) container.filled = true
  }

  private flagTwins(key: string): void {
    const { keys } = this.open.at(-1)!
    const node = this.builder.size // the next value's node
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

/** `h'00ff'` (RFC 8949 section 8). */
function bytesText(bytes: Uint8Array): string {
  const cut = bytes.length > BYTES_SHOWN
  return `h'${hexText(cut ? bytes.subarray(0, BYTES_SHOWN) : bytes)}${cut ? '…' : ''}'`
}
