import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { newBinId, newCaptureTag, newId } from '#lib/core/ids'
import type { PinLimits } from '#lib/store/store'
import type { NewBin } from '#lib/store/stored-bin'
import type { NewCapture } from '#lib/store/stored-capture'
import type { DeliveryLimits, StoredDelivery } from '#lib/store/stored-delivery'

export const ANY_DELIVERIES: DeliveryLimits = { perCapture: 1_000_000, bytesPerBin: Number.MAX_SAFE_INTEGER }
export const ANY_PINS: PinLimits = { count: 1_000_000_000, bytes: Number.MAX_SAFE_INTEGER, totalBytes: null }

export function aBin(bin: Partial<NewBin> = {}): NewBin {
  return {
    id: newBinId(),
    ownerId: randomUUID(),
    name: null,
    captureTag: newCaptureTag(),
    createdAt: 1_000,
    fixedExpiresAt: null,
    response: DEFAULT_RESPONSE,
    ...bin,
  }
}

export function aCapture(binKey: number, capture: Partial<NewCapture> = {}): NewCapture {
  const body = capture.body ?? Buffer.from('hello')
  return {
    binKey,
    method: 'POST',
    target: '/in/x/a?b',
    httpVersion: '1.1',
    rawHeaders: ['Host', 'x', 'Content-Type', 'text/plain'],
    rawTrailers: [],
    bodySize: body.byteLength,
    truncated: false,
    aborted: false,
    remoteAddress: '127.0.0.1',
    receivedAt: 2_000,
    durationMs: 3,
    bodyCrc32: crc32(body),
    facts: null,
    judged: { version: 0, signature: null },
    reply: null,
    ...capture,
    body,
  }
}

export function aDelivery(captureSeq: number, delivery: Partial<StoredDelivery> = {}): StoredDelivery {
  return {
    id: newId('dl'),
    captureSeq,
    url: 'http://127.0.0.1:4000/a?b',
    method: 'POST',
    requestHeaders: [['X-A', 'gr\xfc\xdfe']],
    requestBodySize: 5,
    status: 200,
    responseHeaders: [['x-b', '1']],
    responseBody: { encoding: 'utf8', data: 'a\u0000b', truncated: false },
    error: null,
    startedAt: 5_000,
    timings: { dnsMs: null, connectMs: 1.5, firstByteMs: 2, totalMs: 3 },
    via: 'resend',
    forwardId: null,
    attempt: null,
    ...delivery,
  }
}

export function seqsOf(rows: readonly { seq: number }[]): number[] {
  return rows.map(({ seq }) => seq)
}
