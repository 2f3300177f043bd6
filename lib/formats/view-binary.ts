import { BinaryFault, ByteReader } from './byte-reader'
import { type Body, cutNotes, type Failure, type Viewed } from './format'
import { Notation } from './notation'

type ReadItem = (reader: ByteReader, out: Notation) => void

/** One value, or a sequence of values (RFC 8742 for CBOR; MessagePack has no media type for it). Values before a fault are shown. */
export function viewBinary({ bytes, cut }: Body, readItem: ReadItem): Viewed | Failure {
  const one = readValues(bytes, readItem, false)
  const all = one.fault === null && one.reader.at < bytes.length ? readValues(bytes, readItem, true) : one
  const tree = all.out.finish(bytes, all.fault)
  if (tree.size === 0) return { failed: all.fault?.message ?? 'there is no value' }
  const several = all === one || tree.childCounts[0] === 1 ? [] : [`${tree.childCounts[0]} values follow one another.`]
  const missing = all.fault === null ? [] : cutNotes(cut, 'the last values are missing')
  return { view: { shape: 'tree', tree }, notes: [...several, ...missing] }
}

type Values = { out: Notation; reader: ByteReader; fault: BinaryFault | null }

function readValues(bytes: Uint8Array, readItem: ReadItem, several: boolean): Values {
  const reader = new ByteReader(bytes)
  const out = new Notation()
  try {
    if (several) out.begin('lines', reader)
    do readItem(reader, out)
    while (several && !reader.atEnd)
    if (several) out.end()
    return { out, reader, fault: null }
  } catch (error) {
    if (!(error instanceof BinaryFault)) throw error
    return { out, reader, fault: error }
  }
}
