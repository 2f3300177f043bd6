import { crc32 } from 'node:zlib'
import { AppError } from '#lib/core/errors'
import { captureId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { Facts } from '#lib/senders/read-facts'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Judged, NewCapture } from '#lib/store/stored-capture'
import { factsOf } from './facts-of'
import { judgeAtOnce } from './signatures/judge-capture'

/** A body of this size takes a tenth of a millisecond to skim. */
const READ_AT_ONCE_BYTES_MAX = 64 * 1024

/** A request as it came off the wire, with its body. */
export type ReceivedRequest = Omit<NewCapture, 'binKey' | 'bodyCrc32' | 'facts' | 'judged'> & {
  /** The verdict, if it is known already. */
  judged?: Judged
}

/**
 * Stores a request and returns its seq and public id. Resolves after the commit, because a request that is answered 2xx must be on disk.
 * The writer also notifies watchers after the commit, batch by batch, so that they can fetch the capture.
 *
 * @throws `bin_not_found` when the bin was deleted meanwhile; nothing is stored then.
 * @throws `storage_unavailable` when it cannot be stored now.
 */
export async function recordCapture(rt: Runtime, bin: StoredBin, request: ReceivedRequest): Promise<{ seq: number; id: string }> {
  const judging = judgedOf(rt, bin, request)
  const capture = newCapture(rt, bin, request, judging instanceof Promise ? await judging : judging)
  const seq = await rt.writer.add(bin, capture)
  if (seq === null) {
    rt.bins.forget(bin.id)
    throw new AppError('bin_not_found', `There is no bin ${bin.id}.`)
  }
  stored(rt, capture)
  return { seq, id: captureId(bin.captureTag, seq) }
}

/**
 * Stores requests in their order, all or none.
 * @throws what `recordCapture` throws
 */
export async function recordCaptures(rt: Runtime, bin: StoredBin, requests: readonly ReceivedRequest[]): Promise<void> {
  const captures: NewCapture[] = []
  for (const request of requests) captures.push(newCapture(rt, bin, request, await judgedOf(rt, bin, request)))
  const seqs = await rt.writer.addAll(bin, captures)
  if (seqs.includes(null)) {
    rt.bins.forget(bin.id)
    throw new AppError('bin_not_found', `There is no bin ${bin.id}.`)
  }
  for (const capture of captures) stored(rt, capture)
}

function stored(rt: Runtime, { body, judged, receivedAt }: NewCapture): void {
  rt.metrics.captured(body.byteLength)
  rt.secretMatches.judged(judged.signature, receivedAt)
}

/** Copies field by field, because spread syntax takes as long as the checksum of a usual body. */
function newCapture(rt: Runtime, bin: StoredBin, request: ReceivedRequest, judged: Judged): NewCapture {
  return {
    binKey: bin.key,
    method: request.method,
    target: request.target,
    httpVersion: request.httpVersion,
    rawHeaders: request.rawHeaders,
    rawTrailers: request.rawTrailers,
    body: request.body,
    bodyCrc32: crc32(request.body),
    bodySize: request.bodySize,
    truncated: request.truncated,
    aborted: request.aborted,
    remoteAddress: request.remoteAddress,
    receivedAt: request.receivedAt,
    durationMs: request.durationMs,
    facts: factsAtOnce(rt, request),
    judged,
    reply: request.reply,
    imported: request.imported,
  }
}

/** Not a promise if the bin never had a secret, so that such captures wait for nothing. */
function judgedOf(rt: Runtime, bin: StoredBin, request: ReceivedRequest): Judged | Promise<Judged> {
  if (request.judged) return request.judged
  return bin.secretsVersion === 0 ? PLAIN : judgeAtOnce(rt, bin, request)
}

const PLAIN: Judged = { version: 0, signature: null }

/**
 * Reads the facts before the commit, so that the live frame shows them. If that would take too much time from captures, returns null, and
 * read-backlog.ts does it.
 */
function factsAtOnce(rt: Runtime, request: ReceivedRequest): Facts | null {
  if (request.body.byteLength > READ_AT_ONCE_BYTES_MAX && !request.truncated) return null
  return rt.factsBudget.run(() => factsOf(request))
}
