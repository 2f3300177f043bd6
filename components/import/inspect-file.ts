import { z } from 'zod'
import type { FieldError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import { type ImportFormat, readImport } from '#lib/exporters/read-import'
import { filePieces, formatOf } from './file-pieces'
import { createYieldIfDue } from './yield-if-due'

// The page's content security policy forbids the code generation that zod uses for speed, and browsers log each attempt.
z.config({ jitless: true })

/** The largest entry that a browser can handle. The server has its own limit and reports entries over it. */
export const ENTRY_BYTES_MAX = 256 * 1024 * 1024

/** The contents of a file. */
export type FoundFile = {
  file: File
  format: ImportFormat
  count: number
  /** Paths of the entries that are not captures. */
  faulty: ReadonlySet<string>
  /** The first of those, with the reason. */
  skipped: readonly FieldError[]
}

/** Why a file has no request to import. */
export function nothingText(found: FoundFile): string {
  if (found.file.size === 0) return 'This file is empty.'
  if (isOther(found)) return 'This is neither a HAR file nor an export of Creel.'
  return found.faulty.size === 0 ? 'This file contains no requests.' : 'None of the requests in this HAR file can be imported.'
}

/** Whether it is a file of another kind. A HAR whose requests all have faults is not. */
export function isOther({ format, count, faulty }: FoundFile): boolean {
  return count === 0 && faulty.size > 0 && (format === 'ndjson' || faulty.has(NO_ENTRIES))
}

/** Where a file that should be a HAR has no list of requests. */
const NO_ENTRIES = 'log.entries'

/**
 * Reads a file like the server will, in slices that do not block the page. @throws AbortError, and the browser's error if it cannot read the
 * file
 */
export async function inspectFile(file: File, onRead: (bytes: number) => void, signal: AbortSignal): Promise<FoundFile> {
  const format = await formatOf(file)
  const yieldIfDue = createYieldIfDue()
  const faulty = new Set<string>()
  const skipped: FieldError[] = []
  let count = 0
  const rules = { bodyBytesMax: Number.POSITIVE_INFINITY, entryBytesMax: ENTRY_BYTES_MAX, now: Date.now() }
  for await (const item of readImport(filePieces(file, onRead), format, rules)) {
    signal.throwIfAborted()
    if ('capture' in item) count += 1
    else {
      faulty.add(item.path)
      if (skipped.length < LIMITS.importSkippedListed) skipped.push({ path: item.path, message: item.fault })
    }
    await yieldIfDue()
  }
  return { file, format, count, faulty, skipped }
}
