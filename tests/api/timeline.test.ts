import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TimelinePage } from '#lib/scan/scan'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { badFields, openApi, type TestApi } from './test-api'

const NOON = Date.parse('2026-05-04T12:00:00.000Z')
const MINUTE = 60_000

const sqlite = { name: 'SQLite', open: () => openApi({ binTtlMs: null }), after: async () => {} }
const postgresql = { name: 'PostgreSQL', open: openOnPostgresql, after: () => dropDatabase() }
let dropDatabase = async () => {}

async function openOnPostgresql(): Promise<TestApi> {
  const database = await temporaryPostgresql()
  dropDatabase = database.drop
  return openApi({ binTtlMs: null, databaseUrl: database.url, secretKeys: ['ab'.repeat(32)] })
}

describe.each(postgresqlIsThere ? [sqlite, postgresql] : [sqlite])('on $name', ({ open, after }) => {
  let api: TestApi
  beforeAll(async () => {
    api = await open()
  })
  afterAll(async () => {
    await api.close()
    await after()
  })

  async function timeline(key: string, bin: string, query = ''): Promise<TimelinePage> {
    const response = await api.call('GET', `/api/v1/bins/${bin}/timeline${query}`, { key })
    expect(response.status).toBe(200)
    return (await response.json()) as TimelinePage
  }
  const countsOf = ({ buckets }: TimelinePage) => buckets.map(({ at, count }) => [at.slice(11, 16), count])

  /** Three captures in one minute, and one five minutes later. */
  async function filled() {
    const { bin, key } = await api.makeBin()
    const github = ['X-GitHub-Event', 'push', 'X-GitHub-Delivery', 'a', 'X-GitHub-Hook-ID', '1']
    const stripe = ['Stripe-Signature', `t=${(NOON + 10_000) / 1000},v1=00`]
    await api.capture(bin, { receivedAt: NOON + 1000, rawHeaders: github, body: Buffer.alloc(10) })
    await api.capture(bin, { receivedAt: NOON + 12_500, rawHeaders: stripe, body: Buffer.alloc(30) })
    await api.capture(bin, { receivedAt: NOON + 59_999, method: 'GET', rawHeaders: [], body: Buffer.alloc(0) })
    await api.capture(bin, {
      receivedAt: NOON + 5 * MINUTE,
      rawHeaders: ['Date', 'Mon, 04 May 2026 12:06:00 GMT'],
      body: Buffer.alloc(5),
    })
    return { bin, key }
  }

  test('counts by time, method and sender, with sizes and lag', async () => {
    const { bin, key } = await filled()
    expect(await timeline(key, bin.id, '?bucket=60000')).toEqual({
      bucketMs: MINUTE,
      firstAt: '2026-05-04T12:00:01.000Z',
      lastAt: '2026-05-04T12:05:00.000Z',
      throughSeq: 4,
      nextBefore: null,
      unchecked: null,
      buckets: [
        {
          at: '2026-05-04T12:00:00.000Z',
          count: 3,
          methods: { POST: 2, GET: 1 },
          providers: { github: 1, stripe: 1 },
          bytes: 40,
          bytesMax: 30,
          lag: { count: 1, sumMs: 2500, maxMs: 2500 },
        },
        {
          at: '2026-05-04T12:05:00.000Z',
          count: 1,
          methods: { POST: 1 },
          providers: {},
          bytes: 5,
          bytesMax: 5,
          lag: { count: 1, sumMs: 0, maxMs: 0 }, // its clock is ahead
        },
      ],
    })
  })

  test('counts by verdict if the bin has secrets, and reports what is still unchecked', async () => {
    const { bin, key } = await api.makeBin()
    const add = (secret: string) =>
      api.call('POST', `/api/v1/bins/${bin.id}/secrets`, { key, body: { scheme: 'github', secret } })
    expect((await add('swordfish')).status).toBe(201)
    const body = Buffer.from('{}')
    const digest = createHmac('sha256', 'swordfish').update(body).digest('hex')
    for (const hex of [digest, digest, '00']) {
      const rawHeaders = ['X-GitHub-Event', 'push', 'X-Hub-Signature-256', `sha256=${hex}`]
      await api.capture(bin, { receivedAt: NOON, rawHeaders, body })
    }
    await api.capture(bin, { receivedAt: NOON })
    const page = await timeline(key, bin.id, '?bucket=60000')
    expect(page).toMatchObject({ buckets: [{ count: 4, verdicts: { valid: 2, invalid: 1 } }], unchecked: null })
    const found = await timeline(key, bin.id, `?bucket=60000&q=${encodeURIComponent('signature:valid')}`)
    expect(found).toMatchObject({ buckets: [{ count: 2, verdicts: { valid: 2 } }] })
    vi.spyOn(api.rt.store, 'storeVerdicts').mockResolvedValueOnce(false) // the first step is lost
    await add('other')
    expect((await timeline(key, bin.id)).unchecked).toEqual({ from: 1, through: 4 })
  })

  test('chooses a width that suits the bin', async () => {
    const { bin, key } = await filled()
    expect((await timeline(key, bin.id)).bucketMs).toBe(5000)
    await api.capture(bin, { receivedAt: NOON - 60 * MINUTE })
    expect(await timeline(key, bin.id)).toMatchObject({ bucketMs: MINUTE, firstAt: '2026-05-04T11:00:00.000Z' })
    const empty = await api.makeBin()
    expect(await timeline(empty.key, empty.bin.id)).toMatchObject({ buckets: [], firstAt: null, lastAt: null, nextBefore: null })
  })

  test('counts only the requested seqs, without deleted captures', async () => {
    const { bin, key } = await filled()
    expect(countsOf(await timeline(key, bin.id, '?bucket=60000&before=4'))).toEqual([['12:00', 3]])
    expect(countsOf(await timeline(key, bin.id, '?bucket=60000&after=2'))).toEqual([
      ['12:00', 1],
      ['12:05', 1],
    ])
    const middle = await timeline(key, bin.id, '?bucket=60000&after=1&before=3')
    expect([countsOf(middle), middle.throughSeq, middle.nextBefore]).toEqual([[['12:00', 1]], 2, null])
    const { captures } = (await (await api.call('GET', `/api/v1/bins/${bin.id}/captures`, { key })).json()) as {
      captures: { id: string }[]
    }
    await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${captures[1]!.id}`, { key })
    expect(countsOf(await timeline(key, bin.id, '?bucket=60000'))).toEqual([
      ['12:00', 2],
      ['12:05', 1],
    ])
  })

  test('counts what matches a filter, by row or by body', async () => {
    const { bin, key } = await filled()
    await api.capture(bin, { receivedAt: NOON + 5 * MINUTE, body: Buffer.from('{"amount":7}') })
    const found = async (q: string) => countsOf(await timeline(key, bin.id, `?bucket=60000&q=${encodeURIComponent(q)}`))
    expect(await found('method:GET')).toEqual([['12:00', 1]])
    expect(await found('provider:stripe or $.amount==7')).toEqual([
      ['12:00', 1],
      ['12:05', 1],
    ])
    expect(await found('after:2026-05-04T12:00:12.500Z before:2026-05-04T12:05Z')).toEqual([['12:00', 2]])
    expect(await found('size:>1gb')).toEqual([])
  })

  test('a long count returns where to continue, and the answers add up', async () => {
    const { bin, key } = await api.makeBin()
    for (let i = 0; i < 12; i += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, j) => api.capture(bin, { receivedAt: NOON + (i * 100 + j) * 1000 })))
    }
    let [total, calls, before] = [0, 0, '']
    for (let next: number | null = 1; next !== null; calls += 1) {
      const page = await timeline(key, bin.id, `?bucket=1${before}`) // each capture fills its own bucket, and an answer has room for 1000
      total += page.buckets.reduce((sum, { count }) => sum + count, 0)
      next = page.nextBefore
      before = `&before=${next}`
    }
    expect(total).toBe(1200)
    expect(calls).toBeGreaterThan(1)
  })

  test('makes progress however little time each call has', async () => {
    const { bin, key } = await filled()
    const { now } = api.rt
    const late = vi.spyOn(api.rt, 'now').mockImplementation(() => {
      api.advance(500)
      return now()
    })
    expect(countsOf(await timeline(key, bin.id, '?bucket=60000'))).toEqual([
      ['12:00', 3],
      ['12:05', 1],
    ])
    late.mockRestore()
  })

  test('a redacted link gets no lag, and its filter matches only what it shows', async () => {
    const { bin, key } = await filled()
    const share = async (body: object) => {
      const made = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body })
      return ((await made.json()) as { token: string }).token
    }
    const redacted = await share({ show: 'redacted' })
    const page = await timeline(redacted, bin.id, '?bucket=60000')
    expect(page.buckets.map(({ lag }) => lag)).toEqual([null, null])
    expect(page.buckets[0]).toMatchObject({ count: 3, providers: { github: 1, stripe: 1 } })
    const byHeader = (q: string) => `?bucket=60000&q=${encodeURIComponent(q)}`
    expect(countsOf(await timeline(redacted, bin.id, byHeader('header.stripe-signature:t=*')))).toEqual([])
    expect(countsOf(await timeline(key, bin.id, byHeader('header.stripe-signature:t=*')))).toEqual([['12:00', 1]])
  })

  test('a link to one capture learns nothing about the others', async () => {
    const { bin, key } = await api.makeBin()
    const { id } = await api.capture(bin)
    const made = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'everything', captureId: id } })
    const { token } = (await made.json()) as { token: string }
    const response = await api.call('GET', `/api/v1/bins/${bin.id}/timeline`, { key: token })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'forbidden'])
  })

  test.each([
    ['bucket=0', 'bucket'],
    ['bucket=1.5', 'bucket'],
    ['bucket=99999999999999', 'bucket'],
    ['before=0', 'before'],
    ['after=-1', 'after'],
    ['q=(', 'q'],
    ['width=5', ''],
  ])('refuses ?%s', async (query, field) => {
    const { bin, key } = await api.makeBin()
    const response = await api.call('GET', `/api/v1/bins/${bin.id}/timeline?${query}`, { key })
    expect((await badFields(response))[0]).toContain(field)
  })
})
