/** One entry of a file as it stands there, or why it cannot be read. `path`: `line 3`, `log.entries.2`. */
export type FileEntry = { path: string; text: string } | { path: string; fault: string }

/** Cuts a file that comes piece by piece into its entries; holds one entry at a time. */
export type EntrySplitter = {
  /** One by one, as they are asked for: a piece may hold thousands. */
  push(piece: Uint8Array): Iterable<FileEntry>
  /** What was left when the file ended. */
  end(): FileEntry[]
}

/** The bytes of the entry under way. What is over `bytesMax` is let go while it comes in. */
export function createEntryBuffer(bytesMax: number) {
  const decoder = new TextDecoder('utf-8', { fatal: true }) // one for a file of many short entries
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
    /** The entry as a whole; the buffer is empty then. */
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

/** @throws {TypeError} where it is not UTF-8 */
function decode(whole: InstanceType<typeof TextDecoder>, parts: readonly Uint8Array[]): string {
  if (parts.length === 1) return whole.decode(parts[0])
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const text = parts.map((part) => decoder.decode(part, { stream: true }))
  return text.join('') + decoder.decode()
}
