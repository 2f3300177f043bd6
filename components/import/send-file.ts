import { CallError } from '#lib/client/call-error'
import type { FieldError } from '#lib/core/errors'
import { LIMITS } from '#lib/core/limits'
import { fileEntries, type ImportFormat, importFormats } from '#lib/exporters/read-import'
import { api } from '../api'
import { filePieces } from './file-pieces'
import { ENTRY_BYTES_MAX, type FoundFile } from './inspect-file'
import { createYieldIfDue } from './yield-if-due'

const PART_CHARS = 1024 * 1024
const PART_COUNT = 500

export type Sent = {
  /** How many entries are processed, imported or not; the position to continue from. */
  done: number
  imported: number
  /** Entries that the server skipped, in addition to those already known. */
  skippedCount: number
  skipped: readonly FieldError[]
}

export const NOTHING_SENT: Sent = { done: 0, imported: 0, skippedCount: 0, skipped: [] }

type Part = { texts: string[]; paths: string[] }

/**
 * Sends the entries in parts of about 1 MB, from where `before` ended; each part is a small file of the same format. Reports progress after
 * each part, and ends between two parts once `stop` is aborted.
 * @throws CallError; `onProgress` has reported what was imported until then
 */
export async function sendFile(
  binId: string,
  found: FoundFile,
  before: Sent,
  onProgress: (sent: Sent) => void,
  stop: AbortSignal,
): Promise<Sent> {
  let sent = before
  for await (const part of parts(found, before.done)) {
    if (stop.aborted) break
    sent = await sendPart(binId, found.format, part, sent, onProgress)
    onProgress(sent)
  }
  return sent
}

async function sendPart(
  binId: string,
  format: ImportFormat,
  part: Part,
  sent: Sent,
  onProgress: (sent: Sent) => void,
): Promise<Sent> {
  try {
    const report = await api.importCaptures({ bin: binId, upload: partFile(format, part.texts) })
    const skipped = report.skipped.map(({ path, message }) => ({ path: part.paths[indexOf(path)] ?? path, message }))
    return {
      done: sent.done + part.texts.length,
      imported: sent.imported + report.imported,
      skippedCount: sent.skippedCount + report.skippedCount,
      skipped: [...sent.skipped, ...skipped].slice(0, LIMITS.importSkippedListed),
    }
  } catch (error) {
    const path = error instanceof CallError ? error.errors[0]?.path : undefined
    const stored = path === undefined ? 0 : indexOf(path)
    if (stored > 0) onProgress({ ...sent, done: sent.done + stored, imported: sent.imported + stored })
    throw error
  }
}

async function* parts({ file, format, faulty }: FoundFile, from: number): AsyncGenerator<Part> {
  const yieldIfDue = createYieldIfDue()
  let part: Part = { texts: [], paths: [] }
  let chars = 0
  let index = 0
  for await (const entry of fileEntries(filePieces(file), format, ENTRY_BYTES_MAX)) {
    await yieldIfDue()
    if (!('text' in entry) || faulty.has(entry.path)) continue
    index += 1
    if (index <= from) continue
    if (part.texts.length > 0 && (chars + entry.text.length > PART_CHARS || part.texts.length >= PART_COUNT)) {
      yield part
      part = { texts: [], paths: [] }
      chars = 0
    }
    part.texts.push(entry.text)
    part.paths.push(entry.path)
    chars += entry.text.length
  }
  if (part.texts.length > 0) yield part
}

function partFile(format: ImportFormat, texts: readonly string[]): Blob {
  const type = importFormats[format].contentType
  return format === 'har'
    ? new Blob(['{"log":{"entries":[', texts.join(','), ']}}'], { type })
    : new Blob([texts.join('\n')], { type })
}

/** `line 3` and `log.entries.2` are both the third entry. */
function indexOf(path: string): number {
  const line = /^line (\d+)$/.exec(path)
  return line ? Number(line[1]) - 1 : Number(/^log\.entries\.(\d+)$/.exec(path)?.[1] ?? 0)
}
