import type { BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { decodeBytes, encodeBytes } from '#lib/core/content'
import { DELIVERY_VIA, type DeliveryError } from '#lib/core/delivery'
import { splitHeaders } from './capture-batches'
import { toFacts } from './fact-rows'
import type { Prisma } from './prisma-client'
import type { QueriedRow } from './query'
import { toReply } from './reply-columns'
import type { NewBin, StoredBin, StoredRequire } from './stored-bin'
import type { StoredCapture, StoredSummary } from './stored-capture'
import type { StoredDelivery } from './stored-delivery'
import { toSignature } from './verdict-rows'

// Converts rows to the store's types and back. Prisma returns 64-bit columns as bigint; all our values fit a number.

export type BinRow = NonNullable<Awaited<ReturnType<Prisma['bin']['findUnique']>>>
/** PostgreSQL's driver returns 64-bit integers as text, SQLite's as numbers. */
export type ReadRow<Row> = { [K in keyof Row]: bigint extends Row[K] ? Row[K] | number | string : Row[K] }
type DeliveryRow = NonNullable<Awaited<ReturnType<Prisma['delivery']['findFirst']>>>

/** The columns of "Capture" that a list reads: without trailers and body. */
export const SUMMARY_COLUMNS = [
  'seq',
  'pinned',
  'note',
  'truncated',
  'aborted',
  'bodySize',
  'receivedAt',
  'method',
  'remoteAddress',
  'target',
  'rawHeaders',
  'bodyCrc32',
  'replyStatus',
  'replyBy',
  'replyRest',
] as const

/** `row`: as Prisma returns it, or all columns as the driver returns them. */
export function toBin(row: BinRow | ReadRow<BinRow>): StoredBin {
  return {
    key: row.key,
    id: row.id,
    ownerId: row.ownerId,
    name: row.name,
    captureTag: row.captureTag,
    createdAt: Number(row.createdAt),
    fixedExpiresAt: toNumber(row.fixedExpiresAt),
    captureCount: row.captureCount,
    byteCount: Number(row.byteCount),
    lastSeq: row.lastSeq,
    lastCaptureAt: toNumber(row.lastCaptureAt),
    response: JSON.parse(row.response) as BinResponse,
    require:
      row.require === null ? null : { shown: JSON.parse(row.require) as BinRequire, sealed: plainBytes(row.requireSealed) },
    secretsVersion: row.secretsVersion,
  }
}

export function fromBin({ createdAt, fixedExpiresAt, response, require = null, ...rest }: NewBin) {
  return {
    ...rest,
    createdAt: BigInt(createdAt),
    fixedExpiresAt: toBigInt(fixedExpiresAt),
    response: JSON.stringify(response),
    ...fromRequire(require),
  }
}

export function fromRequire(require: StoredRequire | null) {
  return { require: require && JSON.stringify(require.shown), requireSealed: require?.sealed ?? null }
}

/** Converts a row with `SUMMARY_COLUMNS` and facts. */
export function toSummary(row: QueriedRow): StoredSummary {
  return {
    seq: Number(row.seq),
    pinned: Boolean(row.pinned),
    note: row.note === null ? null : String(row.note),
    method: String(row.method),
    target: String(row.target),
    rawHeaders: splitHeaders(String(row.rawHeaders)),
    bodySize: Number(row.bodySize),
    truncated: Boolean(row.truncated),
    aborted: Boolean(row.aborted),
    remoteAddress: String(row.remoteAddress),
    receivedAt: Number(row.receivedAt),
    bodyCrc32: row.bodyCrc32 === null ? null : Number(row.bodyCrc32) >>> 0,
    facts: toFacts(row),
    reply: toReply(row),
    signature: toSignature(row),
  }
}

/** The column is signed, like all integers of both databases. */
export function toSignedCrc32(crc32: number): number {
  return crc32 | 0
}

export function toCapture(row: QueriedRow): StoredCapture {
  return Object.assign(toSummary(row), {
    httpVersion: String(row.httpVersion),
    rawTrailers: splitHeaders(String(row.rawTrailers)),
    body: row.body as Uint8Array,
    durationMs: Number(row.durationMs),
  })
}

export function toDelivery(row: DeliveryRow): StoredDelivery {
  return {
    id: row.id,
    captureSeq: row.captureSeq,
    startedAt: Number(row.startedAt),
    url: row.url,
    method: row.method,
    requestHeaders: JSON.parse(row.requestHeaders),
    requestBodySize: row.requestBodySize,
    status: row.status,
    responseHeaders: JSON.parse(row.responseHeaders),
    responseBody: { ...encodeBytes(row.responseBody), truncated: row.responseTruncated },
    ...readOutcome(row.error),
    timings: JSON.parse(row.timings),
    via: DELIVERY_VIA.find((via) => via === row.via) ?? 'resend',
    forwardId: row.forwardId,
    attempt: row.attempt,
  }
}

/** The column holds null, an error, a warning, or both in one object. */
function readOutcome(json: string): Pick<StoredDelivery, 'error' | 'warning'> {
  const { warning, code, message } = (JSON.parse(json) ?? {}) as Partial<DeliveryError> & { warning?: string }
  const error = code === undefined || message === undefined ? null : { code, message }
  return warning === undefined ? { error } : { error, warning }
}

export function fromDelivery(binKey: number, delivery: StoredDelivery) {
  const { responseBody, startedAt, requestHeaders, responseHeaders, error, warning, timings, ...rest } = delivery
  return {
    ...rest,
    binKey,
    startedAt: BigInt(startedAt),
    requestHeaders: JSON.stringify(requestHeaders),
    responseHeaders: JSON.stringify(responseHeaders),
    responseBody: decodeBytes(responseBody) as Uint8Array<ArrayBuffer>,
    responseTruncated: responseBody.truncated,
    error: JSON.stringify(warning ? { ...error, warning } : error),
    timings: JSON.stringify(timings),
  }
}

export function toBigInt(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}

/** A driver returns a `Buffer`, which is not equal to a `Uint8Array`. */
function plainBytes(bytes: Uint8Array | null): Uint8Array<ArrayBuffer> | null {
  return bytes && Uint8Array.from(bytes)
}

function toNumber(value: ReadRow<{ at: bigint | null }>['at']): number | null {
  return value === null ? null : Number(value)
}
