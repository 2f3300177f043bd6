import { hash } from 'node:crypto'
import type { Config } from '#lib/config'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSignature, CaptureSummary } from '#lib/core/capture'
import { captureTarget } from '#lib/core/capture-target'
import { type EncodedBytes, utf8Text } from '#lib/core/content'
import type { Delivery } from '#lib/core/delivery'
import { flatHeaderIndex, pairHeaders } from '#lib/core/headers'
import { captureId } from '#lib/core/ids'
import type { Share } from '#lib/core/share'
import type { LiveBin } from '#lib/live/live'
import type { Runtime } from '#lib/runtime'
import type { Facts } from '#lib/senders/read-facts'
import { isoTime as isoTimeOrNull } from '#lib/signatures/report'
import type { StoredShare } from '#lib/store/share-store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture, StoredSignature, StoredSummary } from '#lib/store/stored-capture'
import type { StoredDelivery } from '#lib/store/stored-delivery'
import { factFields, factsByHeaders, factsOf } from './facts-of'
import type { Origins } from './origins'

// Turns stored data into the shapes of the API. Pure.

/** When a bin expires, or null for never: after the lifetime its owner set, otherwise `CREEL_BIN_TTL` after the last capture. */
export function binExpiresAt(config: Config, bin: StoredBin): number | null {
  if (bin.fixedExpiresAt !== null) return bin.fixedExpiresAt
  return config.binTtlMs === null ? null : (bin.lastCaptureAt ?? bin.createdAt) + config.binTtlMs
}

export function presentBin(rt: Runtime, stored: StoredBin, origins: Origins): Bin {
  const expiresAt = binExpiresAt(rt.config, stored)
  return {
    id: stored.id,
    name: stored.name,
    ...binUrls(stored.id, origins),
    createdAt: isoTime(stored.createdAt),
    expiresAt: expiresAt === null ? null : isoTime(expiresAt),
    captureCount: stored.captureCount,
    byteCount: stored.byteCount,
    lastSeq: stored.lastSeq,
    lastCaptureAt: stored.lastCaptureAt === null ? null : isoTime(stored.lastCaptureAt),
    response: stored.response,
    require: stored.require?.shown ?? null,
  }
}

/** The fields of a bin that depend on the reader. */
export function binUrls(binId: string, origins: Origins): Pick<Bin, 'captureUrl' | 'inspectUrl'> {
  return { captureUrl: `${origins.capture}/in/${binId}`, inspectUrl: `${origins.ui}/bins/${binId}` }
}

export function presentSummary(bin: LiveBin, stored: StoredSummary): CaptureSummary {
  return summaryOf(bin, stored, stored.facts ?? factsByHeaders(stored))
}

function summaryOf(bin: LiveBin, stored: StoredSummary, facts: Facts): CaptureSummary {
  const { path, query } = captureTarget(stored.target) ?? { path: stored.target, query: null }
  const header = flatHeaderIndex(stored.rawHeaders)
  return {
    id: captureId(bin.captureTag, stored.seq),
    seq: stored.seq,
    binId: bin.id,
    method: stored.method,
    path,
    query,
    contentType: header('content-type'),
    bodySize: stored.bodySize,
    truncated: stored.truncated,
    aborted: stored.aborted,
    remoteAddress: stored.remoteAddress,
    receivedAt: isoTime(stored.receivedAt),
    userAgent: header('user-agent'),
    pinned: stored.pinned,
    note: stored.note,
    bodyCrc32: stored.bodyCrc32 === null ? null : stored.bodyCrc32.toString(16).padStart(8, '0'),
    ...factFields(facts),
    reply: stored.reply,
    signature: presentSignature(stored.signature),
  }
}

export function presentSignature(stored: StoredSignature | null): CaptureSignature | null {
  return stored && { ...stored, signedAt: isoTimeOrNull(stored.signedAt) }
}

export function presentCapture(bin: LiveBin, stored: StoredCapture, bodyBytesMax = Number.POSITIVE_INFINITY): Capture {
  // Field by field, because an export presents tens of thousands a second, and spreading objects would take half of its time.
  const omitted = stored.body.byteLength > bodyBytesMax
  const text = omitted && stored.facts ? null : utf8Text(stored.body)
  const capture = summaryOf(bin, stored, stored.facts ?? factsOf({ ...stored, body: text })) as Writable<Capture>
  capture.url = stored.target
  capture.httpVersion = stored.httpVersion
  capture.headers = pairHeaders(stored.rawHeaders)
  capture.trailers = pairHeaders(stored.rawTrailers)
  capture.body = omitted ? { encoding: 'utf8', data: '' } : encodeBody(stored.body, text)
  if (omitted) capture.bodyShown = 'omitted'
  capture.bodySha256 = hash('sha256', stored.body, 'hex')
  capture.durationMs = stored.durationMs
  return capture
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export function presentShare(bin: LiveBin, { id, captureSeq, show, createdAt, expiresAt, lastUsedAt }: StoredShare): Share {
  return {
    id,
    captureId: captureSeq === null ? null : captureId(bin.captureTag, captureSeq),
    show,
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
  }
}

export function presentDelivery(bin: LiveBin, { captureSeq, startedAt, ...rest }: StoredDelivery): Delivery {
  return { ...rest, captureId: captureId(bin.captureTag, captureSeq), startedAt: isoTime(startedAt) }
}

/** `encodeBytes` of core with Buffer's base64, which is many times faster on bodies of megabytes. */
function encodeBody(bytes: Uint8Array, text: string | null): EncodedBytes {
  if (text !== null) return { encoding: 'utf8', data: text }
  return { encoding: 'base64', data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
