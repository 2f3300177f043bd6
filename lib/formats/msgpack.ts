import { utf8Text } from '#lib/core/content'
import { ByteReader, readFloat } from './byte-reader'
import { looksLikeText } from './decode-text'
import type { Format } from './format'
import { Notation } from './notation'
import { timeText } from './unix-time'
import { viewBinary } from './view-binary'

const TYPES = /^application\/(?:(?:x-|vnd\.)?msgpack|(?:x-)?messagepack)$/

/** MessagePack (specification of 2017). Our own decoder, because it must preserve map order, duplicate keys and 64-bit integers. */
export const msgpack: Format = {
  guess({ bytes, contentType }) {
    if (TYPES.test(contentType.essence ?? '')) return 92
    // MessagePack has no magic number. A map or an array counts only if decoding it consumes the whole body.
    const first = bytes[0] ?? 0
    const container = (first >= 0x81 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf)
    return container && bytes.length < 4096 && !looksLikeText(bytes) && readsWholly(bytes) ? 45 : 0
  },
  view: (body) => viewBinary(body, readItem),
}

function readsWholly(bytes: Uint8Array): boolean {
  const reader = new ByteReader(bytes)
  try {
    readItem(reader, new Notation())
    return reader.atEnd
  } catch {
    return false
  }
}

function readItem(reader: ByteReader, out: Notation): void {
  if (out.builder.full) throw reader.fault(`the tree ends after ${out.builder.size} values`)
  const first = reader.byte()
  if (first <= 0x7f) out.value('number', String(first))
  else if (first <= 0x8f) readMap(reader, out, first & 0x0f)
  else if (first <= 0x9f) readArray(reader, out, first & 0x0f)
  else if (first <= 0xbf) readText(reader, out, first & 0x1f)
  else if (first >= 0xe0) out.value('number', String(first - 256))
  else readMarked(reader, out, first)
}

const WIDTHS = [1, 2, 4, 8] as const
const LENGTHS = [1, 2, 4] as const

function readMarked(reader: ByteReader, out: Notation, first: number): void {
  if (first === 0xc0) out.value('literal', 'null')
  else if (first === 0xc2 || first === 0xc3) out.value('literal', String(first === 0xc3))
  else if (first >= 0xc4 && first <= 0xc6) out.bytes(reader.take(reader.length(LENGTHS[first - 0xc4]!)))
  else if (first >= 0xc7 && first <= 0xc9) readExtension(reader, out, reader.length(LENGTHS[first - 0xc7]!))
  else if (first === 0xca || first === 0xcb) writeFloat(reader, out, first === 0xca ? 4 : 8)
  else if (first >= 0xcc && first <= 0xcf) out.value('number', String(reader.unsigned(WIDTHS[first - 0xcc]!)))
  else if (first >= 0xd0 && first <= 0xd3) out.value('number', signedText(reader, WIDTHS[first - 0xd0]!))
  else if (first >= 0xd4 && first <= 0xd8) readExtension(reader, out, 1 << (first - 0xd4))
  else if (first >= 0xd9 && first <= 0xdb) readText(reader, out, reader.length(LENGTHS[first - 0xd9]!))
  else if (first === 0xdc || first === 0xdd) readArray(reader, out, reader.length(first === 0xdc ? 2 : 4))
  else if (first === 0xde || first === 0xdf) readMap(reader, out, reader.length(first === 0xde ? 2 : 4))
  else throw reader.fault('the byte c1 begins no value', reader.at - 1)
}

function writeFloat(reader: ByteReader, out: Notation, width: 4 | 8): void {
  const { text, note } = readFloat(reader, width)
  out.value('number', text, note)
}

function signedText(reader: ByteReader, width: 1 | 2 | 4 | 8): string {
  return String(BigInt.asIntN(width * 8, reader.unsigned(width)))
}

function readText(reader: ByteReader, out: Notation, length: number): void {
  const bytes = reader.take(length)
  const text = utf8Text(bytes)
  if (text === null) out.bytes(bytes, 'a string that is not UTF-8')
  else out.text(text)
}

function readArray(reader: ByteReader, out: Notation, count: number): void {
  out.begin('array', reader)
  for (let i = 0; i < count; i++) readItem(reader, out)
  out.end()
}

function readMap(reader: ByteReader, out: Notation, count: number): void {
  out.begin('object', reader)
  for (let i = 0; i < count; i++) {
    out.name(keySource(reader, out))
    readItem(reader, out)
  }
  out.end()
}

/** Any value can be a key. It is written on one line. */
function keySource(reader: ByteReader, out: Notation): string {
  const key = out.forKey()
  readItem(reader, key)
  return key.source
}

function readExtension(reader: ByteReader, out: Notation, length: number): void {
  const type = BigInt.asIntN(8, reader.unsigned(1))
  const data = reader.take(length)
  out.bytes(data, type === -1n ? timestampNote(data) : `extension ${type}`)
}

/** Extension -1: seconds in 32 bits, or nanoseconds and seconds in 30 + 34 or 32 + 64 bits. */
function timestampNote(data: Uint8Array): string {
  const reader = new ByteReader(data)
  if (data.length === 4) return `timestamp ${timeText(reader.length(4))}`
  if (data.length === 8) {
    const both = reader.unsigned(8)
    return momentNote(both & 0x3ffffffffn, both >> 34n)
  }
  if (data.length !== 12) return 'extension -1'
  const nanoseconds = reader.unsigned(4)
  return momentNote(BigInt.asIntN(64, reader.unsigned(8)), nanoseconds)
}

/** A Date holds milliseconds; the note adds the remaining digits. */
function momentNote(seconds: bigint, nanoseconds: bigint): string {
  const time = `timestamp ${timeText(Number(seconds) + Math.floor(Number(nanoseconds) / 1e6) / 1000)}`
  return nanoseconds % 1_000_000n === 0n ? time : `${time}, ${nanoseconds} ns`
}
