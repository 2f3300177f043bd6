import type { BinResponse } from '#lib/core/bin'
import { decodeBytes, encodeBytes } from '#lib/core/content'
import { splitHeaders } from './capture-batches'
import type { Prisma } from './prisma-client'
import type { NewBin, StoredBin, StoredDelivery } from './store'
import type { StoredCapture, StoredSummary } from './stored-capture'

// From rows to what the store gives, and back. 64-bit columns come as bigint; all of ours fit a number.

type BinRow = NonNullable<Awaited<ReturnType<Prisma['bin']['findUnique']>>>
type CaptureRow = NonNullable<Awaited<ReturnType<Prisma['capture']['findFirst']>>>
type DeliveryRow = NonNullable<Awaited<ReturnType<Prisma['delivery']['findFirst']>>>
type SummaryRow = Pick<CaptureRow, keyof typeof SUMMARY_COLUMNS>

/** What a list reads of a capture: all but trailers and body. */
export const SUMMARY_COLUMNS = {
  seq: true,
  pinned: true,
  note: true,
  truncated: true,
  bodySize: true,
  receivedAt: true,
  method: true,
  remoteAddress: true,
  target: true,
  rawHeaders: true,
  bodyCrc32: true,
} as const

export function toBin(row: BinRow): StoredBin {
  return {
    key: row.key,
    id: row.id,
    ownerHash: row.ownerHash,
    name: row.name,
    captureTag: row.captureTag,
    createdAt: Number(row.createdAt),
    fixedExpiresAt: toNumber(row.fixedExpiresAt),
    captureCount: row.captureCount,
    byteCount: Number(row.byteCount),
    lastSeq: row.lastSeq,
    lastCaptureAt: toNumber(row.lastCaptureAt),
    response: JSON.parse(row.response) as BinResponse,
  }
}

export function fromBin({ createdAt, fixedExpiresAt, response, ...rest }: NewBin) {
  return { ...rest, createdAt: BigInt(createdAt), fixedExpiresAt: toBigInt(fixedExpiresAt), response: JSON.stringify(response) }
}

export function toSummary(row: SummaryRow): StoredSummary {
  return {
    seq: row.seq,
    pinned: row.pinned,
    note: row.note,
    method: row.method,
    target: row.target,
    rawHeaders: splitHeaders(row.rawHeaders),
    bodySize: Number(row.bodySize),
    truncated: row.truncated,
    remoteAddress: row.remoteAddress,
    receivedAt: Number(row.receivedAt),
    bodyCrc32: row.bodyCrc32 === null ? null : row.bodyCrc32 >>> 0,
  }
}

/** The column is signed, as both databases' integers are. */
export function toSignedCrc32(crc32: number): number {
  return crc32 | 0
}

export function toCapture(row: CaptureRow): StoredCapture {
  return {
    ...toSummary(row),
    httpVersion: row.httpVersion,
    rawTrailers: splitHeaders(row.rawTrailers),
    body: row.body,
    durationMs: row.durationMs,
  }
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
    error: JSON.parse(row.error),
    timings: JSON.parse(row.timings),
  }
}

export function fromDelivery(binKey: number, delivery: StoredDelivery) {
  const { responseBody, startedAt, requestHeaders, responseHeaders, error, timings, ...rest } = delivery
  return {
    ...rest,
    binKey,
    startedAt: BigInt(startedAt),
    requestHeaders: JSON.stringify(requestHeaders),
    responseHeaders: JSON.stringify(responseHeaders),
    responseBody: decodeBytes(responseBody) as Uint8Array<ArrayBuffer>,
    responseTruncated: responseBody.truncated,
    error: JSON.stringify(error),
    timings: JSON.stringify(timings),
  }
}

export function toBigInt(value: number | null): bigint | null {
  return value === null ? null : BigInt(value)
}

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}
