import { utf8Text } from '#lib/core/content'
import { BinaryFault, ByteReader, readFloat } from './byte-reader'
import { looksLikeText } from './decode-text'
import { cutNotes, type Format } from './format'
import { Notation } from './notation'

const TYPES = /^application\/(?:(?:x-|vnd\.)?(?:google\.)?protobuf|grpc(?:-web)?(?:\+proto)?|x-google-protobuf)$/
const DEPTH_MAX = 32

/**
 * Protocol Buffers without a schema, from the wire format alone: field numbers and wire types; bytes are shown as text, as a message
 * or as bytes, whichever fits best. In gRPC bodies, a five-byte frame header precedes each message.
 */
export const protobuf: Format = {
  guess: ({ contentType }) => (TYPES.test(contentType.essence ?? '') ? 92 : 0),
  view({ bytes, contentType, cut }) {
    const notation = new Notation()
    const fault = faultOf(() => {
      if (contentType.essence?.startsWith('application/grpc')) readFrames(new ByteReader(bytes), notation)
      else readMessage(new ByteReader(bytes), notation, 0)
    })
    const tree = notation.finish(bytes, fault)
    if (tree.size <= 1) return { failed: fault?.message ?? 'there is no field' }
    const missing = fault === null ? [] : cutNotes(cut, 'the last fields are missing')
    return {
      view: { shape: 'tree', tree },
      notes: ['Read without a schema: names are field numbers, and types are guesses.', ...missing],
    }
  },
}

function faultOf(read: () => void): BinaryFault | null {
  try {
    read()
    return null
  } catch (error) {
    if (!(error instanceof BinaryFault)) throw error
    return error
  }
}

/** Each message is preceded by a flag byte and a four-byte length. */
function readFrames(reader: ByteReader, out: Notation): void {
  out.begin('array', reader)
  while (!reader.atEnd) {
    const flags = reader.byte()
    const message = reader.within(reader.length(4))
    if (flags === 0) readMessage(message, out, 1)
    else out.bytes(message.bytes, flags === 0x80 ? 'trailers' : 'a compressed message')
  }
  out.end()
}

function readMessage(reader: ByteReader, out: Notation, depth: number): void {
  out.begin('object', reader)
  while (!reader.atEnd) readField(reader, out, depth)
  out.end()
}

/** Wire types: 0 varint, 1 eight bytes, 2 length and bytes, 3 and 4 start and end of a group, 5 four bytes. */
function readField(reader: ByteReader, out: Notation, depth: number): void {
  const at = reader.at
  if (out.builder.full) throw reader.fault(`the tree ends after ${out.builder.size} values`)
  const tag = readVarint(reader)
  const wireType = Number(tag & 7n)
  const field = tag >> 3n
  if (field === 0n || field > 0x1fffffffn || wireType > 5 || wireType === 4) throw reader.fault('no field starts like this', at)
  out.name(String(field), 'repeatable')
  if (wireType === 0) writeVarint(readVarint(reader), out)
  else if (wireType === 2) writeBytes(reader.within(lengthOf(reader)), out, depth)
  else if (wireType === 3) readGroup(reader, out, depth, field)
  else writeFixed(reader.take(wireType === 1 ? 8 : 4), out)
}

function lengthOf(reader: ByteReader): number {
  const at = reader.at
  const length = readVarint(reader)
  if (length > BigInt(reader.bytes.length)) throw reader.fault('the bytes end early', at)
  return Number(length)
}

function readVarint(reader: ByteReader): bigint {
  const at = reader.at
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.byte()
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
  throw reader.fault('a number is longer than ten bytes', at)
}

/** Negative int32 and int64 fill 64 bits; sint32 and sint64 are zigzag. */
function writeVarint(value: bigint, out: Notation): void {
  const signed = BigInt.asIntN(64, value)
  const zigzag = (value >> 1n) ^ -(value & 1n)
  const meanings = [signed === value ? null : `int ${signed}`, `sint ${zigzag}`, value <= 1n ? `bool ${value === 1n}` : null]
  out.value('number', String(value), `varint; ${meanings.filter((meaning) => meaning !== null).join(', ')}`)
}

/** Little-endian: a float, or an integer. */
function writeFixed(bytes: Uint8Array, out: Notation): void {
  const reader = new ByteReader(Uint8Array.from(bytes).reverse())
  const width = bytes.length === 8 ? 8 : 4
  const { text: float } = readFloat(reader, width)
  reader.at = 0
  const integer = reader.unsigned(width)
  out.value('number', String(integer), `${width * 8} bits; float ${float}, int ${BigInt.asIntN(width * 8, integer)}`)
}

function writeBytes(reader: ByteReader, out: Notation, depth: number): void {
  const { bytes } = reader
  const text = looksLikeText(bytes) ? utf8Text(bytes) : null
  if (text !== null) out.text(text)
  else if (depth < DEPTH_MAX && isMessage(bytes, depth + 1)) readMessage(reader, out, depth + 1)
  else out.bytes(bytes)
}

/** Whether all bytes parse as fields. A nested message is parsed again at every level above it, hence the limits on depth and size. */
function isMessage(bytes: Uint8Array, depth: number): boolean {
  const reader = new ByteReader(bytes)
  try {
    while (!reader.atEnd) skipField(reader, depth)
    return bytes.length > 0
  } catch {
    return false
  }
}

function skipField(reader: ByteReader, depth: number): void {
  const at = reader.at
  const tag = readVarint(reader)
  const wireType = Number(tag & 7n)
  const field = tag >> 3n
  if (field === 0n || field > 0x1fffffffn || wireType > 5 || wireType === 4 || depth > DEPTH_MAX)
    throw reader.fault('no field', at)
  if (wireType === 0) readVarint(reader)
  else if (wireType === 2) reader.take(lengthOf(reader))
  else if (wireType === 3) skipGroup(reader, depth, field)
  else reader.take(wireType === 1 ? 8 : 4)
}

function skipGroup(reader: ByteReader, depth: number, field: bigint): void {
  while (!atGroupEnd(reader, field)) skipField(reader, depth + 1)
}

function readGroup(reader: ByteReader, out: Notation, depth: number, field: bigint): void {
  if (depth >= DEPTH_MAX) throw reader.fault(`it nests deeper than ${DEPTH_MAX} levels`)
  out.begin('object', reader)
  while (!atGroupEnd(reader, field)) readField(reader, out, depth + 1)
  out.end()
}

/** Consumes this group's end tag if it comes next. */
function atGroupEnd(reader: ByteReader, field: bigint): boolean {
  const at = reader.at
  if (readVarint(reader) === ((field << 3n) | 4n)) return true
  reader.at = at
  return false
}
