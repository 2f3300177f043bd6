import { utf8Text } from '#lib/core/content'
import { type ByteReader, readFloat } from './byte-reader'
import type { Format } from './format'
import type { Notation } from './notation'
import { timeText } from './unix-time'
import { viewBinary } from './view-binary'

/** CBOR (RFC 8949). Our own decoder, because it must preserve key order, duplicate keys, tags and 64-bit integers. */
export const cbor: Format = {
  guess({ bytes, contentType }) {
    const { essence } = contentType
    if (essence !== null && /^application\/(?:cbor(?:-seq)?|cose)$|\+cbor(?:-seq)?$/.test(essence)) return 92
    return bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7 ? 90 : 0 // the magic number of section 3.4.6
  },
  view: (body) => viewBinary(body, (reader, out) => readItem(reader, out, [])),
}

const INDEFINITE = -1n

/** `tags`: the tags in front of the item, outermost first. They become its note. */
function readItem(reader: ByteReader, out: Notation, tags: readonly bigint[]): void {
  if (out.builder.full) throw reader.fault(`the tree ends after ${out.builder.size} values`)
  const at = reader.at
  const first = reader.byte()
  const major = first >> 5
  const info = first & 0x1f
  if (major === 7) {
    readSimple(reader, out, info, tags)
    return
  }
  const argument = readArgument(reader, info, at)
  if (argument === INDEFINITE && (major < 2 || major === 6)) throw reader.fault('this kind of item needs a length', at)
  if (major === 0) out.value('number', String(argument), tagNote(tags, Number(argument)))
  else if (major === 1) out.value('number', String(-1n - argument), tagNote(tags, Number(-1n - argument)))
  else if (major === 2) writeBytes(readChunks(reader, 2, argument), out, tags)
  else if (major === 3) readText(reader, out, argument, tags)
  else if (major === 6) readTagged(reader, out, [...tags, argument])
  else readContainer(reader, out, major === 4 ? 'array' : 'object', argument, tags)
}

/** Limits a chain of tags, because each tag is one level of recursion. */
function readTagged(reader: ByteReader, out: Notation, tags: readonly bigint[]): void {
  if (tags.length > 16) throw reader.fault('more than 16 tags stand in front of one value')
  readItem(reader, out, tags)
}

function readArgument(reader: ByteReader, info: number, at: number): bigint {
  if (info < 24) return BigInt(info)
  if (info <= 27) return reader.unsigned(([1, 2, 4, 8] as const)[info - 24]!)
  if (info === 31) return INDEFINITE
  throw reader.fault(`the byte ${reader.bytes[at]!.toString(16)} begins no value`, at)
}

function readSimple(reader: ByteReader, out: Notation, info: number, tags: readonly bigint[]): void {
  if (info >= 25 && info <= 27) {
    const { value, text, note } = readFloat(reader, ([2, 4, 8] as const)[info - 25]!)
    out.value('number', text, together(tagNote(tags, value), note))
    return
  }
  if (info === 31) throw reader.fault('a break where nothing is open', reader.at - 1)
  if (info > 24) throw reader.fault('this byte begins no value', reader.at - 1)
  const simple = info === 24 ? reader.byte() : info
  const names: Record<number, string> = { 20: 'false', 21: 'true', 22: 'null', 23: 'undefined' }
  out.value('literal', names[simple] ?? `simple(${simple})`, tagNote(tags, null))
}

/** Longer big numbers are shown as bytes only. */
const BIG_NUMBER_BYTES = 64

/** The value of a big number (section 3.4.3) becomes a note beside its bytes. */
function writeBytes(bytes: Uint8Array, out: Notation, tags: readonly bigint[]): void {
  const tag = tags.at(-1)
  const big = (tag === 2n || tag === 3n) && bytes.length <= BIG_NUMBER_BYTES
  const magnitude = big ? bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) : 0n
  out.bytes(bytes, together(tagNote(tags, null), big ? String(tag === 2n ? magnitude : -1n - magnitude) : null))
}

/** A string of known length, or chunks until a break (section 3.2.3). */
function readChunks(reader: ByteReader, major: 2 | 3, length: bigint): Uint8Array {
  if (length !== INDEFINITE) return reader.take(safeLength(reader, length))
  const chunks: Uint8Array[] = []
  while (!takeBreak(reader)) {
    const at = reader.at
    const first = reader.byte()
    const size = first >> 5 === major ? readArgument(reader, first & 0x1f, at) : INDEFINITE
    if (size === INDEFINITE) throw reader.fault('a chunk of another kind in the string', at)
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
  if (length > BigInt(reader.bytes.length)) throw reader.fault('the bytes end early')
  return Number(length)
}

function readText(reader: ByteReader, out: Notation, length: bigint, tags: readonly bigint[]): void {
  const bytes = readChunks(reader, 3, length)
  const text = utf8Text(bytes)
  if (text === null) out.bytes(bytes, together(tagNote(tags, null), 'a string that is not UTF-8'))
  else out.text(text, tagNote(tags, null))
}

function readContainer(
  reader: ByteReader,
  out: Notation,
  kind: 'array' | 'object',
  count: bigint,
  tags: readonly bigint[],
): void {
  out.begin(kind, reader)
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

/** Any value can be a key. It is written on one line. */
function keySource(reader: ByteReader, out: Notation): string {
  const key = out.forKey()
  readItem(reader, key, [])
  return key.source
}

/** Names of the tags of section 3.4 that say what a value means. Other tags are shown as numbers. */
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

function together(...notes: readonly (string | null)[]): string | null {
  return notes.filter((note) => note !== null).join(': ') || null
}

function tagNote(tags: readonly bigint[], value: number | null): string | null {
  if (tags.length === 0) return null
  const names = tags.map((tag) => `tag ${tag}${TAG_NAMES[String(tag)] ? ` (${TAG_NAMES[String(tag)]})` : ''}`)
  const time = tags.at(-1) === 1n && value !== null ? `: ${timeText(value)}` : ''
  return names.join(', ') + time
}
