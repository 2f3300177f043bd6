import { utf8Text } from '#lib/core/content'
import { viewBinary } from './msgpack'
import { BinaryFault, type ByteReader, floatText, type Notation } from './notation'
import { timeText } from './unix-time'
import type { Viewer } from './viewer'

/** CBOR (RFC 8949): own decoder, because key order, duplicate keys, tags and 64-bit integers must stay. */
export const cbor: Viewer = {
  guess({ bytes, contentType }) {
    const { essence } = contentType
    if (essence !== null && (essence === 'application/cbor' || essence.endsWith('+cbor') || essence === 'application/cose'))
      return 92
    return bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7 ? 90 : 0 // the mark of section 3.4.6
  },
  view: (body) => viewBinary(body, (reader, out) => readItem(reader, out, [])),
}

const INDEFINITE = -1n

/** `tags`: those that stand in front of the item, outermost first; they become its note. */
function readItem(reader: ByteReader, out: Notation, tags: readonly bigint[]): void {
  if (out.builder.full) throw new BinaryFault(reader.at, `the tree ends after ${out.builder.size} values`)
  const at = reader.at
  const first = reader.byte()
  const major = first >> 5
  const info = first & 0x1f
  if (major === 7) {
    readSimple(reader, out, info, tags)
    return
  }
  const argument = readArgument(reader, info, at)
  if (argument === INDEFINITE && (major < 2 || major === 6)) throw new BinaryFault(at, 'this kind of item needs a length')
  if (major === 0) out.value('number', String(argument), tagNote(tags, Number(argument)))
  else if (major === 1) out.value('number', String(-1n - argument), tagNote(tags, Number(-1n - argument)))
  else if (major === 2) out.bytes(readChunks(reader, 2, argument), tagNote(tags, null))
  else if (major === 3) readText(reader, out, argument, tags)
  else if (major === 6) readTagged(reader, out, [...tags, argument])
  else readContainer(reader, out, major === 4 ? 'array' : 'object', argument, tags)
}

/** Chains of tags are read without recursion beyond the depth that a note can tell. */
function readTagged(reader: ByteReader, out: Notation, tags: readonly bigint[]): void {
  if (tags.length > 16) throw new BinaryFault(reader.at, 'more than 16 tags stand in front of one value')
  readItem(reader, out, tags)
}

function readArgument(reader: ByteReader, info: number, at: number): bigint {
  if (info < 24) return BigInt(info)
  if (info <= 27) return reader.unsigned(([1, 2, 4, 8] as const)[info - 24]!)
  if (info === 31) return INDEFINITE
  throw new BinaryFault(at, `the byte ${reader.bytes[at]!.toString(16)} begins no value`)
}

function readSimple(reader: ByteReader, out: Notation, info: number, tags: readonly bigint[]): void {
  if (info >= 25 && info <= 27) {
    const value = reader.float(([2, 4, 8] as const)[info - 25]!)
    out.value('number', floatText(value), tagNote(tags, value))
    return
  }
  if (info === 31) throw new BinaryFault(reader.at - 1, 'a break stands where nothing is open')
  if (info > 24) throw new BinaryFault(reader.at - 1, 'this byte begins no value')
  const simple = info === 24 ? reader.byte() : info
  const names: Record<number, string> = { 20: 'false', 21: 'true', 22: 'null', 23: 'undefined' }
  out.value('literal', names[simple] ?? `simple(${simple})`, tagNote(tags, null))
}

/** A string of given length, or chunks until a break (section 3.2.3). */
function readChunks(reader: ByteReader, major: 2 | 3, length: bigint): Uint8Array {
  if (length !== INDEFINITE) return reader.take(safeLength(reader, length))
  const chunks: Uint8Array[] = []
  while (!takeBreak(reader)) {
    const at = reader.at
    const first = reader.byte()
    const size = first >> 5 === major ? readArgument(reader, first & 0x1f, at) : INDEFINITE
    if (size === INDEFINITE) throw new BinaryFault(at, 'a chunk of another kind stands in the string')
    chunks.push(reader.take(safeLength(reader, size)))
  }
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function safeLength(reader: ByteReader, length: bigint): number {
  if (length > BigInt(reader.bytes.length)) throw new BinaryFault(reader.at, 'the bytes end early')
  return Number(length)
}

function readText(reader: ByteReader, out: Notation, length: bigint, tags: readonly bigint[]): void {
  const bytes = readChunks(reader, 3, length)
  const text = utf8Text(bytes)
  if (text === null) out.bytes(bytes, 'a string that is not UTF-8')
  else out.text(text, tagNote(tags, null))
}

function readContainer(
  reader: ByteReader,
  out: Notation,
  kind: 'array' | 'object',
  count: bigint,
  tags: readonly bigint[],
): void {
  out.begin(kind, reader.at)
  const note = tagNote(tags, null)
  if (note !== null) out.builder.notes.set(out.builder.size - 1, note)
  for (let i = 0n; count === INDEFINITE ? !takeBreak(reader) : i < count; i++) {
    if (kind === 'object') out.name(keySource(reader, out))
    readItem(reader, out, [])
  }
  out.end()
}

function takeBreak(reader: ByteReader): boolean {
  if (reader.bytes[reader.at] !== 0xff) return false
  reader.at++
  return true
}

/** Any value can be a key; it is written as one line. */
function keySource(reader: ByteReader, out: Notation): string {
  const key = out.forKey()
  readItem(reader, key, [])
  return key.finish().text
}

/** The tags of section 3.4 that say what a value means; of others the number. */
const TAG_NAMES: Record<string, string> = {
  '0': 'date and time',
  '1': 'time',
  '2': 'big number',
  '3': 'negative big number',
  '4': 'decimal fraction',
  '5': 'bigfloat',
  '24': 'CBOR inside',
  '32': 'URI',
  '37': 'UUID',
  '55799': 'self-described CBOR',
}

function tagNote(tags: readonly bigint[], value: number | null): string | null {
  if (tags.length === 0) return null
  const names = tags.map((tag) => `tag ${tag}${TAG_NAMES[String(tag)] ? ` (${TAG_NAMES[String(tag)]})` : ''}`)
  const time = tags.at(-1) === 1n && value !== null ? `: ${timeText(value)}` : ''
  return names.join(', ') + time
}
