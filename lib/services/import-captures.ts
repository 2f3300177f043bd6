import { AppError, type FieldError, isAppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import { LIMITS } from '#lib/core/limits'
import type { ImportedCapture } from '#lib/exporters/imported-capture'
import type { ImportItem } from '#lib/exporters/read-import'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { unauthenticated } from './access'
import type { Actor } from './actor'
import { createAdmission } from './admit-capture'
import { ownedBin } from './owned-bin'
import { createPinAllowance } from './pin-limits'
import { type ReceivedRequest, recordCaptures } from './record-capture'
import { watchAccess } from './watch-access'

/** `skipped` lists the first hundred entries that were skipped. */
export type ImportReport = { imported: number; skippedCount: number; skipped: FieldError[] }

/** Committed together. Small, so that captures are stored between the steps of an import. */
const BATCH_COUNT = 128
const BATCH_BYTES = 2 * 1024 * 1024
const RETRY_AFTER_SECONDS = '10'
/** How long to check entries before the next turn. */
const WORK_MS = 2

/**
 * Stores the captures of a file in its order, in batches, through the same writer as incoming ones. So the file is read no faster than it
 * is stored. Each capture is admitted like a request of its sender would be.
 *
 * @throws what `ownedBin` throws; `too_many_requests`, `storage_unavailable`, `bin_not_found` or `unauthenticated` (the key was revoked)
 * midway, and then `errors` names the first entry that was not stored; `malformed_json` if the file is not JSON: from a HAR's first
 * broken entry on, and of NDJSON if no line is JSON; and what `items` throws. Captures stored before stay.
 */
export async function importCaptures(
  rt: Runtime,
  actor: Actor,
  binId: string,
  { items, isOneDocument }: { items: AsyncIterable<ImportItem>; isOneDocument: boolean },
  address: string,
): Promise<ImportReport> {
  const bin = await ownedBin(rt, actor, binId)
  const release = rt.limits.imports.acquire(limitSubject(address))
  if (!release) throw tooManyImports()
  const task = createImport(rt, bin, address)
  let revoked = false
  const access = watchAccess(rt, actor, bin, () => {
    revoked = true
  })
  try {
    const yieldIfDue = createYieldIfDue(rt)
    for await (const item of items) {
      await yieldIfDue()
      if (revoked) throw notStored(unauthenticated(), item.path)
      if (isOneDocument && isBroken(item)) throw notJson([{ path: item.path, message: item.fault }])
      await task.add(item)
    }
    await task.flush()
    if (task.isBroken()) throw notJson(task.report.skipped)
    return task.report
  } catch (error) {
    // Entries that were admitted before are stored first. If that fails, the import continues from the first of them.
    const first = await task.flush().then(
      () => error,
      (unstored: unknown) => unstored,
    )
    throw withProgress(first, task.report.imported)
  } finally {
    access.stop()
    release()
  }
}

type Waiting = { path: string; request: ReceivedRequest }

function createImport(rt: Runtime, bin: StoredBin, address: string) {
  const report: ImportReport = { imported: 0, skippedCount: 0, skipped: [] }
  let brokenCount = 0
  const admission = createAdmission(rt)
  const mayPin = createPinAllowance(rt, bin)
  let batch: Waiting[] = []
  let batchBytes = 0

  async function flush(): Promise<void> {
    const flushed = batch
    batch = []
    batchBytes = 0
    if (flushed.length === 0) return
    try {
      await recordCaptures(
        rt,
        bin,
        flushed.map(({ request }) => request),
      )
    } catch (error) {
      throw notStored(error, flushed[0]!.path)
    }
    report.imported += flushed.length
  }

  async function addCapture(path: string, capture: ImportedCapture): Promise<void> {
    let pinned = false
    try {
      await admission?.admit(bin, address)
      pinned = capture.pinned && (await mayPin(capture))
    } catch (error) {
      throw notStored(error, path)
    }
    admission?.stored(bin, capture.body.byteLength)
    batch.push({ path, request: toRequest(bin, { ...capture, pinned }, rt.now()) })
    batchBytes += capture.body.byteLength
    if (batch.length >= BATCH_COUNT || batchBytes >= BATCH_BYTES) await flush()
  }

  return {
    report,
    flush,
    /** Whether no entry was JSON. */
    isBroken: () => report.imported === 0 && brokenCount > 0 && brokenCount === report.skippedCount,
    async add(item: ImportItem): Promise<void> {
      if ('capture' in item) return addCapture(item.path, item.capture)
      report.skippedCount += 1
      if (isBroken(item)) brokenCount += 1
      if (report.skippedCount > LIMITS.importFaultsMax) throw tooManyFaults(item.path, report.skipped)
      if (report.skipped.length < LIMITS.importSkippedListed) report.skipped.push({ path: item.path, message: item.fault })
    },
  }
}

type Broken = Extract<ImportItem, { fault: string }> & { broken: true }

function isBroken(item: ImportItem): item is Broken {
  return 'fault' in item && item.broken === true
}

function notJson(errors: readonly FieldError[]): AppError {
  const [{ path, message }] = errors as [FieldError]
  return new AppError('malformed_json', `The file is not valid JSON: ${path} ${message}.`, { errors })
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
    reply: null,
    imported: { pinned, note, at },
  }
}

/** Waits for the next turn once this import has worked for a while, because reading invalid entries awaits nothing. */
function createYieldIfDue(rt: Runtime): () => Promise<void> {
  let startedAt = performance.now()
  return async () => {
    if (performance.now() - startedAt < WORK_MS) return
    await rt.limits.turns.next()
    startedAt = performance.now()
  }
}

function notStored(error: unknown, path: string): unknown {
  if (!isAppError(error)) return error
  const errors = [{ path, message: 'was not stored, and neither was anything after it' }]
  return new AppError(error.code, error.message, { ...error.options, errors })
}

/** Says what was stored and where to continue, so that nobody imports anything twice. */
function withProgress(error: unknown, imported: number): unknown {
  if (!isAppError(error)) return error
  const path = error.options.errors?.[0]?.path
  const rest = path === undefined ? '' : ` Import the rest from ${path} on.`
  if (imported === 0 && (rest === '' || error.code === 'malformed_json')) return error
  return new AppError(
    error.code,
    `${error.message} ${imported} captures of the file were imported and stay.${rest}`,
    error.options,
  )
}

function tooManyFaults(path: string, skipped: readonly FieldError[]): AppError {
  const message = `was not read: more than ${LIMITS.importFaultsMax} entries are not captures`
  return new AppError('invalid_input', `The import stopped: more than ${LIMITS.importFaultsMax} entries are not captures.`, {
    errors: [{ path, message }, ...skipped],
  })
}

function tooManyImports(): AppError {
  return new AppError('too_many_requests', 'Too many imports from this address are running. Wait until one of them ends.', {
    headers: { 'retry-after': RETRY_AFTER_SECONDS },
  })
}
