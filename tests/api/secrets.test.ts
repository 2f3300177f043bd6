import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { BinSecret } from '#lib/core/bin-secret'
import { LIMITS } from '#lib/core/limits'
import { openMaterial } from '#lib/services/secrets/secret-material'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

const STRIPE = 'whsec_0123456789abcdefWXYZ'
const CUSTOM = {
  header: 'X-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  signed: '{timestamp}.{body}',
  timestampHeader: 'X-Time',
}

let api: TestApi
let bin: Bin
let key: string
beforeEach(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
})
afterEach(() => api.close())

const path = (rest = '') => `/api/v1/bins/${bin.id}/secrets${rest}`
const add = (body: object) => api.call('POST', path(), { key, body })
async function added(body: object): Promise<BinSecret> {
  const response = await add(body)
  expect(response.status).toBe(201)
  return (await response.json()) as BinSecret
}
async function list(): Promise<BinSecret[]> {
  return ((await (await api.call('GET', path(), { key })).json()) as { secrets: BinSecret[] }).secrets
}

test("shows only a secret's last four characters, and never its value again", async () => {
  const secret = await added({ scheme: 'stripe', secret: STRIPE, label: ' live ' })
  expect(secret).toEqual({
    id: expect.stringMatching(/^sec_/),
    scheme: 'stripe',
    label: 'live',
    hint: 'WXYZ',
    url: null,
    toleranceSeconds: 300,
    ownTolerance: false,
    custom: null,
    createdAt: expect.any(String),
    lastMatchedAt: null,
  })
  expect(await list()).toEqual([secret])
  expect(JSON.stringify(await list())).not.toContain(STRIPE)
  const stored = (await api.rt.store.listSecrets((await api.rt.store.findBin(bin.id))!.key))[0]!
  expect(await openMaterial(api.rt, stored)).toEqual({ secret: STRIPE, publicKey: null })
})

test('lists every scheme with what people need to know to enter its secret', async () => {
  const answer = await api.call('GET', '/api/v1/signature-schemes')
  const { schemes } = (await answer.json()) as { schemes: { id: string; label: string; docs: string }[] }
  expect(schemes.length).toBeGreaterThanOrEqual(55)
  expect([schemes.at(-1)!.id, new Set(schemes.map(({ id }) => id)).size]).toEqual(['custom', schemes.length])
  expect(schemes.find(({ id }) => id === 'stripe')).toEqual({
    id: 'stripe',
    label: 'Stripe',
    kind: 'hmac',
    canSign: true,
    needsUrl: false,
    secretHint: expect.any(String),
    toleranceSeconds: 300,
    docs: expect.stringMatching(/^https:/),
  })
})

test('a short secret and a key have no hint', async () => {
  expect((await added({ scheme: 'github', secret: 'elevenchars' })).hint).toBeNull()
  expect((await added({ scheme: 'github', secret: 'twelve chars' })).hint).toBe('hars')
  const publicKey = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
  expect((await added({ scheme: 'discord', publicKey })).hint).toBeNull()
})

test('accepts a secret of the wrong kind, so that it can explain a failed signature', async () => {
  for (const secret of ['sk_live_0123456789', ' whsec_AAAA \n']) await added({ scheme: 'svix', secret })
  await added({ scheme: 'discord', secret: 'the client secret' })
})

test('a custom scheme has a template, and its own tolerance', async () => {
  const first = await added({ scheme: 'custom', secret: 'a long enough secret', custom: CUSTOM })
  expect(first).toMatchObject({ toleranceSeconds: 300, ownTolerance: false, custom: CUSTOM })
  const second = await added({ scheme: 'custom', secret: 'x', toleranceSeconds: 7, custom: CUSTOM })
  expect(second).toMatchObject({ toleranceSeconds: 7, ownTolerance: true, custom: CUSTOM })
  expect(await list()).toEqual([second, first])
})

test.each<[string, object, string[]]>([
  ['an unknown scheme', { scheme: 'constructor', secret: 'x' }, ['scheme']],
  ['no scheme', { secret: 'x' }, ['scheme']],
  ['neither secret nor key', { scheme: 'stripe' }, ['secret']],
  ['an empty secret', { scheme: 'stripe', secret: '' }, ['secret']],
  ['half a surrogate pair', { scheme: 'stripe', secret: 'a\ud800' }, ['secret']],
  ['a key that cannot be read', { scheme: 'discord', publicKey: 'no key' }, ['publicKey']],
  ['a template without its scheme', { scheme: 'stripe', secret: 'x', custom: CUSTOM }, ['custom']],
  ['the custom scheme without a template', { scheme: 'custom', secret: 'x' }, ['custom']],
  ['a header with a line end', { scheme: 'custom', secret: 'x', custom: { ...CUSTOM, header: 'X\r\nY' } }, ['custom.header']],
  ['a framing header', { scheme: 'custom', secret: 'x', custom: { ...CUSTOM, header: 'Content-Length' } }, ['custom.header']],
  [
    'a signed string without the request',
    { scheme: 'custom', secret: 'x', custom: { ...CUSTOM, signed: 'x' } },
    ['custom.signed'],
  ],
  [
    'a misspelt placeholder',
    { scheme: 'custom', secret: 'x', custom: { ...CUSTOM, signed: '{timestmp}.{body}' } },
    ['custom.signed'],
  ],
  ['a relative URL', { scheme: 'stripe', secret: 'x', url: '/hook' }, ['url']],
  ['a URL of another kind', { scheme: 'stripe', secret: 'x', url: 'file:///etc/passwd' }, ['url']],
  ['no tolerance at all', { scheme: 'stripe', secret: 'x', toleranceSeconds: 0 }, ['toleranceSeconds']],
])('%s is refused', async (_what, body, fields) => {
  expect(await badFields(await add(body))).toEqual(fields)
  expect(await list()).toEqual([])
})

test('label, URL and tolerance can be changed, the value cannot', async () => {
  const secret = await added({ scheme: 'twilio', secret: 'the-auth-token-of-it' })
  const change = (body: object) => api.call('PATCH', path(`/${secret.id}`), { key, body })
  const changed = await change({ label: 'main', url: 'https://shop.example/hook?a=1', toleranceSeconds: 10 })
  const now = { ...secret, label: 'main', url: 'https://shop.example/hook?a=1', toleranceSeconds: 10, ownTolerance: true }
  expect([changed.status, await changed.json()]).toEqual([200, now])
  expect(await (await change({ toleranceSeconds: null })).json()).toEqual({ ...now, toleranceSeconds: null, ownTolerance: false })
  expect(await (await change({})).json()).toEqual({ ...now, toleranceSeconds: null, ownTolerance: false })
  expect(await badFields(await change({ secret: 'other' }))).toEqual(['secret'])
})

test('a deleted secret is gone, and its id is unknown', async () => {
  const { id } = await added({ scheme: 'stripe', secret: STRIPE })
  const remove = () => api.call('DELETE', path(`/${id}`), { key })
  expect((await remove()).status).toBe(204)
  expect(await list()).toEqual([])
  for (const response of [await remove(), await api.call('PATCH', path(`/${id}`), { key, body: { label: 'x' } })]) {
    expect((await problemOf(response)).code).toBe('secret_not_found')
  }
})

test('a secret of one bin is unknown in another of the same owner', async () => {
  const { id } = await added({ scheme: 'stripe', secret: STRIPE })
  const other = (await api.makeBin(key)).bin
  expect((await api.call('DELETE', `/api/v1/bins/${other.id}/secrets/${id}`, { key })).status).toBe(404)
  expect(await list()).toHaveLength(1)
})

test('limits the secrets of a bin', async () => {
  for (let i = 0; i < LIMITS.secretsPerBinMax; i += 1) await added({ scheme: 'stripe', secret: STRIPE })
  expect((await problemOf(await add({ scheme: 'stripe', secret: STRIPE }))).code).toBe('secrets_full')
})

test('none of 100 secrets is in the database, its log or an export', async () => {
  const secrets = Array.from(
    { length: 100 },
    (_, i) => `whsec_${i}_${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`,
  )
  const second = (await api.makeBin(key)).bin
  for (const [i, secret] of secrets.entries()) {
    const target = `/api/v1/bins/${i % 2 ? bin.id : second.id}/secrets`
    expect((await api.call('POST', target, { key, body: { scheme: 'stripe', secret } })).status).toBe(201)
  }
  await api.capture(bin)
  const exported = await (await api.call('GET', `/api/v1/bins/${bin.id}/export?format=ndjson`, { key })).text()
  const directory = dirname(api.rt.config.databaseUrl.replace('file:', ''))
  const files = (await readdir(directory)).sort()
  expect(files).toEqual(['creel.db', 'creel.db-shm', 'creel.db-wal', 'creel.db.key'])
  const bytes = Buffer.concat([
    ...(await Promise.all(files.map((file) => readFile(join(directory, file))))),
    Buffer.from(exported),
  ])
  expect(
    secrets.filter((secret) => bytes.includes(secret) || bytes.includes(Buffer.from(secret).toString('base64').slice(0, 24))),
  ).toEqual([])
})

describe.skipIf(!postgresqlIsThere)('on PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof temporaryPostgresql>>
  beforeEach(async () => {
    database = await temporaryPostgresql()
    await api.close()
  })
  afterEach(async () => {
    await api.close()
    api = await openApi() // for the outer hook
    await database.drop()
  })
  const open = async (secretKeys: string[] | null) => {
    api = await openApi({ databaseUrl: database.url, secretKeys })
    ;({ bin, key } = await api.makeBin())
  }

  test('without CREEL_SECRET_KEY a secret is refused, and the refusal names it', async () => {
    await open(null)
    const problem = await problemOf(await add({ scheme: 'stripe', secret: STRIPE }))
    expect(problem).toMatchObject({
      status: 409,
      code: 'secret_key_missing',
      detail: expect.stringContaining('CREEL_SECRET_KEY'),
    })
    expect(await list()).toEqual([])
  })

  test('with it a secret is stored', async () => {
    await open(['ab'.repeat(32)])
    await added({ scheme: 'stripe', secret: STRIPE })
    expect(await list()).toHaveLength(1)
  })
})
