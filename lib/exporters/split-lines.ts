import { createEntryBuffer, type EntrySplitter, type FileEntry } from './entry-splitter'

const LINE_FEED = 0x0a

/** Splits NDJSON into lines. Empty lines are skipped but counted. */
export function splitLines(entryBytesMax: number): EntrySplitter {
  const buffer = createEntryBuffer(entryBytesMax)
  let number = 1

  function take(): FileEntry[] {
    const entry = buffer.take(`line ${number}`)
    number += 1
    return 'text' in entry && entry.text.trim() === '' ? [] : [entry]
  }

  return {
    *push(piece) {
      let from = 0
      for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
        if (end === from && buffer.sizeBytes === 0) number += 1
        else {
          buffer.add(piece.subarray(from, end))
          yield* take()
        }
        from = end + 1
      }
      buffer.add(piece.subarray(from))
    },
    end: take,
  }
}
