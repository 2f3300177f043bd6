/** The text of one entry of a file, or why it cannot be read. `path`: `line 3`, `log.entries.2`. `broken`: it is not JSON at all. */
export type FileEntry = { path: string; text: string } | { path: string; fault: string; broken?: true }

/** Splits a file that arrives in pieces into entries. Holds only one entry in memory. */
export type EntrySplitter = {
  /** Lazily yields the entries that end in `piece`, of which there may be thousands. */
  push(piece: Uint8Array): Iterable<FileEntry>
  /** The rest, once the file has ended. */
  end(): FileEntry[]
}

/** Buffers the bytes of the current entry, and drops them once they exceed `bytesMax`. */
export function createEntryBuffer(bytesMax: number) {
  const decoder = new TextDecoder('utf-8', { fatal: true }) // shared, because a file may have many short entries
  let parts: Uint8Array[] = []
  let sizeBytes = 0

  return {
    add(part: Uint8Array): void {
      sizeBytes += part.byteLength
      if (sizeBytes > bytesMax) parts = []
      else if (part.byteLength > 0) parts.push(part)
    },
    get sizeBytes() {
      return sizeBytes
    },
    /** Returns the entry and empties the buffer. */
    take(path: string): FileEntry {
      const [taken, size] = [parts, sizeBytes]
      parts = []
      sizeBytes = 0
      if (size > bytesMax) return { path, fault: `takes ${size} bytes of the file, over the limit of ${bytesMax}` }
      try {
        return { path, text: decode(decoder, taken) }
      } catch {
        return { path, fault: 'is not UTF-8' }
      }
    },
  }
}

/** @throws {TypeError} if the bytes are not UTF-8 */
function decode(whole: InstanceType<typeof TextDecoder>, parts: readonly Uint8Array[]): string {
  if (parts.length === 1) return whole.decode(parts[0])
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const text = parts.map((part) => decoder.decode(part, { stream: true }))
  return text.join('') + decoder.decode()
}
