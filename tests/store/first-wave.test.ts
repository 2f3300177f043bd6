import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Client } from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import type { CreatedKey } from '#lib/core/access-key'
import { hashSecret } from '#lib/services/credentials'
import type { Session } from '#lib/services/keys/session'
import { sweep, sweepLeftovers } from '#lib/services/sweep'
import { openApi, type TestApi } from '../api/test-api'
import { countRows } from './count-rows'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

// Dumps of a database filled by the first version, and what its API returned.
const DIRECTORY = join(import.meta.dirname, 'first-wave')
const text = (name: string) => readFile(join(DIRECTORY, name), 'utf8')
const secrets = JSON.parse(await text('secrets.json')) as Record<
  'accessKey' | 'otherAccessKey' | 'shareToken' | 'captureShareToken',
  string
>

type Listed = { id: string }
type Restored = { url: string; remove(): Promise<void> }

async function restoreSqlite(): Promise<Restored> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-first-wave-'))
  const file = join(directory, 'creel.db')
  const db = new Database(file)
  db.exec(await text('sqlite.sql'))
  db.close()
  return { url: `file:${file}`, remove: () => rm(directory, { recursive: true }) }
}

async function restorePostgresql(): Promise<Restored> {
  const { url, drop } = await temporaryPostgresql()
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(await text('postgresql.sql'))
  await client.end()
  return { url, remove: drop }
}

let api: TestApi | undefined
let restored: Restored
afterEach(async () => {
  await api?.close()
  api = undefined
  await restored.remove()
})

async function open(restore: () => Promise<Restored>): Promise<TestApi> {
  restored = await restore()
  api = await openApi({ databaseUrl: restored.url, binTtlMs: null })
  return api
}

async function get<T>(target: string, key: string): Promise<T> {
  const response = await api!.call('GET', `/api/v1${target}`, { key })
  expect([target, response.status]).toEqual([target, 200])
  return (await response.json()) as T
}

/** Everything that these keys and links can read. */
async function everything() {
  const { accessKey, otherAccessKey, shareToken, captureShareToken } = secrets
  const { bins } = await get<{ bins: Listed[] }>('/bins', accessKey)
  const contents = await Promise.all(bins.map(({ id }) => contentsOf(id, accessKey)))
  const throughLink = await listed('first-wave-plain', shareToken)
  const oneThroughLink = await listed('first-wave-plain', captureShareToken)
  const { shares } = await get<{ shares: Listed[] }>('/bins/first-wave-plain/shares', accessKey)
  const foreign = await contentsOf('first-wave-foreign', otherAccessKey)
  return { bins, contents, throughLink, oneThroughLink, shares, foreign }
}

async function listed(binId: string, key: string): Promise<string[]> {
  const { captures } = await get<{ captures: Listed[] }>(`/bins/${binId}/captures?after=0`, key)
  return captures.map(({ id }) => id)
}

async function contentsOf(binId: string, key: string) {
  const path = `/bins/${binId}`
  return Promise.all(
    (await listed(binId, key)).map(async (id) => ({
      capture: await get<object>(`${path}/captures/${id}`, key),
      deliveries: (await get<{ deliveries: object[] }>(`${path}/captures/${id}/deliveries`, key)).deliveries,
    })),
  )
}

const DATABASES = [
  ['SQLite', restoreSqlite],
  ['PostgreSQL', restorePostgresql],
] as const

describe.each(postgresqlIsThere ? DATABASES : DATABASES.slice(0, 1))(
  'a database of the first version, on %s',
  (_name, restore) => {
    test('opens with unchanged bins, captures, deliveries, links and keys', async () => {
      await open(restore)
      expect(await everything()).toMatchObject(JSON.parse(await text('expected.json')))
    })

    test('its keys still work as keys of owners, who can have more of them', async () => {
      const { call, rt } = await open(restore)
      const { accessKey, otherAccessKey } = secrets
      const session = await get<Session>('/session', accessKey)
      const createdAt = new Date(1_795_000_000_000).toISOString()
      expect(session.owner.createdAt).toBe(createdAt)
      expect(session.key).toMatchObject({ label: null, scope: 'full', createdAt, expiresAt: null })
      expect(JSON.stringify(session)).not.toContain(hashSecret(accessKey))
      expect((await get<Session>('/session', otherAccessKey)).owner.id).not.toBe(session.owner.id)
      expect(await get('/session', accessKey)).toMatchObject({ owner: session.owner, key: { id: session.key.id } })

      const made = await call('POST', '/api/v1/keys', { key: accessKey, body: { scope: 'read', bins: ['first-wave-plain'] } })
      const { accessKey: limited } = (await made.json()) as CreatedKey
      expect((await get<{ bins: Listed[] }>('/bins', limited)).bins.map(({ id }) => id)).toEqual(['first-wave-plain'])
      const rotated = await call('POST', '/api/v1/session/rotate', { cookie: accessKey })
      const { accessKey: fresh } = (await rotated.json()) as { accessKey: string }
      expect((await get<{ bins: Listed[] }>('/bins', fresh)).bins).toHaveLength(3)
      expect((await call('GET', '/api/v1/bins', { key: accessKey })).status).toBe(401)
      const { key: last } = (await rt.store.findBin('first-wave-foreign'))!
      expect((await rt.store.findBin((await api!.makeBin(fresh)).bin.id))!.key).toBeGreaterThan(last)
    })

    test('keeps browsers signed in and links open, and a link can be revoked', async () => {
      const { call } = await open(restore)
      const bin = '/api/v1/bins/first-wave-plain'
      const { accessKey, shareToken } = secrets
      const withCookie = async (cookie: string) => (await call('GET', bin, { headers: { cookie } })).status
      const opened = `creel_share_first-wave-plain=${shareToken}`
      expect([await withCookie(`creel_key=${accessKey}`), await withCookie(opened), await withCookie('')]).toEqual([
        200, 200, 401,
      ])
      const { shares } = await get<{ shares: { id: string; captureId: string | null }[] }>(
        '/bins/first-wave-plain/shares',
        accessKey,
      )
      const ofBin = shares.find(({ captureId }) => captureId === null)!
      expect((await call('DELETE', `${bin}/shares/${ofBin.id}`, { key: accessKey })).status).toBe(204)
      expect(await withCookie(opened)).toBe(401)
    })

    test('each delivery can be fetched completely, and is deleted with its capture', async () => {
      const { call } = await open(restore)
      const key = secrets.accessKey
      const contents = await contentsOf('first-wave-plain', key)
      const resent = contents.filter(({ deliveries }) => deliveries.length > 0)
      expect(resent.length).toBeGreaterThan(0)
      for (const { capture, deliveries } of resent as { capture: Listed; deliveries: Listed[] }[]) {
        const ids = deliveries.map(({ id }) => `/bins/first-wave-plain/deliveries/${id}`)
        for (const target of ids) expect(await get(target, key)).toMatchObject({ captureId: capture.id })
        await call('DELETE', `/api/v1/bins/first-wave-plain/captures/${capture.id}`, { key })
        for (const target of ids) expect((await call('GET', `/api/v1${target}`, { key })).status).toBe(404)
      }
    })

    test('counts bytes again and removes everything deleted before, without touching a new bin', async () => {
      const { rt, makeBin, capture, call } = await open(restore)
      const { bin, key } = await makeBin()
      await capture(bin)
      const log = { info() {}, warn: (line: unknown) => expect(line).toBeNull() }
      const ports = { ...rt, next: async () => true, onExpired() {}, log }
      await sweepLeftovers(ports)
      await sweep(ports)
      for (const id of ['first-wave-plain', 'first-wave-cleared', 'first-wave-empty', 'first-wave-foreign', bin.id]) {
        const stored = (await rt.store.findBin(id))!
        expect(stored).toMatchObject(await countRows(rt.store, stored))
      }
      expect((await call('GET', `/api/v1/bins/${bin.id}`, { key })).status).toBe(200)
      expect((await rt.store.findBin(bin.id))!.captureCount).toBe(1)
      expect([await rt.store.recountsLeft(), await rt.store.removeStep()]).toEqual([0, false])
    })

    test('adds new captures after the old ones, with seqs that were never used', async () => {
      const { capture, call } = await open(restore)
      for (const [id, seq] of [
        ['first-wave-plain', 9],
        ['first-wave-cleared', 5],
        ['first-wave-empty', 1],
      ] as const) {
        const answer = await call('GET', `/api/v1/bins/${id}`, { key: secrets.accessKey })
        expect(await capture(await answer.json())).toMatchObject({ seq })
      }
    })
  },
)
