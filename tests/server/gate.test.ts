import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { BinRequire } from '#lib/core/bin-require'
import { createBin } from '#lib/services/create-bin'
import { sealRequire } from '#lib/services/gate/seal-require'
import { addSecret } from '#lib/services/secrets/add-secret'
import { deleteSecret } from '#lib/services/secrets/manage-secrets'
import { resealSecrets } from '#lib/services/secrets/reseal-secrets'
import { updateBin } from '#lib/services/update-bin'
import type { StoredBin } from '#lib/store/stored-bin'
import { createVault } from '#lib/vault/create-vault'
import { postgresUrl } from '../services'
import { temporaryPostgresql } from '../store/temporary-postgresql'
import { type RawAnswer, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const ORIGINS = { ui: 'http://x', capture: 'http://x' }
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64')

const databases = [
  ['SQLite', async () => ({ env: {}, drop: async () => {} })],
  [
    'PostgreSQL',
    async () => {
      const { url, drop } = await temporaryPostgresql()
      return { env: { DATABASE_URL: url, CREEL_SECRET_KEY: SECRET_KEY }, drop }
    },
  ],
] as const

describe.each(postgresUrl === null ? databases.slice(0, 1) : databases)('what a bin requires, on %s', (_name, open) => {
  let creel: Creel
  let drop: () => Promise<void>
  beforeAll(async () => {
    const opened = await open()
    drop = opened.drop
    creel = await startCreel({ env: opened.env })
  })
  afterAll(async () => {
    await creel.close()
    await drop()
  })

  async function gated(require: BinRequire): Promise<StoredBin> {
    const { bin } = await createBin(creel.runtime, creel.owner, { require }, ORIGINS)
    return (await creel.runtime.store.findBin(bin.id))!
  }
  const change = (bin: StoredBin, require: BinRequire | null) =>
    updateBin(creel.runtime, creel.owner, bin.id, { require }, ORIGINS)
  const send = (bin: StoredBin, headers: string[] = [], { method = 'POST', query = '', body = '{}' } = {}): Promise<RawAnswer> =>
    sendRaw(
      creel.port,
      Buffer.from(
        `${method} /in/${bin.id}${query} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n${headers.map((each) => `${each}\r\n`).join('')}\r\n${body}`,
        'latin1',
      ),
    )
  const statuses = (bin: StoredBin, tries: string[][]) =>
    Promise.all(tries.map(async (headers) => (await send(bin, headers)).status))
  const base64 = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64')

  test('answers 401 without credentials, captures the request, and counts it', async () => {
    const bin = await gated({ auth: { type: 'basic', user: 'ada', password: 'pa:ss wörd' } })
    const refused = await send(bin)
    const id = `cap_${bin.captureTag}_1`
    expect([refused.status, refused.header('content-type'), refused.header('x-creel-capture')]).toEqual([
      401,
      'application/problem+json',
      id,
    ])
    expect(refused.header('www-authenticate')).toBe('Basic realm="Creel", charset="UTF-8"')
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'gate_refused', status: 401 })
    expect((await send(bin, [`Authorization: bAsIc ${base64('ada:pa:ss wörd')}`])).status).toBe(200)
    expect((await creel.stored(bin, 1)).reply).toEqual({ status: 401, by: 'gate', gate: 'credentials_missing', delayMs: 0 })
    expect((await creel.stored(bin, 2)).reply).toEqual({ status: 200, by: 'response', delayMs: 0 })
    expect(await creel.runtime.refusals.of(bin.key)).toMatchObject([{ reason: 'gate', count: 1 }])
    expect((await creel.runtime.metrics.page()).text).toMatch(/creel_gate_refused_total [1-9]/)
  })

  test('accepts HTTP Basic exactly as specified', async () => {
    const bin = await gated({ auth: { type: 'basic', user: 'ada', password: 'wörd' } })
    const right = `Authorization: Basic ${base64('ada:wörd')}`
    const wrong = [
      ['ada:word', 'ada:wörd ', 'ada:wörd\0', 'ada:', 'ada', ':wörd', 'Ada:wörd', 'x'.repeat(10_000)].map(
        (text) => `Authorization: Basic ${base64(text)}`,
      ),
      [
        `Authorization: Basic ${base64('ada:wörd', 'latin1')}`,
        `Authorization: Basic !${base64('ada:wörd')}`,
        'Authorization: Basic',
      ],
      [`Authorization: Bearer ${base64('ada:wörd')}`, `Proxy-Authorization: Basic ${base64('ada:wörd')}`],
    ].flat()
    expect(await statuses(bin, [[right], ...wrong.map((each) => [each])])).toEqual([200, ...wrong.map(() => 401)])
    expect(
      await statuses(bin, [
        [right, right],
        [right, 'authorization: Bearer x'],
      ]),
    ).toEqual([401, 401])
  })

  test('accepts a bearer token, a header and a query parameter, each only once', async () => {
    const bearer = await gated({ auth: { type: 'bearer', token: 'töken-1' } })
    const bytes = Buffer.from('töken-1').toString('latin1')
    expect(
      await statuses(bearer, [
        [`Authorization: bearer ${bytes}`],
        ['Authorization: Bearer töken-1'],
        [`Authorization: ${bytes}`],
      ]),
    ).toEqual([200, 401, 401])
    expect((await send(bearer, ['Authorization: Bearer no'])).header('www-authenticate')).toContain('invalid_token')

    const header = await gated({ auth: { type: 'header', name: 'X-Webhook-Token', value: 'a b' } })
    const right = 'x-webhook-TOKEN:  a b '
    expect(await statuses(header, [[right], ['x-webhook-token: a'], ['x-webhook-token:'], [right, right], []])).toEqual([
      200, 401, 401, 401, 401,
    ])
    expect((await send(header)).header('www-authenticate')).toBeNull()

    const query = await gated({ auth: { type: 'query', name: 'api key', value: 'ü+1' } })
    const queries = [
      '?api+key=%C3%BC%2B1',
      '?a=1&api%20key=%C3%BC%2b1',
      '?api+key=%C3%BC+1',
      '?api+key=',
      '',
      '?api+key=%C3%BC%2B1&api+key=x',
      '?API+key=%C3%BC%2B1',
    ]
    const answers = await Promise.all(queries.map(async (each) => (await send(query, [], { query: each })).status))
    expect(answers).toEqual([200, 200, 401, 401, 401, 401, 401])
  })

  test('allows preflights, and reports a body over the limit as too large', async () => {
    const bin = await gated({ auth: { type: 'bearer', token: 'x' } })
    const preflight = await send(bin, ['Origin: https://a.example', 'Access-Control-Request-Method: POST'], {
      method: 'OPTIONS',
      body: '',
    })
    expect(preflight.status).toBe(204)
    const tooLarge = `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 999999999\r\n\r\n`
    expect((await sendRaw(creel.port, tooLarge)).status).toBe(413)
  })

  test('accepts only a valid signature, and refuses to delete the last secret that it needs', async () => {
    const bin = await creel.createBin()
    const { runtime, owner } = creel
    await expect(change(bin, { signature: true })).rejects.toMatchObject({ code: 'invalid_input' })
    const input = { scheme: 'github', label: null, url: null, toleranceSeconds: null }
    const [first, second] = [
      await addSecret(runtime, owner, bin.id, { ...input, secret: 'first' }),
      await addSecret(runtime, owner, bin.id, { ...input, secret: 'second' }),
    ]
    await change(bin, { signature: true })
    const signed = (secret: string) => [
      'X-GitHub-Event: push',
      `X-Hub-Signature-256: sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`,
    ]
    expect(await statuses(bin, [signed('first'), signed('second')])).toEqual([200, 200])
    expect(await statuses(bin, [signed('third'), ['X-GitHub-Event: push'], []])).toEqual([401, 401, 401])
    const replies = (await runtime.store.listCaptures(bin.key, { limit: 10 })).map(({ reply }) => reply?.gate)
    expect(replies.sort()).toEqual(['signature_invalid', 'signature_missing', 'signature_missing', undefined, undefined])
    await deleteSecret(runtime, owner, bin.id, first.id)
    expect(await statuses(bin, [signed('first'), signed('second')])).toEqual([401, 200])
    await expect(deleteSecret(runtime, owner, bin.id, second.id)).rejects.toMatchObject({ code: 'secret_needed' })
    await change(bin, null)
    await deleteSecret(runtime, owner, bin.id, second.id)
    expect(await statuses(bin, [[]])).toEqual([200])
  })

  test('checks a signature once, for the gate and for the stored verdict', async () => {
    const bin = await creel.createBin()
    const { runtime, owner } = creel
    await addSecret(runtime, owner, bin.id, { scheme: 'github', secret: 'once', label: null, url: null, toleranceSeconds: null })
    await change(bin, { signature: true })
    const hmac = vi.spyOn(runtime.signatureCrypto, 'hmac')
    try {
      const digest = createHmac('sha256', 'once').update('{}').digest('hex')
      expect((await send(bin, [`X-Hub-Signature-256: sha256=${digest}`])).status).toBe(200)
      expect((await creel.stored(bin, 1)).signature).toMatchObject({ verdict: 'valid', scheme: 'github' })
      expect(hmac).toHaveBeenCalledTimes(1)
    } finally {
      hmac.mockRestore()
    }
  })

  test('keeps a value sent back as ••• and seals a new one', async () => {
    const bin = await gated({ auth: { type: 'header', name: 'X-Webhook-Token', value: 'first-value' } })
    const shown = (require: BinRequire | null) => expect(require)
    shown((await change(bin, { auth: { type: 'header', name: 'X-Hook-Token', value: '•••' } })).require).toEqual({
      auth: { type: 'header', name: 'X-Hook-Token', value: '•••' },
    })
    expect(await statuses(bin, [['X-Hook-Token: first-value'], ['X-Webhook-Token: first-value']])).toEqual([200, 401])
    await change(bin, { auth: { type: 'header', name: 'X-Hook-Token', value: 'other-value' } })
    expect(await statuses(bin, [['X-Hook-Token: first-value'], ['X-Hook-Token: other-value']])).toEqual([401, 200])
    await expect(change(bin, { auth: { type: 'bearer', token: '•••' } })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(gated({ auth: { type: 'bearer', token: '•••' } })).rejects.toMatchObject({ code: 'invalid_input' })
    const { require } = (await creel.runtime.store.findBin(bin.id))!
    expect(Buffer.from(require!.sealed!).includes('other-value')).toBe(false)
    expect(JSON.stringify(require!.shown)).not.toContain('other-value')
  })

  test('is sealed again with the first key, and answers 503 if no key opens it', async () => {
    const [before, after] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const log = { warn() {}, info() {} }
    const vaultOf = (...keys: Buffer[]) => createVault({ keys, keyFile: null }, log)
    const bin = await creel.createBin()
    const { store } = creel.runtime
    const require = await sealRequire({ store, vault: vaultOf(before) }, bin, { auth: { type: 'bearer', token: 'x' } })
    await store.updateBin(bin.key, { require })
    expect((await send(bin, ['Authorization: Bearer x'])).status).toBe(503)
    expect(await store.countCaptures(bin.key, {})).toBe(0)
    await resealSecrets({ store, vault: vaultOf(after, before), log: log as never, next: async () => true })
    const sealed = (await store.findBin(bin.id))!.require!.sealed!
    expect(await vaultOf(after).open(sealed, `gate of bin ${bin.id}`)).toBe('x')
  })
})
