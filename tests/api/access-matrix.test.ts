import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#lib/api/operations/index'
import { type CallOptions, openApi, type TestApi } from './test-api'

/** Who calls. `cross site`: the owner's browser, sent there by a page of another site. */
const CALLERS = ['nobody', 'stranger', 'owner', 'share', 'redacted share', 'expired share', 'cross site'] as const
type Caller = (typeof CALLERS)[number]

/** The statuses in the order of `CALLERS`. */
type Row = readonly [number, number, number, number, number, number, number]

const READ: Row = [401, 403, 200, 200, 200, 401, 200]
const OWNERS_READ: Row = [401, 403, 200, 403, 403, 401, 200]
const write = (status: number): Row => [401, 403, status, 403, 403, 401, 403]

/** Every call of the API; one that is missing here fails the test. */
const MATRIX: Record<string, Row> = {
  createBin: [201, 201, 201, 403, 403, 401, 403],
  listBins: [401, 200, 200, 403, 403, 401, 200],
  getBin: READ,
  updateBin: write(200),
  deleteBin: write(204),
  listCaptures: READ,
  clearCaptures: write(204),
  getTimeline: READ,
  importCaptures: write(200),
  watchBin: READ,
  getCapture: READ,
  updateCapture: write(200),
  deleteCapture: write(204),
  getCaptureBody: [401, 403, 200, 200, 403, 401, 200],
  resendCapture: write(200),
  listDeliveries: READ,
  listRefusals: OWNERS_READ,
  createShare: write(201),
  listShares: OWNERS_READ,
  revokeShare: write(204),
  startSession: [204, 204, 204, 403, 403, 401, 403],
  endSession: [204, 204, 204, 403, 403, 401, 403],
  rotateKey: [401, 200, 200, 403, 403, 401, 403],
  createKey: [401, 401, 401, 401, 401, 401, 403],
}

let api: TestApi
beforeAll(async () => {
  api = await openApi({ adminKey: 'the-operator-and-nobody-else' })
})
afterAll(() => api.close())

/** A bin with one capture and a share of each kind. */
async function ground() {
  const { bin, key } = await api.makeBin()
  const { id: capture } = await api.capture(bin)
  const share = async (show: string, ttlSeconds: number) => {
    const response = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show, ttlSeconds } })
    return (await response.json()) as { id: string; token: string }
  }
  const expired = await share('everything', 60)
  api.advance(60_000)
  return { bin, key, capture, expired, whole: await share('everything', 3600), redacted: await share('redacted', 3600) }
}
type Ground = Awaited<ReturnType<typeof ground>>

async function credentials(caller: Caller, { key, whole, redacted, expired }: Ground): Promise<CallOptions> {
  switch (caller) {
    case 'nobody':
      return {}
    case 'stranger':
      return { key: (await api.makeBin()).key }
    case 'owner':
      return { key }
    case 'share':
      return { key: whole.token }
    case 'redacted share':
      return { key: redacted.token }
    case 'expired share':
      return { key: expired.token }
    case 'cross site':
      return { cookie: key, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }
  }
}

function bodyOf(id: string, { key }: Ground): unknown {
  const bodies: Record<string, unknown> = {
    createBin: {},
    updateBin: { name: 'x' },
    updateCapture: { pinned: true },
    resendCapture: { url: 'http://127.0.0.1:64999/' },
    importCaptures: { log: { entries: [] } },
    createShare: { show: 'redacted' },
    startSession: { accessKey: key },
  }
  return bodies[id]
}

test('the matrix names every call and no other', () => {
  expect(Object.keys(MATRIX).sort()).toEqual(operations.map(({ id }) => id).sort())
})

const cells = operations.flatMap(({ id, method, path }) =>
  CALLERS.map((caller, i) => ({ id, method, path, caller, status: MATRIX[id]![i]! })),
)

test.each(cells)('$id as $caller: $status', async ({ id, method, path, caller, status }) => {
  const made = await ground()
  const names: Record<string, string> = { bin: made.bin.id, capture: made.capture, share: made.whole.id }
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name]!)
  const leaving = new AbortController()
  const response = await api.call(method, target, {
    ...(await credentials(caller, made)),
    body: bodyOf(id, made),
    signal: leaving.signal,
  })
  leaving.abort()
  expect(response.status).toBe(status)
  if (status >= 400) expect((await api.rt.store.findBin(made.bin.id))?.captureCount).toBe(1) // nothing happened
})
