import type { ImportFormat } from '#lib/exporters/read-import'

const PIECE_BYTES = 1024 * 1024
const HEAD_BYTES = 4096

/** Reads the bytes of a file lazily. `onRead` gets the number of bytes read so far. */
export async function* filePieces(file: Blob, onRead: (bytes: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    const piece = new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer())
    onRead(from + piece.byteLength)
    yield piece
  }
}

/** Detects the format by the file's beginning or, if that is ambiguous, by its name. */
export async function formatOf(file: File): Promise<ImportFormat> {
  const head = await file.slice(0, HEAD_BYTES).text()
  return /^\ufeff?\s*\{\s*"log"\s*:/.test(head) || /\.har$/i.test(file.name) ? 'har' : 'ndjson'
}
