import { type ImportFormat, type ImportItem, readImport } from '#lib/exporters/read-import'

export const NOW = 1_700_000_000_000
const RULES = { bodyBytesMax: 10_000_000, entryBytesMax: 20_000_000, now: NOW }

/** Reads a file like an import, in pieces of `pieceBytes`. */
export async function readFile(
  file: string | Uint8Array,
  format: ImportFormat,
  { pieceBytes = 7, ...rules }: Partial<typeof RULES> & { pieceBytes?: number } = {},
): Promise<ImportItem[]> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const items: ImportItem[] = []
  for await (const item of readImport(pieces(bytes, pieceBytes), format, { ...RULES, ...rules })) items.push(item)
  return items
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
