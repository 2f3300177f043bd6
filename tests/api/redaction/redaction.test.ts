import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { openApi, type TestApi } from '../test-api'
import { type Form, spellings } from './form'
import { FORMS } from './forms'
import { MORE_FORMS } from './more-forms'
import { SENT_FORMS } from './sent-forms'
import { SPLIT_FORMS } from './split-forms'
import { WEBHOOK_URL_FORMS } from './webhook-url-forms'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test.each([FORMS, MORE_FORMS, SENT_FORMS, SPLIT_FORMS])('covers 71 forms of each kind', (...forms) => {
  expect(forms.length).toBeGreaterThanOrEqual(71)
})

describe.each([
  ['the forms of the review', FORMS],
  ['forms of a second kind', MORE_FORMS],
  ['webhook URLs of chat services', WEBHOOK_URL_FORMS],
  ['as providers, clusters and shells send them', SENT_FORMS],
  ['names apart from their values', SPLIT_FORMS],
])('a redacted link: %s', (_title, forms) => {
  let bin: Bin
  let get: (rest: string) => Promise<Response>
  let whole: (rest: string) => Promise<Response>
  const ids: string[] = []
  const shown: string[] = []
  let everywhere = ''

  beforeAll(async () => {
    const made = await api.makeBin()
    bin = made.bin
    for (const each of forms) ids.push(await store(made, each))
    const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key: made.key, body: { show: 'redacted' } })
    const { token } = (await share.json()) as { token: string }
    get = (rest) => api.call('GET', `/api/v1/bins/${bin.id}${rest}`, { key: token })
    whole = (rest) => api.call('GET', `/api/v1/bins/${bin.id}${rest}`, { key: made.key })
    for (const id of ids) {
      const answers = [await get(`/captures/${id}`), await get(`/captures/${id}/deliveries`), await get(`/captures/${id}/body`)]
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 403])
      shown.push((await Promise.all(answers.map((answer) => answer.text()))).join('\n'))
    }
    const exports = ['har', 'ndjson', 'csv'].map((format) => `/export?format=${format}`)
    const lists = await Promise.all(['', '/captures?limit=200', '/timeline', '/captures?limit=200&after=0', ...exports].map(get))
    expect(lists.map(({ status }) => status)).toEqual(lists.map(() => 200))
    everywhere = (await Promise.all(lists.map((answer) => answer.text()))).join('\n') + (await heardOnTheStream())
  }, 120_000)

  async function store({ bin, key }: { bin: Bin; key: string }, { request, note }: Form): Promise<string> {
    const { query, path, ...fields } = request
    const target = `/in/${bin.id}${path ?? '/hook'}${query === undefined ? '' : `?${query}`}`
    const { id, seq } = await api.capture(bin, { target, ...fields })
    if (note !== undefined) {
      await api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${id}`, { key, body: { note } })
    }
    const stored = (await api.rt.store.findCapture((await api.rt.bins.find(bin.id))!.key, seq))!
    const pairs = (flat: readonly string[]) => flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1]!] as const] : []))
    const { body } = (await (await api.call('GET', `/api/v1/bins/${bin.id}/captures/${id}`, { key })).json()) as Capture
    await api.rt.store.addDelivery(
      (await api.rt.bins.find(bin.id))!.key,
      {
        id: `dl_${id}`,
        captureSeq: seq,
        url: `https://target.example${path ?? '/hook'}?${query ?? ''}`,
        method: 'POST',
        requestHeaders: pairs(stored.rawHeaders),
        requestBodySize: 1,
        status: 200,
        responseHeaders: [...pairs(stored.rawHeaders), ...pairs(stored.rawTrailers)],
        responseBody: { ...body, truncated: false },
        error: note === undefined ? null : { code: 'x', message: note },
        startedAt: 1,
        timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 1 },
        via: 'resend',
        forwardId: null,
        attempt: null,
      },
      { perCapture: 50, bytesPerBin: 1 << 26 },
    )
    return id
  }

  async function heardOnTheStream(): Promise<string> {
    const leaving = new AbortController()
    const share = await get('/events?after=0')
    let heard = ''
    for await (const chunk of share.body as unknown as AsyncIterable<Uint8Array>) {
      heard += new TextDecoder().decode(chunk)
      if (heard.includes(`id: ${forms.length}\n`)) break
    }
    leaving.abort()
    return heard
  }

  test.each(forms.map((each, i) => [each.title, i] as const))('never shows the secret in %s', async (_name, i) => {
    const { secret } = forms[i]!
    const own = await (await whole(`/captures/${ids[i]!}`)).text()
    expect(own.length).toBeGreaterThan(0)
    for (const spelling of spellings(secret)) {
      expect(shown[i]).not.toContain(spelling)
      expect(everywhere).not.toContain(spelling)
    }
    expect(shown[i]).toMatch(/"bodySha256":(?:null|"[0-9a-f]{64}")/)
    expect(JSON.parse(shown[i]!.split('\n')[0]!)).toMatchObject({ bodySha256: null, bodyCrc32: null })
  })

  test('finds no capture by redacted values', async () => {
    for (const q of [
      forms[0]!.secret,
      `not ${forms[0]!.secret} body:${forms[0]!.secret}`,
      'crc:00000000 or body:hunter2 or body:swordfish9',
    ]) {
      const found = (await (await get(`/captures?q=${encodeURIComponent(q)}`)).json()) as { captures: Capture[] }
      expect(found.captures).toEqual([])
    }
  }, 60_000)

  test('reveals no checksum, by list or by filter', async () => {
    const { captures } = (await (await whole('/captures?limit=200')).json()) as { captures: Capture[] }
    const crc = captures.at(-1)!.bodyCrc32
    expect(crc).toMatch(/^[0-9a-f]{8}$/)
    expect(await (await whole(`/captures?q=crc:${crc}`)).text()).toContain(captures.at(-1)!.id)
    expect(await (await get(`/captures?q=crc:${crc}`)).json()).toMatchObject({ captures: [] })
  })
})
