import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { SignatureReport } from '#lib/signatures/report'
import { openApi, type TestApi } from './test-api'

let api: TestApi
let bin: Bin
let key: string
beforeEach(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
})
afterEach(() => api.close())

const BODY = Buffer.from('{"id":1}')
const hmac = (secret: string, body: string | Buffer, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(body).digest(encoding)
const github = (secret: string, body: string | Buffer = BODY) => [
  'X-GitHub-Event',
  'push',
  'X-Hub-Signature-256',
  `sha256=${hmac(secret, body)}`,
]

async function addSecret(to: Bin, body: object, as = key): Promise<string> {
  const response = await api.call('POST', `/api/v1/bins/${to.id}/secrets`, { key: as, body })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

async function report(capture: string, as = key, of = bin): Promise<SignatureReport> {
  const response = await api.call('GET', `/api/v1/bins/${of.id}/captures/${capture}/signature`, { key: as })
  expect(response.status).toBe(200)
  return (await response.json()) as SignatureReport
}

test('returns an empty report if no secret applies', async () => {
  const { id } = await api.capture(bin, { rawHeaders: github('a'), body: BODY })
  expect(await report(id)).toMatchObject({ verdict: null, scheme: null, secretId: null, steps: [], causes: [] })
  await addSecret(bin, { scheme: 'stripe', secret: 'whsec_1' })
  expect(await report(id)).toMatchObject({ verdict: null, steps: [], causes: [] })
})

test("judges a capture by its scheme's secret and its time of arrival", async () => {
  const secretId = await addSecret(bin, { scheme: 'stripe', secret: 'whsec_1' })
  const seconds = Math.floor(api.rt.now() / 1000)
  const rawHeaders = ['Stripe-Signature', `t=${seconds},v1=${hmac('whsec_1', `${seconds}.{"id":1}`)}`]
  const { id } = await api.capture(bin, { rawHeaders, body: BODY, receivedAt: seconds * 1000 + 1500 })
  api.advance(3_600_000)
  const expected = {
    verdict: 'valid',
    scheme: 'stripe',
    secretId,
    header: 'Stripe-Signature',
    ageSeconds: 1,
    toleranceSeconds: 300,
    causes: [],
  }
  expect(await report(id)).toMatchObject(expected)
})

test('the best verdict counts, and a note names an older secret that matches', async () => {
  const older = await addSecret(bin, { scheme: 'github', secret: 'older' })
  api.advance(1000)
  const newer = await addSecret(bin, { scheme: 'github', secret: 'newer' })
  const [first, second, third] = await Promise.all(
    ['older', 'newer', 'neither'].map((secret) => api.capture(bin, { rawHeaders: github(secret), body: BODY })),
  )
  expect(await report(first!.id)).toMatchObject({
    verdict: 'valid',
    secretId: older,
    causes: [{ code: 'secret_previous', certain: true }],
  })
  expect(await report(second!.id)).toMatchObject({ verdict: 'valid', secretId: newer, causes: [] })
  expect(await report(third!.id)).toMatchObject({ verdict: 'invalid', secretId: newer, causes: [{ code: 'unknown' }] })
})

test('reports a missing signature if the sender is known', async () => {
  await addSecret(bin, { scheme: 'github', secret: 'a' })
  const { id } = await api.capture(bin, { rawHeaders: ['X-GitHub-Event', 'push'], body: BODY })
  expect(await report(id)).toMatchObject({ verdict: 'missing', causes: [{ code: 'header_missing', certain: false }] })
})

describe('a secret of another bin', () => {
  test('is found if it belongs to the same owner, and its bin is named', async () => {
    const { bin: other } = await api.makeBin(key, { name: 'Shop, live' })
    await addSecret(other, { scheme: 'github', secret: 'of the other bin' })
    await addSecret(bin, { scheme: 'github', secret: 'of this bin' })
    const { id } = await api.capture(bin, { rawHeaders: github('of the other bin'), body: BODY })
    expect((await report(id)).causes[0]).toMatchObject({
      code: 'wrong_secret_other_bin',
      certain: true,
      title: expect.stringContaining('Shop, live'),
    })

    const make = async (body: object) => {
      const response = await api.call('POST', '/api/v1/keys', { key, body })
      return ((await response.json()) as { accessKey: string }).accessKey
    }
    expect((await report(id, await make({ scope: 'read' }))).causes[0]).toMatchObject({ code: 'wrong_secret_other_bin' })
    const limited = await report(id, await make({ scope: 'read', bins: [bin.id] }))
    expect(limited.causes[0]).toMatchObject({ code: 'unknown' })
    expect(JSON.stringify(limited)).not.toContain('Shop')
  })

  test('is never tried if it belongs to another owner', async () => {
    const stranger = await api.makeBin()
    await addSecret(stranger.bin, { scheme: 'github', secret: 'of a stranger' }, stranger.key)
    await addSecret(bin, { scheme: 'github', secret: 'of this bin' })
    const { id } = await api.capture(bin, { rawHeaders: github('of a stranger'), body: BODY })
    expect((await report(id)).causes[0]).toMatchObject({ code: 'unknown' })
  })
})

describe('through a share link', () => {
  const share = async (show: string) => {
    const response = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show, ttlSeconds: 3600 } })
    return ((await response.json()) as { token: string }).token
  }

  test('the expected signature is withheld, and so are the redacted parts of the request', async () => {
    const { bin: other } = await api.makeBin(key, { name: 'Shop, live' })
    await addSecret(other, { scheme: 'github', secret: 'of the other bin' })
    await addSecret(bin, { scheme: 'github', secret: 'of this bin' })
    const { id } = await api.capture(bin, { rawHeaders: github('of the other bin'), body: BODY })
    const right = hmac('of this bin', BODY)
    expect(JSON.stringify(await report(id))).toContain(right)
    const everything = await report(id, await share('everything'))
    expect(everything.steps.map(({ name }) => name)).toContain('Sent')
    const redacted = await report(id, await share('redacted'))
    expect(redacted).toMatchObject({ verdict: 'invalid', steps: [], causes: [{ detail: '', fix: '' }] })
    for (const seen of [everything, redacted]) {
      expect(JSON.stringify(seen)).not.toContain(right)
      expect(JSON.stringify(seen)).not.toContain('Shop')
      expect(seen.causes[0]).toMatchObject({ code: 'unknown' })
    }
  })
})

test('Discord: a wrong signature within seconds of a valid one is reported as deliberate', async () => {
  const { generateKeyPairSync, sign } = await import('node:crypto')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  await addSecret(bin, { scheme: 'discord', publicKey: hex })
  const seconds = String(Math.floor(api.rt.now() / 1000))
  const headers = (text: string) => [
    'X-Signature-Ed25519',
    sign(null, Buffer.from(seconds + text), privateKey).toString('hex'),
    'X-Signature-Timestamp',
    seconds,
  ]
  const body = Buffer.from('{"type":2}')
  await api.capture(bin, { rawHeaders: headers('{"type":2}'), body })
  const { id } = await api.capture(bin, { rawHeaders: headers('something else'), body })
  expect((await report(id)).causes[0]).toMatchObject({
    code: 'deliberate',
    certain: false,
    detail: expect.stringContaining('within seconds'),
  })
})

test("the secret's URL is used, or else the one that was called", async () => {
  const target = `/in/${bin.id}?a=1`
  const rawHeaders = (url: string) => [
    'Host',
    'hooks.example',
    'x-square-hmacsha256-signature',
    hmac('key', `${url}${BODY}`, 'base64'),
  ]
  const secretId = await addSecret(bin, { scheme: 'square', secret: 'key' })
  const called = await api.capture(bin, { target, rawHeaders: rawHeaders(`http://hooks.example${target}`), body: BODY })
  expect(await report(called.id)).toMatchObject({ verdict: 'valid' })
  const behind = await api.capture(bin, { target, rawHeaders: rawHeaders('https://shop.example/hook?a=1'), body: BODY })
  expect(await report(behind.id)).toMatchObject({ verdict: 'invalid', causes: [{ code: 'url_differs' }] })
  await api.call('PATCH', `/api/v1/bins/${bin.id}/secrets/${secretId}`, { key, body: { url: 'https://shop.example/hook' } })
  expect(await report(behind.id)).toMatchObject({ verdict: 'valid' })
})

test('a truncated body cannot be checked', async () => {
  await addSecret(bin, { scheme: 'github', secret: 'a' })
  const { id } = await api.capture(bin, { rawHeaders: github('a'), body: BODY.subarray(0, 3), bodySize: 8, truncated: true })
  expect(await report(id)).toMatchObject({ verdict: 'invalid', causes: [{ code: 'truncated_body', certain: false }] })
})
