import { createHash } from 'node:crypto'
import type { Config } from '#lib/config'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary, Sender } from '#lib/core/capture'
import { captureTarget } from '#lib/core/capture-target'
import { type EncodedBytes, utf8Text } from '#lib/core/content'
import type { Delivery } from '#lib/core/delivery'
import { flatHeaderIndex, pairHeaders } from '#lib/core/headers'
import { captureId } from '#lib/core/ids'
import type { Share } from '#lib/core/share'
import type { LiveBin } from '#lib/live/live'
import { messageIdOf } from '#lib/providers/message-id'
import { type Recognised, recognise } from '#lib/providers/recognise'
import type { Runtime } from '#lib/runtime'
import type { StoredShare } from '#lib/store/share-store'
import type { StoredBin, StoredDelivery } from '#lib/store/store'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { Origins } from './origins'

// From what is kept to what the contract shows. Nothing here reads or writes anything.

/** When a bin ends, or null for never: the lifetime its owner asked for, else `CREEL_BIN_TTL` after the last capture. */
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
  }
}

/** What of a bin depends on who looks. */
export function binUrls(binId: string, origins: Origins): Pick<Bin, 'captureUrl' | 'inspectUrl'> {
  return { captureUrl: `${origins.capture}/in/${binId}`, inspectUrl: `${origins.ui}/bins/${binId}` }
}

export function presentSummary(bin: LiveBin, stored: StoredSummary): CaptureSummary {
  const { path, query } = captureTarget(stored.target) ?? { path: stored.target, query: null }
  const header = flatHeaderIndex(stored.rawHeaders)
  const recognised = recognise({ method: stored.method, query, header, body: null })
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
    remoteAddress: stored.remoteAddress,
    receivedAt: isoTime(stored.receivedAt),
    userAgent: header('user-agent'),
    pinned: stored.pinned,
    note: stored.note,
    messageId: messageIdOf(recognised, header),
    bodyCrc32: stored.bodyCrc32 === null ? null : stored.bodyCrc32.toString(16).padStart(8, '0'),
    sender: senderOf(recognised),
  }
}

export function presentCapture(bin: LiveBin, stored: StoredCapture, bodyBytesMax = Number.POSITIVE_INFINITY): Capture {
  const summary = presentSummary(bin, stored)
  const { query } = summary
  const omitted = stored.body.byteLength > bodyBytesMax
  return {
    ...summary,
    sender: presentSender(stored, query),
    url: stored.target,
    httpVersion: stored.httpVersion,
    headers: pairHeaders(stored.rawHeaders),
    trailers: pairHeaders(stored.rawTrailers),
    ...(omitted ? { body: { encoding: 'utf8', data: '' }, bodyShown: 'omitted' } : { body: encodeBody(stored.body) }),
    bodySha256: createHash('sha256').update(stored.body).digest('hex'),
    durationMs: stored.durationMs,
  }
}

/** By headers and body. */
export function presentSender({ method, rawHeaders, body }: StoredCapture, query: string | null): Sender | null {
  return senderOf(recognise({ method, query, header: flatHeaderIndex(rawHeaders), body }))
}

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

function senderOf(found: Recognised | null): Sender | null {
  if (!found) return null
  const { provider, label, event, summary } = found
  return { provider, label, event, summary }
}

/** `encodeBytes` of core with Buffer's base64, which is many times faster on bodies of megabytes. */
function encodeBody(bytes: Uint8Array): EncodedBytes {
  const text = utf8Text(bytes)
  if (text !== null) return { encoding: 'utf8', data: text }
  return { encoding: 'base64', data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
