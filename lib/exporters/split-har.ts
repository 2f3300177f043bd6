import { createEntryBuffer, type EntrySplitter, type FileEntry } from './entry-splitter'

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]
/** `{"log":{"entries":[` */
const ENTRIES_DEPTH = 3
const KEY_BYTES_MAX = 16
/** A HAR without its entries. Browsers write a few KB. */
const FRAME_BYTES_MAX = 65_536

/** Splits `log.entries` into its items by brackets and quotes alone. The items are parsed and checked later, one by one. */
export function splitHar(entryBytesMax: number): EntrySplitter {
  const buffer = createEntryBuffer(entryBytesMax)
  const cursor = createCursor()
  const frame: number[] = []
  let filling = false // inside an entry
  let count = 0

  function take(): FileEntry {
    filling = false
    count += 1
    return buffer.take(`log.entries.${count - 1}`)
  }

  return {
    *push(piece) {
      let from = 0
      for (let i = 0; i < piece.length; i += 1) {
        const byte = piece[i]!
        const ends = cursor.endsEntry(byte)
        if (filling && ends) {
          buffer.add(piece.subarray(from, i))
          yield take()
        } else if (!filling && !ends && byte > 0x20 && cursor.where === 'in entries') {
          filling = true
          from = i
        }
        const inside = cursor.where === 'in entries'
        cursor.read(byte)
        if ((!inside || cursor.where !== 'in entries') && frame.length <= FRAME_BYTES_MAX) frame.push(byte)
      }
      if (filling) buffer.add(piece.subarray(from))
    },
    end() {
      const path = `log.entries.${count}`
      if (cursor.where === 'in entries')
        return [{ path, fault: 'is cut: the file ends before its list of entries does', broken: true }]
      const isJson = frame.length > FRAME_BYTES_MAX ? cursor.isClosed : isValidJson(frame)
      if (cursor.found)
        return isJson ? [] : [{ path, fault: 'is missing: the file is not JSON behind its entries', broken: true }]
      return [{ path: 'log.entries', fault: 'is missing: this is not a HAR file', ...(isJson ? {} : { broken: true as const }) }]
    },
  }
}

function isValidJson(bytes: readonly number[]): boolean {
  try {
    JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes)))
    return true
  } catch {
    return false
  }
}

/** Tracks the position in the JSON structure, byte by byte. */
function createCursor() {
  let depth = 0
  let inString = false
  let escaped = false
  let text = '' // the last string outside the entries
  let key = '' // the key of the next value
  let found = false
  let where: 'outside' | 'in log' | 'in entries' | 'after' = 'outside'

  function readString(byte: number): void {
    if (escaped) escaped = false
    else if (byte === BACKSLASH) escaped = true
    else if (byte === QUOTE) inString = false
    else if (where !== 'in entries' && text.length < KEY_BYTES_MAX) text += String.fromCharCode(byte)
  }

  function open(byte: number): void {
    depth += 1
    if (where === 'outside' && depth === 2 && byte === OPEN_BRACE && key === 'log') where = 'in log'
    else if (where === 'in log' && depth === ENTRIES_DEPTH && byte === OPEN_BRACKET && key === 'entries') {
      where = 'in entries'
      found = true
    }
  }

  function close(): void {
    depth -= 1
    if (where === 'in entries' && depth < ENTRIES_DEPTH) where = 'after'
    else if (where === 'in log' && depth < 2) where = 'outside'
  }

  return {
    get where() {
      return where
    },
    /** Whether there was a list of entries. */
    get found() {
      return found
    },
    /** Whether each bracket was closed. */
    get isClosed() {
      return depth === 0 && !inString
    },
    /** Whether `byte`, not read yet, ends an entry. */
    endsEntry(byte: number): boolean {
      return depth === ENTRIES_DEPTH && where === 'in entries' && !inString && (byte === COMMA || byte === CLOSE_BRACKET)
    },
    read(byte: number): void {
      if (inString) readString(byte)
      else if (byte === QUOTE) {
        inString = true
        text = ''
      } else if (byte === COLON) key = text
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) open(byte)
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) close()
    },
  }
}
