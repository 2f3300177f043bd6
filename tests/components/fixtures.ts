import { type Bin, DEFAULT_RESPONSE } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { type Forward, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { createGrouper } from '#lib/feed/group-attempts'
import { type GroupedRows, groupedRows } from '#lib/feed/grouped-rows'
import { type ListRows, loadedRows } from '#lib/feed/list-rows'

// Answers of the API for tests.

export const NOON = '2026-11-24T12:00:00.000Z'

export function aBin(part: Partial<Bin> = {}): Bin {
  return {
    id: 'orders',
    name: 'Orders',
    captureUrl: 'http://127.0.0.1:3000/in/orders',
    inspectUrl: 'http://127.0.0.1:3000/bins/orders',
    createdAt: NOON,
    expiresAt: null,
    captureCount: 1,
    byteCount: 17,
    lastSeq: 1,
    lastCaptureAt: NOON,
    require: null,
    response: DEFAULT_RESPONSE,
    ...part,
  }
}

export function aSummary(seq: number, part: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    id: `cap_tag_${seq}`,
    seq,
    binId: 'orders',
    method: 'POST',
    path: '/hooks',
    query: null,
    contentType: 'application/json',
    bodySize: 17,
    truncated: false,
    aborted: false,
    remoteAddress: '203.0.113.4',
    receivedAt: NOON,
    userAgent: 'curl/8.5.0',
    messageId: null,
    bodyCrc32: '3610a686',
    pinned: false,
    note: null,
    sender: null,
    reply: null,
    signature: null,
    ...part,
  }
}

/** A list of these captures, with retries folded under the newest attempt except the `open` ones. */
export function rowsOf(captures: readonly CaptureSummary[], open: readonly string[] = []): GroupedRows {
  const groups = createGrouper()(captures)
  return groupedRows(loadedRows(groups.heads), groups, new Set(open))
}

/** A list without grouped attempts. */
export function ungrouped(rows: ListRows): GroupedRows {
  return groupedRows(rows, { heads: [], attempts: new Map() }, new Set())
}

export function aCapture(part: Partial<Capture> = {}): Capture {
  return {
    ...aSummary(part.seq ?? 1),
    url: '/in/orders/hooks',
    httpVersion: '1.1',
    headers: [
      ['Host', '127.0.0.1:3000'],
      ['Content-Type', 'application/json'],
      ['X-Twice', 'one'],
      ['x-twice', 'two'],
      ['Content-Length', '17'],
    ],
    trailers: [],
    body: { encoding: 'utf8', data: '{"amount": 1.10 }' },
    bodySha256: 'ab'.repeat(32),
    durationMs: 2,
    ...part,
  }
}

export function aDelivery(part: Partial<Delivery> = {}): Delivery {
  return {
    id: 'dl_1',
    captureId: 'cap_tag_1',
    url: 'http://127.0.0.1:8080/hooks',
    method: 'POST',
    requestHeaders: [['host', '127.0.0.1:8080']],
    requestBodySize: 17,
    status: 201,
    responseHeaders: [['content-type', 'text/plain']],
    responseBody: { encoding: 'utf8', data: 'taken', truncated: false },
    error: null,
    startedAt: NOON,
    timings: { dnsMs: null, connectMs: 1, firstByteMs: 5, totalMs: 6 },
    via: 'resend',
    forwardId: null,
    attempt: null,
    ...part,
  }
}

export function aForward(part: Partial<Forward> = {}): Forward {
  return {
    id: 'fwd_1',
    name: 'staging',
    url: 'https://staging.example.com/hooks',
    q: null,
    path: 'keep',
    headerChanges: [],
    sign: null,
    order: 'none',
    concurrency: 4,
    rate: null,
    retry: RETRY_DEFAULT,
    enabled: true,
    createdAt: NOON,
    state: 'running',
    lag: 0,
    pending: 0,
    dead: 0,
    oldestPendingAt: null,
    nextAttemptAt: null,
    lastError: null,
    ...part,
  }
}

export function jsonResponse(data: unknown, status = 200): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return new Response(JSON.stringify(data), { status, headers: { 'content-type': type } })
}
