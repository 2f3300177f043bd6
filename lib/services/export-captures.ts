import { AppError } from '#lib/core/errors'
import type { Filter } from '#lib/core/filter/filter'
import { captureSeq } from '#lib/core/ids'
import { limitSubject } from '#lib/core/limit-subject'
import type { ArchiveKind } from '#lib/exporters/archive'
import { ZIP_CAPTURES_MAX } from '#lib/exporters/zip'
import type { Runtime } from '#lib/runtime'
import type { ExportQuery } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'
import { viewedBin } from './viewed-bin'
import { watchAccess } from './watch-access'

/** Seqs are exclusive. `ids`: only these; unknown ones are skipped. */
export type ExportInput = { format: ArchiveKind; filter?: Filter; before?: number; after?: number; ids?: readonly string[] }

/** `ending` is aborted by the caller when the reader disconnects, and by the export when the reader's access ends. */
export type ExportCaller = { address: string; captureOrigin: string; ending: AbortController }

/**
 * A bin's captures as one file, oldest first, in pieces that are generated as they are read. When the iteration ends, it no longer counts
 * as an export to this address. A link to one capture exports that capture; captures that arrive meanwhile are not included.
 *
 * @throws what `viewedBin` and `Scan.exportCaptures` throw, `too_many_requests`, `invalid_input` if a ZIP cannot hold so many
 */
export async function* exportCaptures(
  rt: Runtime,
  actor: Actor,
  binId: string,
  input: ExportInput,
  { address, captureOrigin, ending }: ExportCaller,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const leave = rt.limits.exports.acquire(limitSubject(address))
  if (!leave) throw tooManyExports()
  const access = watchAccess(rt, actor, bin, () => ending.abort(accessEnded()))
  try {
    const range = { after: input.after ?? 0, through: Math.min(bin.lastSeq, (input.before ?? Number.MAX_SAFE_INTEGER) - 1) }
    const seqs = chosenSeqs(bin, permission.captureSeq, input.ids)
    if (!seqs && !input.filter && input.format === 'zip' && bin.captureCount > ZIP_CAPTURES_MAX) throw tooManyForZip()
    const { format, filter } = input
    const wanted: ExportQuery = { bin, permission, now: rt.now(), format, origin: captureOrigin, ...range, seqs, filter }
    yield* rt.scan.exportCaptures(wanted, ending.signal)
  } finally {
    access.stop()
    leave()
  }
}

/** Ascending; undefined: the whole bin. */
function chosenSeqs(bin: StoredBin, only: number | null, ids: readonly string[] | undefined): number[] | undefined {
  if (!ids) return only === null ? undefined : [only]
  const seqs = new Set(ids.map((id) => captureSeq(bin.captureTag, id)).filter((seq) => seq !== null))
  return [...seqs].filter((seq) => (only === null || seq === only) && seq <= bin.lastSeq).sort((a, b) => a - b)
}

/** Next does not log an error of this name. */
function accessEnded(): DOMException {
  return new DOMException('The access key or link that the export was started with has ended.', 'AbortError')
}

function tooManyExports(): AppError {
  return new AppError('too_many_requests', 'Too many exports to this address are running. Wait until one of them ends.', {
    headers: { 'retry-after': '10' },
  })
}

function tooManyForZip(): AppError {
  const message = `a ZIP holds at most ${ZIP_CAPTURES_MAX} captures; export fewer, or as NDJSON`
  return new AppError('invalid_input', 'Not accepted: format. "errors" says why.', { errors: [{ path: 'format', message }] })
}
