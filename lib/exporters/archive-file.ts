import type { Archive, ArchiveOptions, Piece, Steps } from './archive'

const PIECE_BYTES = 128 * 1024

/** Joins the pieces into chunks of 128 KiB, each with its own buffer, so that small captures don't each cost a message between threads. */
export async function* archiveFile(
  archive: Archive,
  steps: Steps,
  options: ArchiveOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let buffer = new Uint8Array(PIECE_BYTES)
  let filled = 0
  for await (const pieces of archive.write(steps, options)) {
    for (const piece of pieces) {
      for (let rest: Piece | null = piece; rest !== null; ) {
        const copied = copyInto(buffer.subarray(filled), rest)
        filled += copied.bytes
        rest = copied.rest
        if (rest === null) continue
        yield buffer.subarray(0, filled)
        buffer = new Uint8Array(PIECE_BYTES)
        filled = 0
      }
    }
  }
  if (filled > 0) yield buffer.slice(0, filled)
}

const encoder = new TextEncoder()

/** Copies as much of the piece as fits, in whole characters. `rest`: what did not fit, or null. */
function copyInto(room: Uint8Array, piece: Piece): { bytes: number; rest: Piece | null } {
  if (typeof piece === 'string') {
    const { read, written } = encoder.encodeInto(piece, room)
    return { bytes: written, rest: read === piece.length ? null : piece.slice(read) }
  }
  const part = piece.subarray(0, room.byteLength)
  room.set(part)
  return { bytes: part.byteLength, rest: part.byteLength === piece.byteLength ? null : piece.subarray(part.byteLength) }
}
