import { AppError, type FieldError, isAppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import { LIMITS } from '#lib/core/limits'
import type { ImportedCapture } from '#lib/exporters/imported-capture'
import type { ImportItem } from '#lib/exporters/read-import'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import { createAdmission } from './admit-capture'
import type { Owner } from './find-owner'
import { ownedBin } from './owned-bin'
import { type ReceivedRequest, recordCapture } from './record-capture'

/** `skipped` names the first hundred entries that were left out. */
export type ImportReport = { imported: number; skippedCount: number; skipped: FieldError[] }

/** Committed together, so that an import leaves room for captures between its steps. */
const BATCH_COUNT = 128
const BATCH_BYTES = 2 * 1024 * 1024
const RETRY_AFTER_SECONDS = '10'

/**
 * Stores the captures of a file in its order, through the same writer as those that come in, a batch at a time: the file is read no
 * faster than it is stored. Each is admitted like a request of its sender would be.
 *
 * @throws what `ownedBin` throws; `too_many_requests`, `storage_unavailable` or `bin_not_found` midway, and then `errors` names the
 *   first entry that was not stored; and what `items` throws. What was stored before stays.
 */
export async function importCaptures(
  rt: Runtime,
  owner: Owner | null,
  binId: string,
  items: AsyncIterable<ImportItem>,
  address: string,
): Promise<ImportReport> {
  const bin = await ownedBin(rt, owner, binId)
  const leave = rt.limits.imports.enter(limitSubject(address))
  if (!leave) throw tooManyImports()
  const task = createImport(rt, bin, address)
  try {
    for await (const item of items) await task.add(item)
    await task.flush()
    return task.report
  } catch (error) {
    await task.flush().catch(() => {}) // what was admitted before; it fails where the store is what failed
    throw midway(error, task.report.imported)
  } finally {
    leave()
  }
}

type Waiting = { path: string; request: ReceivedRequest }

function createImport(rt: Runtime, bin: StoredBin, address: string) {
  const report: ImportReport = { imported: 0, skippedCount: 0, skipped: [] }
  const admission = createAdmission(rt)
  let batch: Waiting[] = []
  let batchBytes = 0

  async function flush(): Promise<void> {
    const given = batch
    batch = []
    batchBytes = 0
    const outcomes = await Promise.allSettled(given.map(({ request }) => recordCapture(rt, bin, request)))
    report.imported += outcomes.filter(({ status }) => status === 'fulfilled').length
    const failed = outcomes.findIndex(({ status }) => status === 'rejected')
    if (failed >= 0) throw notStored((outcomes[failed] as PromiseRejectedResult).reason, given[failed]!.path)
  }

  async function take(path: string, capture: ImportedCapture): Promise<void> {
    try {
      await admission?.admit(bin, () => address, 0)
    } catch (error) {
      throw notStored(error, path)
    }
    admission?.stored(bin, capture.body.byteLength)
    batch.push({ path, request: toRequest(bin, capture, rt.now()) })
    batchBytes += capture.body.byteLength
    if (batch.length >= BATCH_COUNT || batchBytes >= BATCH_BYTES) await flush()
  }

  return {
    report,
    flush,
    async add(item: ImportItem): Promise<void> {
      if ('capture' in item) return take(item.path, item.capture)
      report.skippedCount += 1
      if (report.skipped.length < LIMITS.importSkippedListed) report.skipped.push({ path: item.path, message: item.fault })
    },
  }
}

function toRequest(
  bin: StoredBin,
  { target, headers, trailers, pinned, note, ...rest }: ImportedCapture,
  at: number,
): ReceivedRequest {
  return {
    ...rest,
    target: `/in/${bin.id}${target}`,
    rawHeaders: headers.flat(),
    rawTrailers: trailers.flat(),
    imported: { pinned, note, at },
  }
}

function notStored(error: unknown, path: string): unknown {
  if (!isAppError(error)) return error
  const errors = [{ path, message: 'was not stored, nor was what follows it' }]
  return new AppError(error.code, error.message, { ...error.options, errors })
}

/** Says what stays, so that nobody imports it twice. */
function midway(error: unknown, imported: number): unknown {
  if (!isAppError(error) || imported === 0) return error
  return new AppError(
    error.code,
    `${error.message} ${imported} captures of the file were imported before; they stay.`,
    error.options,
  )
}

function tooManyImports(): AppError {
  return new AppError('too_many_requests', 'Several imports from this address are under way. Wait until one of them ends.', {
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
  })
}
