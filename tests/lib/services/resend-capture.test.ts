import { beforeEach, expect, test } from 'vitest'
import { DEFAULT_RESPONSE } from '#lib/core/bin'
import { AppError } from '#lib/core/errors'
import { createSender } from '#lib/net/create-sender'
import type { OutgoingRequest, SentRequest } from '#lib/net/guarded-request'
import type { Runtime } from '#lib/runtime'
import { type Actor, ANONYMOUS } from '#lib/services/actor'
import { type ResendInput, resendCapture } from '#lib/services/resend-capture'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredCapture } from '#lib/store/stored-capture'
import type { StoredDelivery } from '#lib/store/stored-delivery'

const owner: Actor = { kind: 'job', ownerId: 'own_1' }
const URL_GIVEN = 'https://staging.example/a/../b?c'

const bin: StoredBin = {
  key: 1,
  id: 'orders',
  ownerId: 'own_1',
  name: null,
  captureTag: 'tag',
  createdAt: 0,
  fixedExpiresAt: null,
  captureCount: 1,
  byteCount: 4,
  lastSeq: 7,
  lastCaptureAt: 0,
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
  method: 'PUT',
  target: '/in/orders/x',
  httpVersion: '1.1',
  rawHeaders: ['Host', 'creel.example', 'X-B', '1', 'x-a', '2', 'X-B', '3'],
  rawTrailers: [],
  body: Uint8Array.of(0, 255, 13, 10),
  bodySize: 4,
  truncated: false,
  aborted: false,
  remoteAddress: '127.0.0.1',
  receivedAt: 0,
  durationMs: 1,
}
const answer: SentRequest = {
  status: 201,
  responseHeaders: [['X-Made', 'yes']],
  responseBody: Buffer.from('made'),
  responseTruncated: false,
  error: null,
  timings: { dnsMs: 1, connectMs: 2, firstByteMs: 3, totalMs: 4 },
  requestHeaders: [['Host', 'staging.example']],
}

let requests: OutgoingRequest[]
let kept: StoredDelivery[]
let steps: string[]

beforeEach(() => {
  requests = []
  kept = []
  steps = []
})

type Fakes = { found?: Partial<StoredCapture>; send?: () => Promise<SentRequest>; addDelivery?: () => Promise<boolean> }

/** The parts of the runtime that a resend uses. `steps` records their order. */
function aRuntime({ found = {}, send = async () => answer, addDelivery = async () => true }: Fakes = {}): Runtime {
  const fake = {
    config: { binTtlMs: null, maxBodyBytes: 8 },
    now: () => Date.UTC(2026, 0, 2),
    store: {
      findBin: async (id: string) => (id === bin.id ? bin : null),
      findCapture: async (_key: number, seq: number) => (seq === capture.seq ? { ...capture, ...found } : null),
      addDelivery: async (_key: number, delivery: StoredDelivery) => {
        if (!(await addDelivery())) return false
        kept.push(delivery)
        steps.push('kept')
        return true
      },
    },
    send: async (request: OutgoingRequest) => {
      requests.push(request)
      return send()
    },
    metrics: { resent: (outcome: string) => steps.push(outcome) },
    live: { changed: (binId: string, event: object) => steps.push(`told ${binId} ${JSON.stringify(event)}`) },
  }
  return fake as unknown as Runtime
}

const resend = (rt: Runtime, input: Partial<ResendInput> = {}) =>
  resendCapture(rt, owner, 'orders', 'cap_tag_7', { url: URL_GIVEN, ...input })

test("sends the capture's own method, headers and bytes to the exact URL", async () => {
  await resend(aRuntime())
  expect(requests).toEqual([
    {
      url: URL_GIVEN,
      method: 'PUT',
      headers: [
        ['Host', 'creel.example'],
        ['X-B', '1'],
        ['x-a', '2'],
        ['X-B', '3'],
      ],
      body: capture.body,
      timeoutMs: 30_000,
      responseBytesMax: 1_048_576,
      share: expect.any(String),
    },
  ])
})

test("each given part replaces the capture's own as a whole", async () => {
  await resend(aRuntime(), { method: 'patch', headers: [['X-C', '4']], body: { encoding: 'base64', data: '/w==' } })
  expect(requests[0]).toMatchObject({ method: 'PATCH', headers: [['X-C', '4']] })
  expect([...requests[0]!.body]).toEqual([255])
  await resend(aRuntime(), { headers: [], body: { encoding: 'utf8', data: '' } })
  expect(requests[1]).toMatchObject({ method: 'PUT', headers: [] })
  expect(requests[1]!.body.byteLength).toBe(0)
  await resend(aRuntime(), { body: { encoding: 'utf8', data: 'hé' } })
  expect([...requests[2]!.body]).toEqual([104, 195, 169])
})

test("applies header changes to the capture's own list, or to the given one", async () => {
  await resend(aRuntime(), {
    headerChanges: [
      ['x-b', null],
      ['Authorization', 'Bearer t'],
    ],
  })
  expect(requests[0]!.headers).toEqual([
    ['Host', 'creel.example'],
    ['x-a', '2'],
    ['Authorization', 'Bearer t'],
  ])
  await resend(aRuntime(), { headers: [['X-C', '4']], headerChanges: [['x-c', '5']] })
  expect(requests[1]!.headers).toEqual([['x-c', '5']])
})

test('stores the delivery first, notifies watchers second, without the body, and returns it', async () => {
  const delivery = await resend(aRuntime())
  const summary = {
    id: expect.stringMatching(/^dl_[0-9a-z]{22}$/),
    url: URL_GIVEN,
    method: 'PUT',
    requestHeaders: answer.requestHeaders,
    requestBodySize: 4,
    status: 201,
    responseHeaders: answer.responseHeaders,
    error: null,
    startedAt: '2026-01-02T00:00:00.000Z',
    timings: answer.timings,
    via: 'resend',
    forwardId: null,
    attempt: null,
    captureId: 'cap_tag_7',
  }
  const responseBody = { encoding: 'utf8', data: 'made', truncated: false }
  expect(delivery).toEqual({ ...summary, responseBody })
  const { captureId: _, startedAt: __, ...same } = summary
  expect(kept).toEqual([{ ...same, responseBody, captureSeq: 7, startedAt: Date.UTC(2026, 0, 2) }])
  expect(steps.slice(0, 2)).toEqual(['answered', 'kept'])
  expect(steps).toHaveLength(3)
  const told = JSON.parse(steps[2]!.replace('told orders ', '')) as { type: string; delivery: object }
  expect(told).toEqual({ type: 'delivery', delivery: { ...summary, id: delivery.id } })
})

test('keeps an answer that is not UTF-8 as base64, and marks a truncated one', async () => {
  const send = async () => ({ ...answer, responseBody: Uint8Array.of(255), responseTruncated: true })
  expect((await resend(aRuntime({ send }))).responseBody).toEqual({ encoding: 'base64', data: '/w==', truncated: true })
})

test('a target that does not answer also creates a delivery, counted as failed', async () => {
  const error = { code: 'connection_refused', message: 'nothing listens' }
  const delivery = await resend(aRuntime({ send: async () => ({ ...answer, status: null, error }) }))
  expect(delivery).toMatchObject({ status: null, error })
  expect(kept).toHaveLength(1)
  expect(steps.slice(0, 2)).toEqual(['failed', 'kept'])
})

test('a refused target only increases a counter', async () => {
  const rt = { ...aRuntime(), send: createSender({ resendAllow: [] }) }
  await expect(resend(rt, { url: 'http://127.0.0.1:3001/' })).rejects.toMatchObject({ code: 'target_forbidden' })
  expect(steps).toEqual(['forbidden'])
})

test('refuses a URL with a user name and names the field', async () => {
  const rt = { ...aRuntime(), send: createSender({ resendAllow: [] }) }
  const refusal = { code: 'invalid_input', options: { errors: [{ path: 'url', message: expect.stringContaining('user name') }] } }
  await expect(resend(rt, { url: 'http://me:secret@example.com/' })).rejects.toMatchObject(refusal)
  expect(steps).toEqual([])
})

test('refuses CONNECT and names the field', async () => {
  const refusal = { code: 'invalid_input', options: { errors: [{ path: 'method', message: expect.stringContaining('tunnel') }] } }
  await expect(resend(aRuntime(), { method: 'connect' })).rejects.toMatchObject(refusal)
  expect(requests).toEqual([])
})

test.each([
  ['utf8', 'é'.repeat(4), `${'é'.repeat(4)}a`],
  ['base64', Buffer.alloc(8).toString('base64'), Buffer.alloc(9).toString('base64')],
] as const)('a %s body of CREEL_MAX_BODY_BYTES is sent, one byte more is not', async (encoding, at, over) => {
  await resend(aRuntime(), { body: { encoding, data: at } })
  expect(requests[0]!.body.byteLength).toBe(8)
  await expect(resend(aRuntime(), { body: { encoding, data: over } })).rejects.toMatchObject({ code: 'body_too_large' })
  expect(requests).toHaveLength(1)
})

test('sends a capture larger than the current limit', async () => {
  await resend(aRuntime({ found: { body: new Uint8Array(9), bodySize: 9 } }))
  expect(requests[0]!.body.byteLength).toBe(9)
})

test('does not send a truncated capture as if it were complete, but sends it with a given body', async () => {
  const found = { truncated: true, bodySize: 4_000 }
  const message = 'is needed: only the first 4 of 4000 bytes of this capture were kept'
  const refusal = { code: 'invalid_input', options: { errors: [{ path: 'body', message }] } }
  await expect(resend(aRuntime({ found }))).rejects.toMatchObject(refusal)
  expect(requests).toEqual([])
  await resend(aRuntime({ found }), { body: { encoding: 'utf8', data: 'mended' } })
  expect(String(requests[0]!.body)).toBe('mended')
})

test('if the delivery cannot be stored, the error says that the request was sent, and no watcher is notified', async () => {
  const addDelivery = async () => {
    throw new AppError('storage_unavailable', 'The disk is full.')
  }
  await expect(resend(aRuntime({ addDelivery }))).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'The request was sent and got 201, but the delivery could not be stored.',
  })
  expect(steps).toEqual(['answered'])
})

test('does not store a delivery whose capture was deleted meanwhile: the answer says so, and no watcher is notified', async () => {
  await expect(resend(aRuntime({ addDelivery: async () => false }))).rejects.toMatchObject({
    code: 'capture_not_found',
    message: 'The request was sent and got 201. The capture was deleted meanwhile, so the delivery is not stored.',
  })
  expect(steps).toEqual(['answered'])
})

test.each([
  ['nobody', ANONYMOUS, 'orders', 'cap_tag_7', 'unauthenticated'],
  ['a stranger', { kind: 'job', ownerId: 'own_2' }, 'orders', 'cap_tag_7', 'forbidden'],
  ['the owner of no such bin', owner, 'no-such', 'cap_tag_7', 'bin_not_found'],
  ['the owner, without such a capture,', owner, 'orders', 'cap_tag_8', 'capture_not_found'],
  ["the owner, with another bin's capture,", owner, 'orders', 'cap_other_7', 'capture_not_found'],
] as const)('%s sends nothing', async (_who, who, binId, captureId, code) => {
  await expect(resendCapture(aRuntime(), who, binId, captureId, { url: URL_GIVEN })).rejects.toMatchObject({ code })
  expect(requests).toEqual([])
})
