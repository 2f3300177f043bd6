import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newShareToken } from '#lib/core/ids'
import { hashSecret, shareCookieName } from '#lib/services/credentials'
import { createKey } from '#lib/services/keys/create-key'
import { rotateKey } from '#lib/services/keys/session'
import { revokeShare } from '#lib/services/revoke-share'
import { updateCapture } from '#lib/services/update-capture'
import type { StoredShare } from '#lib/store/share-store'
import type { StoredBin } from '#lib/store/stored-bin'
import { sendRaw } from './raw-client'
import { anOwner, type Creel, startCreel } from './start-creel'
import { openStream, type StreamClient } from './stream-client'

const ADMIN_KEY = 'the-operator-and-nobody-else'
const SECRET = 'swordfish-0123456789'

let creel: Creel
let bin: StoredBin
const open: StreamClient[] = []
beforeAll(async () => {
  creel = await startCreel({ env: { CREEL_ADMIN_KEY: ADMIN_KEY } })
  bin = await creel.createBin()
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})
afterAll(() => creel.close())

let made = 0
async function share(fields: Partial<StoredShare> = {}): Promise<{ id: string; token: string }> {
  const token = newShareToken()
  const [id, now] = [`sh_${++made}`, creel.runtime.now()]
  const times = { createdAt: now, expiresAt: now + 3_600_000, lastUsedAt: null }
  await creel.runtime.store.addShare({
    id,
    binKey: bin.key,
    captureSeq: null,
    tokenHash: hashSecret(token),
    show: 'everything',
    ...times,
    ...fields,
  })
  return { id, token }
}

async function connect(options: Parameters<typeof openStream>[1]): Promise<StreamClient> {
  const client = await openStream(creel, { reconnection: false, ...options })
  open.push(client)
  return client
}
const withCookie = (pairs: string, headers: Record<string, string> = {}) => ({
  auth: {},
  extraHeaders: { cookie: pairs, ...headers },
})
const send = (query = '') => sendRaw(creel.port, `POST /in/${bin.id}/a${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`)
const ended = (client: StreamClient) => new Promise<string>((resolve) => client.socket.once('disconnect', resolve))

describe('who may connect and subscribe', () => {
  const subscribe = async (options: Parameters<typeof openStream>[1]) => {
    try {
      const answer = await (await connect(options)).subscribe(bin.id)
      return answer.ok ? 'ok' : answer.code
    } catch {
      return 'not let in'
    }
  }

  test.each<[string, string, () => Promise<Parameters<typeof openStream>[1]>]>([
    ['nobody', 'not let in', async () => ({ auth: {} })],
    ['the owner', 'ok', async () => ({ auth: { accessKey: creel.accessKey } })],
    ['a share', 'ok', async () => ({ auth: { shareToken: (await share()).token } })],
    ['a share as Bearer', 'ok', async () => ({ auth: {}, extraHeaders: { authorization: `Bearer ${(await share()).token}` } })],
    ['a redacted share', 'ok', async () => ({ auth: { shareToken: (await share({ show: 'redacted' })).token } })],
    ['the cookie of a share', 'ok', async () => withCookie(`${shareCookieName(bin.id)}=${(await share()).token}`)],
    ['an expired share', 'not let in', async () => ({ auth: { shareToken: (await share({ expiresAt: 1 })).token } })],
    [
      'the cookie of an expired share',
      'not let in',
      async () => withCookie(`${shareCookieName(bin.id)}=${(await share({ expiresAt: 1 })).token}`),
    ],
    ['an unknown token', 'not let in', async () => ({ auth: { shareToken: newShareToken() } })],
    ['a token of another type', 'not let in', async () => ({ auth: { shareToken: 7 as unknown as string } })],
    [
      'a share of another bin',
      'forbidden',
      async () => ({ auth: { shareToken: (await share({ binKey: (await creel.createBin()).key })).token } }),
    ],
    [
      'the owner’s browser on a page of another site',
      'not let in',
      async () => withCookie(`creel_key=${creel.accessKey}`, { origin: 'https://evil.example' }),
    ],
    [
      'a share’s browser on a page of another site',
      'not let in',
      async () => withCookie(`${shareCookieName(bin.id)}=${(await share()).token}`, { origin: 'https://evil.example' }),
    ],
  ])('%s: %s', async (_who, expected, options) => {
    expect(await subscribe(await options())).toBe(expected)
  })

  test('a key for one bin may connect and watch only that bin', async () => {
    const other = await creel.createBin()
    const input = { label: null, scope: 'read', bins: [bin.id] } as const
    const { accessKey } = await createKey(creel.runtime, creel.owner, input)
    const client = await connect({ auth: { accessKey } })
    expect(await client.subscribe(other.id)).toEqual({ ok: false, code: 'forbidden' })
    expect(await client.subscribe(bin.id)).toMatchObject({ ok: true })
  })

  test('the operator’s key and an expired key are refused', async () => {
    const { accessKey } = await createKey(creel.runtime, creel.owner, { label: null, scope: 'full', bins: null, ttlSeconds: 0 })
    for (const each of [accessKey, ADMIN_KEY]) expect(await subscribe({ auth: { accessKey: each } })).toBe('not let in')
  })

  test('a stranger’s key may connect but not watch this bin', async () => {
    const { accessKey } = await anOwner(creel.runtime)
    expect(await subscribe({ auth: { accessKey } })).toBe('forbidden')
  })
})

test('a redacted share gets stored and live captures without their credentials', async () => {
  await send(`?token=${SECRET}&plain=1`)
  const client = await connect({ auth: { shareToken: (await share({ show: 'redacted' })).token } })
  const { lastSeq } = (await client.subscribe(bin.id, 0)) as { lastSeq: number }
  await send(`?token=${SECRET}&plain=2`)
  await client.hasCaptures(lastSeq + 1)
  const last = client.captures.at(-1)!
  await updateCapture(creel.runtime, creel.owner, bin.id, last.id, { note: `from ada, Bearer ${SECRET}` })
  await expect
    .poll(() => client.heard.at(-1))
    .toEqual(['capture:updated', { binId: bin.id, id: last.id, seq: last.seq, note: 'from ada, Bearer REDACTED' }])
  expect(client.captures.at(-1)!.query).toBe('token=REDACTED&plain=2')
  expect(JSON.stringify(client.heard)).not.toContain(SECRET)
})

test('a share of one capture gets nothing else', async () => {
  await send()
  const seq = (await creel.runtime.store.findBin(bin.id))!.lastSeq
  const client = await connect({ auth: { shareToken: (await share({ captureSeq: seq })).token } })
  expect(await client.subscribe(bin.id, 0)).toEqual({ ok: true, lastSeq: seq })
  await client.hasCaptures(1)
  await send()
  creel.runtime.live.changed(bin.id, { type: 'capture:updated', id: 'x', seq: seq + 1, patch: { note: 'not theirs' } })
  creel.runtime.live.changed(bin.id, { type: 'capture:deleted', id: 'x', seq: seq + 1 })
  creel.runtime.live.changed(bin.id, { type: 'bin:rechecked', fromSeq: seq + 1, throughSeq: seq + 9 })
  creel.runtime.live.changed(bin.id, { type: 'bin:rechecked', fromSeq: 1, throughSeq: seq + 9 })
  creel.runtime.live.changed(bin.id, { type: 'capture:deleted', id: 'y', seq })
  await expect.poll(() => client.heard.length).toBe(3)
  expect(client.heard.map(([name]) => name)).toEqual(['capture', 'bin:rechecked', 'capture:deleted'])
  expect(client.heard[1]![1]).toEqual({ binId: bin.id, fromSeq: seq, throughSeq: seq })
  expect(client.captures.map((each) => each.seq)).toEqual([seq])
})

describe('an open socket ends at once', () => {
  test('when its share is revoked, and other sockets continue', async () => {
    const [revoked, other] = [await share(), await share()]
    const [ending, going] = [
      await connect({ auth: { shareToken: revoked.token } }),
      await connect({ auth: { shareToken: other.token } }),
    ]
    for (const client of [ending, going]) await client.subscribe(bin.id)
    const over = ended(ending)
    await revokeShare(creel.runtime, creel.owner, bin.id, revoked.id)
    await over
    expect(ending.heard.at(-1)).toEqual(['access:ended', { binId: bin.id }])
    await send()
    await going.hasCaptures(1)
  })

  test('when its share expires', async () => {
    const { token } = await share({ expiresAt: creel.runtime.now() + 400 })
    const client = await connect({ auth: { shareToken: token } })
    expect(await client.subscribe(bin.id)).toMatchObject({ ok: true })
    await ended(client)
    expect(client.heard.at(-1)).toEqual(['access:ended', { binId: bin.id }])
  })

  test('when the browser signs out, if its cookie opened it and not the key itself', async () => {
    const { accessKey: key, owner } = await anOwner(creel.runtime)
    const own = await creel.createBin({ ownerId: owner.key.ownerId })
    const byCookie = await connect(withCookie(`creel_key=${key}`))
    const idle = await connect(withCookie(`creel_key=${key}`))
    const byKey = await connect({ auth: { accessKey: key } })
    await byCookie.subscribe(own.id)
    await byKey.subscribe(own.id)
    const over = [ended(byCookie), ended(idle)]
    creel.runtime.live.signOut(owner.key.id)
    await Promise.all(over)
    expect(byKey.socket.connected).toBe(true)
    expect(await byKey.subscribe(own.id)).toMatchObject({ ok: true })
  })

  test('when the access key is replaced', async () => {
    const { accessKey: key, owner } = await anOwner(creel.runtime)
    const own = await creel.createBin({ ownerId: owner.key.ownerId })
    const client = await connect({ auth: { accessKey: key } })
    const idle = await connect(withCookie(`creel_key=${key}`))
    await client.subscribe(own.id)
    const over = [ended(client), ended(idle)]
    await rotateKey(creel.runtime, owner)
    await Promise.all(over)
    expect(client.heard.at(-1)).toEqual(['access:ended', { binId: own.id }])
  })
})

test('a browser whose own key ends reconnects to what it watches through a link', async () => {
  const { accessKey: key, owner } = await anOwner(creel.runtime)
  const cookies = `creel_key=${key}; ${shareCookieName(bin.id)}=${(await share()).token}`
  const client = await connect({ ...withCookie(cookies), reconnection: true })
  client.subscribeAgain(bin.id)
  await client.subscribe(bin.id)
  const before = ended(client)
  await rotateKey(creel.runtime, owner)
  expect(await before).toBe('transport close')
  await send()
  await client.hasCaptures(1)
  expect(client.heard.map(([name]) => name)).not.toContain('access:ended')
})

describe('a link that is opened in a browser', () => {
  const follow = (target: string) => sendRaw(creel.port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`)

  test('moves the token from the address into a cookie of this bin', async () => {
    const { token } = await share()
    const answer = await follow(`/bins/${bin.id}?capture=x&share=${token}`)
    expect([answer.status, answer.header('location')]).toEqual([303, `/bins/${bin.id}?capture=x`])
    const cookie = answer.header('set-cookie')!
    expect(cookie).toMatch(new RegExp(`^creel_share_${bin.id}=${token}; Path=/; Max-Age=(3599|3600); HttpOnly; SameSite=Lax$`))
    expect([answer.header('referrer-policy'), answer.header('cache-control')]).toEqual(['no-referrer', 'no-store'])
  })

  test.each(['', 'cs_x', `cs_${'0'.repeat(32)}`])('that has ended sets none, and the page says so: "%s"', async (token) => {
    const answer = await follow(`/bins/${bin.id}?share=${token}`)
    expect([answer.status, answer.header('location'), answer.header('set-cookie')]).toEqual([303, `/bins/${bin.id}`, null])
  })

  test('a link to another bin sets no cookie for this one', async () => {
    const { token } = await share()
    const other = await creel.createBin()
    for (const binId of [other.id, 'no-such-bin']) {
      const answer = await follow(`/bins/${binId}?share=${token}`)
      expect([answer.status, answer.header('location'), answer.header('set-cookie')]).toEqual([303, `/bins/${binId}`, null])
    }
  })

  test('never leads to another site', async () => {
    const { token } = await share()
    for (const target of [`/bins/${bin.id}?share=${token}&//evil.example`, `//evil.example/bins/x?share=${token}`]) {
      const location = (await follow(target)).header('location')
      expect(location === null || location.startsWith(`/bins/${bin.id}`)).toBe(true)
    }
  })
})
