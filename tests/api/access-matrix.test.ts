import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#lib/api/operations/index'
import type { CreatedKey } from '#lib/core/access-key'
import { ANY_DELIVERIES, aDelivery } from '../store/fixtures'
import { type CallOptions, openApi, type TestApi } from './test-api'

/** Who calls. `limited`: keys that read one bin, this one or another. `cross site`: the owner's browser, sent by a page of another site. */
const CALLERS = [
  'nobody',
  'stranger',
  'full',
  'read',
  'limited',
  'limited elsewhere',
  'expired key',
  'revoked key',
  'share',
  'redacted share',
  'expired share',
  'admin',
  'cross site',
] as const
type Caller = (typeof CALLERS)[number]
type Row = Readonly<Record<Caller, number>>

const INVALID = { 'expired key': 401, 'revoked key': 401, 'expired share': 401, admin: 401 }
const READ: Row = {
  ...INVALID,
  nobody: 401,
  stranger: 403,
  full: 200,
  read: 200,
  limited: 200,
  'limited elsewhere': 403,
  share: 200,
  'redacted share': 200,
  'cross site': 200,
}
const OWNERS_READ: Row = { ...READ, share: 403, 'redacted share': 403 }
/** Calls about the caller's own account, not about a bin: each caller reads their own. */
const OWN_READ: Row = { ...OWNERS_READ, stranger: 200, 'limited elsewhere': 200 }
const write = (status: number): Row => ({
  ...OWNERS_READ,
  full: status,
  read: 403,
  limited: 403,
  'cross site': 403,
})
const ownWrite = (status: number): Row => ({ ...write(status), stranger: status })
const anyone = (status: number): Row => ({
  ...ownWrite(status),
  nobody: status,
  read: status,
  limited: status,
  'limited elsewhere': status,
})

/** A POST that changes nothing. */
const OWN_CHECK: Row = { ...OWN_READ, 'cross site': 403 }

/** Every call of the API. A missing one fails the test. */
const MATRIX: Record<string, Row> = {
  createBin: { ...ownWrite(201), nobody: 201 },
  listBins: OWN_READ,
  getBin: READ,
  updateBin: write(200),
  deleteBin: write(204),
  applyBins: ownWrite(200),
  exportBins: OWN_READ,
  listCaptures: READ,
  clearCaptures: write(204),
  deleteCaptures: write(200),
  getTimeline: READ,
  exportCaptures: READ,
  importCaptures: write(200),
  watchBin: READ,
  waitForCaptures: READ,
  expectCaptures: { ...READ, 'cross site': 403 },
  getCapture: READ,
  updateCapture: write(200),
  deleteCapture: write(204),
  getCaptureBody: { ...READ, 'redacted share': 403 },
  resendCapture: write(200),
  listDeliveries: READ,
  getDelivery: READ,
  answerSender: write(204),
  listListeners: { ...OWNERS_READ, read: 403, limited: 403 },
  reportDelivery: write(201),
  getCursor: READ,
  setCursor: write(200),
  deleteCursor: write(204),
  listForwards: OWNERS_READ,
  createForward: write(201),
  getForward: OWNERS_READ,
  updateForward: write(200),
  deleteForward: write(204),
  retryForward: write(200),
  skipForward: write(200),
  listRefusals: READ,
  createShare: write(201),
  listShares: OWNERS_READ,
  revokeShare: write(204),
  listSchemes: { ...anyone(200), 'cross site': 200 },
  listSecrets: OWNERS_READ,
  addSecret: write(201),
  updateSecret: write(200),
  deleteSecret: write(204),
  checkSignature: OWN_CHECK,
  explainSignature: READ,
  signCapture: write(200),
  listSamples: { ...anyone(200), 'cross site': 200 },
  sendSample: write(201),
  getSession: OWN_READ,
  startSession: anyone(204),
  endSession: anyone(204),
  rotateKey: ownWrite(200),
  listKeys: OWN_READ,
  createKey: { ...ownWrite(201), admin: 201 },
  deleteKey: { ...write(204), stranger: 404 },
}

const SECRET = { scheme: 'stripe', secret: 'whsec_0123456789' }
const FORWARD = { name: 'to here', url: 'http://127.0.0.1:64999/', enabled: false }
const ADMIN_KEY = 'the-operator-and-nobody-else'
let api: TestApi
beforeAll(async () => {
  api = await openApi({ adminKey: ADMIN_KEY, limitBinsPerAddress: null, limitWritesPerKey: null })
})
afterAll(() => api.close())

/** A bin with one capture, a share of each kind and a key of each kind. */
async function setUp() {
  const { bin, key } = await api.makeBin()
  const { id: capture, seq } = await api.capture(bin)
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  const delivery = aDelivery(seq)
  await api.rt.store.addDelivery(binKey, delivery, ANY_DELIVERIES)
  await api.rt.store.setCursor(binKey, 'laptop', 1, 1)
  const share = async (show: string, ttlSeconds: number) => {
    const response = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show, ttlSeconds } })
    return (await response.json()) as { id: string; token: string }
  }
  const other = await api.makeBin(key)
  const makeKey = async (body: object) => {
    const response = await api.call('POST', '/api/v1/keys', { key, body })
    return (await response.json()) as CreatedKey
  }
  const revokedKey = await makeKey({})
  await api.call('DELETE', `/api/v1/keys/${revokedKey.id}`, { key })
  const expiredKey = await makeKey({ ttlSeconds: 60 })
  const expired = await share('everything', 60)
  api.advance(60_000)
  const secret = await api.call('POST', `/api/v1/bins/${bin.id}/secrets`, { key, body: SECRET })
  const forward = await api.call('POST', `/api/v1/bins/${bin.id}/forwards`, { key, body: FORWARD })
  return {
    bin,
    key,
    forward: ((await forward.json()) as { id: string }).id,
    secret: ((await secret.json()) as { id: string }).id,
    capture,
    delivery: delivery.id,
    expired,
    whole: await share('everything', 3600),
    redacted: await share('redacted', 3600),
    expiredKey,
    revokedKey,
    readKey: await makeKey({ scope: 'read' }),
    limitedKey: await makeKey({ scope: 'read', bins: [bin.id] }),
    elsewhereKey: await makeKey({ scope: 'read', bins: [other.bin.id] }),
  }
}
type Setup = Awaited<ReturnType<typeof setUp>>

async function credentials(caller: Caller, made: Setup): Promise<CallOptions> {
  const { key, whole, redacted, expired } = made
  switch (caller) {
    case 'nobody':
      return {}
    case 'stranger':
      return { key: (await api.makeBin()).key }
    case 'full':
      return { key }
    case 'read':
      return { key: made.readKey.accessKey }
    case 'limited':
      return { key: made.limitedKey.accessKey }
    case 'limited elsewhere':
      return { key: made.elsewhereKey.accessKey }
    case 'expired key':
      return { key: made.expiredKey.accessKey }
    case 'revoked key':
      return { key: made.revokedKey.accessKey }
    case 'share':
      return { key: whole.token }
    case 'redacted share':
      return { key: redacted.token }
    case 'expired share':
      return { key: expired.token }
    case 'admin':
      return { key: ADMIN_KEY }
    case 'cross site':
      return { cookie: key, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }
  }
}

function bodyOf(id: string, { key, capture }: Setup): unknown {
  const bodies: Record<string, unknown> = {
    createBin: {},
    updateBin: { name: 'x' },
    applyBins: { bins: [] },
    updateCapture: { pinned: true },
    deleteCaptures: { ids: [] },
    expectCaptures: { within: 0, all: [{ q: '' }] },
    reportDelivery: { url: 'http://127.0.0.1/', method: 'POST', status: 200 },
    answerSender: { listener: 'laptop', status: null },
    setCursor: { seq: 1 },
    resendCapture: { url: 'http://127.0.0.1:64999/' },
    importCaptures: { log: { entries: [] } },
    createShare: { show: 'redacted' },
    addSecret: SECRET,
    sendSample: { provider: 'github', event: 'push' },
    signCapture: { url: 'http://127.0.0.1/', sign: SECRET },
    checkSignature: { ...SECRET, headers: [], body: { encoding: 'utf8', data: '' } },
    createForward: FORWARD,
    updateForward: { name: 'x' },
    retryForward: {},
    skipForward: { captureId: capture },
    updateSecret: { label: 'x' },
    startSession: { accessKey: key },
  }
  return bodies[id]
}

test('the matrix names every call and no other', () => {
  expect(Object.keys(MATRIX).sort()).toEqual(operations.map(({ id }) => id).sort())
})

const cells = operations.flatMap(({ id, method, path }) =>
  CALLERS.map((caller) => ({ id, method, path, caller, status: MATRIX[id]![caller] })),
)

/** The bin of the last call, if that call changed nothing: the next call can use it again. */
let unchanged: Setup | null = null

test.each(cells)('$id as $caller: $status', async ({ id, method, path, caller, status }) => {
  const made = unchanged ?? (await setUp())
  unchanged = null
  const { bin, capture, delivery } = made
  const names: Record<string, string> = {
    bin: bin.id,
    capture,
    delivery,
    share: made.whole.id,
    secret: made.secret,
    forward: made.forward,
    key: made.readKey.id,
    name: 'laptop',
  }
  const query = { exportCaptures: '?format=ndjson', waitForCaptures: '?timeout=0' }[id] ?? ''
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name]!) + query
  const leaving = new AbortController()
  const response = await api.call(method, target, {
    ...(await credentials(caller, made)),
    body: bodyOf(id, made),
    signal: leaving.signal,
  })
  leaving.abort()
  expect(response.status).toBe(status)
  if (status < 400 && method !== 'GET') return
  const stored = (await api.rt.store.findBin(bin.id))! // nothing happened
  expect([stored.captureCount, stored.name, (await api.rt.store.listKeys(stored.ownerId)).length]).toEqual([1, null, 5])
  unchanged = made
})
