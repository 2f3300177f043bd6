import { expect, test } from 'vitest'
import type { Config } from '#lib/config'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { binExpiresAt, presentCapture, presentSummary } from '#lib/services/present'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'

const bin: StoredBin = {
  key: 1,
  id: 'orders',
  ownerId: 'own_1',
  name: null,
  captureTag: 'tag',
  createdAt: 1_000,
  fixedExpiresAt: null,
  captureCount: 0,
  byteCount: 0,
  lastSeq: 0,
  lastCaptureAt: null,
  require: null,
  response: DEFAULT_RESPONSE,
  secretsVersion: 0,
}

const capture: StoredCapture = {
  seq: 7,
  pinned: false,
  note: null,
  bodyCrc32: null,
  facts: null,
  reply: null,
  signature: null,
  method: 'POST',
  target: '/in/orders//a%2Fb/../?q=1&q=',
  httpVersion: '1.1',
  rawHeaders: ['X-B', '1', 'content-TYPE', 'text/plain', 'x-b', '2', 'User-Agent', 'curl', 'Content-Type', 'second'],
  rawTrailers: ['X-Sum', '9'],
  body: Buffer.from('hé'),
  bodySize: 3,
  truncated: false,
  aborted: false,
  remoteAddress: '::1',
  receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  durationMs: 1.5,
}

test.each([
  ['the owner', { fixedExpiresAt: 5_000, lastCaptureAt: 9_000 }, 100, 5_000],
  ['the operator, after the last capture', { lastCaptureAt: 9_000 }, 100, 9_100],
  ['the operator, after the creation where nothing came', {}, 100, 1_100],
  ['nobody', {}, null, null],
  ['the owner, where the operator keeps for ever', { fixedExpiresAt: 5_000 }, null, 5_000],
])('a bin expires as %s requires', (_who, fields, binTtlMs, expected) => {
  expect(binExpiresAt({ binTtlMs } as Config, { ...bin, ...fields })).toBe(expected)
})

test('takes path and query from the target unchanged', () => {
  expect(presentSummary(bin, capture)).toEqual({
    id: 'cap_tag_7',
    seq: 7,
    binId: 'orders',
    method: 'POST',
    path: '//a%2Fb/../',
    query: 'q=1&q=',
    contentType: 'text/plain',
    bodySize: 3,
    truncated: false,
    aborted: false,
    remoteAddress: '::1',
    receivedAt: '2026-01-02T03:04:05.006Z',
    userAgent: 'curl',
    pinned: false,
    note: null,
    messageId: null,
    bodyCrc32: null,
    sender: null,
    reply: null,
    signature: null,
  })
})

test("returns a capture's exact headers, trailers, body and hash", () => {
  const shown = presentCapture(bin, capture)
  expect(shown.url).toBe(capture.target)
  expect(shown.headers.map(([name]) => name)).toEqual(['X-B', 'content-TYPE', 'x-b', 'User-Agent', 'Content-Type'])
  expect(shown.trailers).toEqual([['X-Sum', '9']])
  expect(shown.body).toEqual({ encoding: 'utf8', data: 'hé' })
  expect(shown.bodySha256).toBe('7dfbe0eab96510b11c9a2671d83019cd52953211294db5f917ffa0b7cc84f534')
})

test('returns the sender: from headers in a summary, also from the body in a capture', () => {
  const rawHeaders = ['X-GitHub-Event', 'issues', 'User-Agent', 'GitHub-Hookshot/1', 'Content-Type', 'application/json']
  const body = Buffer.from('{"action":"opened","repository":{"full_name":"octo/repo"}}')
  const sent = { ...capture, rawHeaders, body }
  expect(presentSummary(bin, sent).sender).toMatchObject({ provider: 'github', label: 'GitHub', event: 'issues' })
  expect(presentCapture(bin, sent).sender).toMatchObject({ provider: 'github', event: 'issues.opened' })
})

test('returns what identifies attempts: the message id, and the checksum of the body with all its digits', () => {
  const sent = { ...capture, rawHeaders: ['X-GitHub-Event', 'push', 'X-GitHub-Delivery', 'd1'], bodyCrc32: 0x0a1b }
  expect(presentSummary(bin, sent)).toMatchObject({ messageId: 'd1', bodyCrc32: '00000a1b' })
  expect(presentCapture(bin, sent)).toMatchObject({ messageId: 'd1', bodyCrc32: '00000a1b' })
})

test('returns a body that is not UTF-8 as base64 of exactly its own bytes', () => {
  const around = Uint8Array.of(1, 2, 0xff, 0xfe, 3)
  expect(presentCapture(bin, { ...capture, body: around.subarray(2, 4) }).body).toEqual({ encoding: 'base64', data: '//4=' })
})
