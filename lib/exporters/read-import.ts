import type { EntrySplitter, FileEntry } from './entry-splitter'
import { importHarEntry } from './import-har'
import { importNdjsonLine } from './import-ndjson'
import type { ImportRules, ReadEntry } from './imported-capture'
import { splitHar } from './split-har'
import { splitLines } from './split-lines'

export type ImportFormat = 'har' | 'ndjson'

export const importFormats = {
  har: { label: 'HAR', contentType: 'application/json', split: splitHar, read: importHarEntry },
  ndjson: { label: 'NDJSON', contentType: 'application/x-ndjson', split: splitLines, read: importNdjsonLine },
} satisfies Record<
  ImportFormat,
  {
    label: string
    contentType: string
    split: (entryBytesMax: number) => EntrySplitter
    read: (text: string, rules: ImportRules) => ReadEntry
  }
>

/** Yields the entries of a file that arrives in pieces. Only one entry is in memory; an entry over `entryBytesMax` becomes a fault. */
export async function* fileEntries(
  pieces: AsyncIterable<Uint8Array>,
  format: ImportFormat,
  entryBytesMax: number,
): AsyncGenerator<FileEntry> {
  const splitter = importFormats[format].split(entryBytesMax)
  for await (const piece of pieces) yield* splitter.push(piece)
  yield* splitter.end()
}

/** One entry of a file and its position there. A broken one of a HAR means that the whole file is not JSON. */
export type ImportItem = { path: string } & ReadEntry

/** Reads a file of captures, ours or a browser's. Never throws because of its content: an unreadable entry is reported, and reading goes on. */
export async function* readImport(
  pieces: AsyncIterable<Uint8Array>,
  format: ImportFormat,
  { entryBytesMax, ...rules }: ImportRules & { entryBytesMax: number },
): AsyncGenerator<ImportItem> {
  for await (const entry of fileEntries(pieces, format, entryBytesMax)) {
    const { path } = entry
    yield 'fault' in entry ? entry : { path, ...importFormats[format].read(entry.text, rules) }
  }
}
