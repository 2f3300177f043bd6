import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Share } from '#lib/core/share'
import { hashSecret, shareCookieName } from '#lib/services/credentials'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

const SECRET = 'swordfish-0123456789'

let api: TestApi
let bin: Bin
let key: string
let first: string
let second: string
beforeAll(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
  const secretive = {
    target: `/in/${bin.id}/a?token=${SECRET}&b=1`,
    rawHeaders: ['Authorization', `Bearer ${SECRET}`, 'Content-Type', 'application/json', 'User-Agent', 'x'],
    body: Buffer.from(JSON.stringify({ apiKey: SECRET, plain: 'visible' })),
  }
  first = (await api.capture(bin, secretive)).id
  second = (await api.capture(bin, { ...secretive, body: Buffer.from(`binary \xff ${SECRET}`, 'latin1') })).id
})
afterAll(() => api.close())

type CreatedShare = Share & { token: string; url: string }

async function share(body: object): Promise<CreatedShare> {
  const response = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'everything', ...body } })
  expect(response.status).toBe(201)
  return (await response.json()) as CreatedShare
}
const list = async () =>
  ((await (await api.call('GET', `/api/v1/bins/${bin.id}/shares`, { key })).json()) as { shares: Share[] }).shares
const path = (rest: string) => `/api/v1/bins/${bin.id}${rest}`

describe('creating a link', () => {
  test('shows the token once, keeps only its hash, and lists the link without it', async () => {
    const made = await share({ ttlSeconds: 3600 })
    expect(made.token).toMatch(/^cs_[0-9a-z]{32}$/)
    expect(made.url).toBe(`http://creel.test/bins/${bin.id}?share=${made.token}`)
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(3_600_000)
    const { token: _token, url: _url, ...shown } = made
    expect((await list())[0]).toEqual({ ...shown, lastUsedAt: null })
    expect(await api.rt.store.findShare(hashSecret(made.token))).toMatchObject({ id: made.id })
    expect(await api.rt.store.findShare(made.token)).toBeNull()
  })

  test('lasts a week by default', async () => {
    const made = await share({})
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * 24 * 3600 * 1000)
  })

  test('a link to one capture opens the page at it', async () => {
    const made = await share({ captureId: first })
    expect([made.captureId, new URL(made.url).searchParams.get('capture')]).toEqual([first, first])
  })

  test.each([
    [{ show: 'all' }, 'show'],
    [{ ttlSeconds: 59 }, 'ttlSeconds'],
    [{ ttlSeconds: 365 * 24 * 3600 + 1 }, 'ttlSeconds'],
    [{ ttlSeconds: null }, 'ttlSeconds'],
    [{ captureId: 1 }, 'captureId'],
    [{ owner: true }, 'owner'],
  ])('answers 422 to %j and names the field', async (body, field) => {
    const response = await api.call('POST', path('/shares'), { key, body: { show: 'everything', ...body } })
    expect(await badFields(response)).toEqual([field])
  })

  test('is refused for a capture that does not exist', async () => {
    const response = await api.call('POST', path('/shares'), { key, body: { show: 'everything', captureId: 'cap_x_1' } })
    expect(await problemOf(response)).toMatchObject({ code: 'capture_not_found' })
  })

  test('is limited to a hundred links per bin, not counting expired ones', async () => {
    const other = await api.makeBin(key)
    const make = () =>
      api.call('POST', `/api/v1/bins/${other.bin.id}/shares`, { key, body: { show: 'everything', ttlSeconds: 60 } })
    for (let i = 0; i < 100; i++) expect((await make()).status).toBe(201)
    expect((await make()).status).toBe(429)
    api.advance(60_000)
    expect((await make()).status).toBe(201)
  })
})

describe('a link to the whole bin', () => {
  test('reads the bin, its captures, bodies and deliveries like the owner', async () => {
    const { token } = await share({})
    for (const rest of ['', '/captures', `/captures/${first}`, `/captures/${first}/deliveries`]) {
      const owned = await (await api.call('GET', path(rest), { key })).json()
      expect(await (await api.call('GET', path(rest), { key: token })).json()).toEqual(owned)
    }
    const body = await api.call('GET', path(`/captures/${second}/body`), { key: token })
    expect(Buffer.from(await body.arrayBuffer()).toString('latin1')).toContain(SECRET)
  })

  test('records its last use to the minute', async () => {
    const made = await share({})
    const used = async () => (await list()).find(({ id }) => id === made.id)!.lastUsedAt
    await api.call('GET', path(''), { key: made.token })
    await expect.poll(used).not.toBeNull()
    const at = await used()
    await api.call('GET', path(''), { key: made.token })
    expect(await used()).toBe(at)
    api.advance(60_000)
    await api.call('GET', path(''), { key: made.token })
    await expect.poll(used).not.toBe(at)
  })

  test('ends by expiry, by revocation and when its bin is deleted', async () => {
    const made = await share({ ttlSeconds: 60 })
    const look = () => api.call('GET', path(''), { key: made.token })
    expect((await look()).status).toBe(200)
    api.advance(60_000)
    expect((await look()).status).toBe(401)
    expect((await list()).map(({ id }) => id)).not.toContain(made.id)

    const revoked = await share({})
    expect((await api.call('DELETE', path(`/shares/${revoked.id}`), { key })).status).toBe(204)
    expect((await api.call('GET', path(''), { key: revoked.token })).status).toBe(401)
    const again = await api.call('DELETE', path(`/shares/${revoked.id}`), { key })
    expect(await problemOf(again)).toMatchObject({ status: 404, code: 'share_not_found' })
  })

  test('cannot be revoked through another bin', async () => {
    const other = await api.makeBin(key)
    const made = await share({})
    expect((await api.call('DELETE', `/api/v1/bins/${other.bin.id}/shares/${made.id}`, { key })).status).toBe(404)
    expect((await api.call('GET', path(''), { key: made.token })).status).toBe(200)
  })
})

describe('a link to one capture', () => {
  let token: string
  beforeAll(async () => {
    token = (await share({ captureId: first })).token
  })
  const get = (rest: string) => api.call('GET', path(rest), { key: token })

  test('reads only that capture, and lists no other', async () => {
    expect(((await (await get(`/captures/${first}`)).json()) as Capture).id).toBe(first)
    const page = (await (await get('/captures')).json()) as { captures: CaptureSummary[]; total: number }
    expect([page.captures.map(({ id }) => id), page.total]).toEqual([[first], 1])
    expect(await (await get('/captures?method=GET')).json()).toMatchObject({ captures: [], total: 0 })
    expect(await (await get('/captures?after=1')).json()).toMatchObject({ captures: [], total: 1 })
  })

  test.each(['', '/body', '/deliveries'])('refuses another capture%s', async (rest) => {
    expect(await problemOf(await get(`/captures/${second}${rest}`))).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test.each(['/timeline', '/refusals'])('refuses totals of the whole bin, %s', async (rest) => {
    expect(await problemOf(await get(rest))).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('reveals nothing about the rest of the bin', async () => {
    const shown = (await (await get('')).json()) as Bin
    expect(shown).toMatchObject({ id: bin.id, captureCount: 1, lastSeq: 1, response: { headers: [], body: null } })
  })
})

describe('a redacted link', () => {
  let token: string
  beforeAll(async () => {
    token = (await share({ show: 'redacted' })).token
    await api.call('PATCH', path(''), {
      key,
      body: { response: { headers: [['X-Api-Key', SECRET]], body: `{"secret":"${SECRET}"}` } },
    })
  })
  const get = (rest: string) => api.call('GET', path(rest), { key: token })

  test.each(['', '/captures', '/captures?limit=1', '/captures?after=0'])('shows no credential in %s', async (rest) => {
    const response = await get(rest)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).not.toContain(SECRET)
    expect(text).toContain('REDACTED')
  })

  test('shows everything that is not a credential, with sizes but without hashes', async () => {
    const [shown, whole] = [
      (await (await get(`/captures/${first}`)).json()) as Capture,
      (await (await api.call('GET', path(`/captures/${first}`), { key })).json()) as Capture,
    ]
    expect(shown).toMatchObject({ bodyShown: 'masked', bodySha256: null, bodyCrc32: null, bodySize: whole.bodySize })
    expect(shown.body.data).toBe('{"apiKey":"REDACTED","plain":"visible"}')
    expect(JSON.stringify(shown)).not.toContain(SECRET)
  })

  test('gets no credentials on the event stream', async () => {
    const leaving = new AbortController()
    const response = await api.call('GET', path('/events?after=0'), { key: token, signal: leaving.signal })
    let heard = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      heard += new TextDecoder().decode(chunk)
      if (heard.includes('id: 2\n')) break
    }
    leaving.abort()
    expect(heard).toContain('token=REDACTED')
    expect(heard).not.toContain(SECRET)
  })

  test('withholds other bodies, and the exact bytes of every body', async () => {
    expect(await (await get(`/captures/${second}`)).json()).toMatchObject({ bodyShown: 'withheld', body: { data: '' } })
    for (const id of [first, second]) {
      expect(await problemOf(await get(`/captures/${id}/body`))).toMatchObject({ status: 403, code: 'redacted' })
    }
  })
})

describe('in a browser', () => {
  const cookies = (...pairs: [string, string][]) => ({ headers: { cookie: pairs.map((pair) => pair.join('=')).join('; ') } })

  test("a link's cookie reads only its bin", async () => {
    const { token } = await share({})
    const cookie = cookies([shareCookieName(bin.id), token])
    expect((await api.call('GET', path(''), cookie)).status).toBe(200)
    const other = await api.makeBin()
    expect((await api.call('GET', `/api/v1/bins/${other.bin.id}`, cookie)).status).toBe(401)
    const misused = cookies([shareCookieName(other.bin.id), token])
    expect((await api.call('GET', `/api/v1/bins/${other.bin.id}`, misused)).status).toBe(403)
    expect((await api.call('GET', '/api/v1/bins', cookie)).status).toBe(401)
  })

  test('a visitor with bins of their own sees the linked bin through the link, and the owner sees it in full', async () => {
    const { token } = await share({ show: 'redacted' })
    const stranger = (await api.makeBin()).key
    const look = async (accessKey: string) =>
      (
        await api.call('GET', path(`/captures/${first}`), cookies(['creel_key', accessKey], [shareCookieName(bin.id), token]))
      ).text()
    expect(await look(stranger)).not.toContain(SECRET)
    expect(await look(key)).toContain(SECRET)
  })

  test('the cookie of an ended link counts as no cookie', async () => {
    const cookie = cookies([shareCookieName(bin.id), `cs_${'0'.repeat(32)}`])
    expect((await api.call('GET', path(''), cookie)).status).toBe(401)
  })
})
