import { afterAll, test as base, beforeAll, expect, vi } from 'vitest'
import { createShare } from '#lib/services/create-share'
import { deleteBin } from '#lib/services/delete-bin'
import { findBearer, findKeyActor } from '#lib/services/find-actor'
import { revokeShare } from '#lib/services/revoke-share'
import { expectCaptures } from '#lib/services/waits/expect-captures'
import { type WaitInput, waitForCaptures } from '#lib/services/waits/wait-for-captures'
import { openStallableProxy, type StallableProxy } from '../lib/live/stallable-proxy'
import { postgresUrl, redisUrl } from '../services'
import { temporaryPostgresql } from '../store/temporary-postgresql'
import { type Creel, startCreel } from './start-creel'
import { post } from './stream-client'

/** Two processes need PostgreSQL and Redis. Without them, npm test reports the tests as skipped. */
const test = base.skipIf(postgresUrl === null || redisUrl === null)

let database: Awaited<ReturnType<typeof temporaryPostgresql>>
let redis: StallableProxy
let a: Creel
let b: Creel

beforeAll(async () => {
  if (postgresUrl === null || redisUrl === null) return
  database = await temporaryPostgresql()
  const { hostname, port } = new URL(redisUrl)
  redis = await openStallableProxy({ host: hostname, port: Number(port || 6379) })
  const env = { DATABASE_URL: database.url, REDIS_URL: `redis://127.0.0.1:${redis.port}` }
  a = await startCreel({ env })
  b = await startCreel({ env })
})
afterAll(async () => {
  await a?.close()
  await b?.close()
  await redis?.close()
  await database?.drop()
})

const NEVER = new AbortController().signal
const caller = { address: '127.0.0.1', signal: NEVER }
const origins = { ui: 'http://a.example', capture: 'http://a.example' }
const actorAt = async ({ runtime }: Creel) => (await findKeyActor(runtime, a.accessKey, 'bearer'))!
const wait = async (at: Creel, binId: string, input: Partial<WaitInput> = {}) =>
  waitForCaptures(at.runtime, await actorAt(at), binId, { text: '', count: 1, timeoutSeconds: 20, ...input }, caller)
const waiting = (at: Creel, count: number) =>
  vi.waitFor(() => expect(at.runtime.matches.count()).toBe(count), { timeout: 10_000 })

test('a capture that one process takes satisfies a wait at the other', async () => {
  const bin = await a.createBin()
  const answers = [wait(b, bin.id, { text: 'method:POST', count: 3 }), wait(a, bin.id, { count: 4 })]
  await waiting(b, 1)
  await post(a, bin.id, 2)
  await post(b, bin.id, 2)
  const found = await Promise.all(answers)
  expect(found.map(({ satisfied, captures }) => [satisfied, captures.map(({ seq }) => seq)])).toEqual([
    [true, [1, 2, 3]],
    [true, [1, 2, 3, 4]],
  ])
})

test('counts what the other process stored in time, even without an announcement', async () => {
  const bin = await a.createBin()
  redis.refuse(true)
  redis.cut()
  const answer = wait(b, bin.id, { timeoutSeconds: 0.2 })
  await waiting(b, 1)
  await post(a, bin.id, 1)
  expect(await answer).toMatchObject({ satisfied: true, captures: [{ seq: 1 }] })
  redis.refuse(false)
  await vi.waitFor(async () => expect(await a.runtime.refusals.near('x', 0)).toEqual([]))
})

test('no wait misses its captures when both processes store into one bin', async () => {
  const bin = await a.createBin()
  const answers = Array.from({ length: 40 }, (_, i) => wait(i % 2 ? a : b, bin.id, { text: `seq:${i + 1}`, after: 0 }))
  await Promise.all([post(a, bin.id, 20, 4), post(b, bin.id, 20, 4)])
  const found = await Promise.all(answers)
  expect(found.map(({ captures }) => captures[0]?.seq)).toEqual(found.map((_, i) => i + 1))
})

test('expect counts captures of both processes', async () => {
  const bin = await a.createBin()
  const input = { withinSeconds: 20, settleSeconds: 0, none: [], inOrder: false }
  const all = [{ name: null, text: '', min: 6, max: null }]
  const answer = expectCaptures(b.runtime, await actorAt(b), bin.id, { ...input, all }, caller)
  await waiting(b, 1)
  await Promise.all([post(a, bin.id, 3), post(b, bin.id, 3)])
  expect(await answer).toMatchObject({ satisfied: true, results: [{ count: 6 }] })
})

test('one process reports what the other refused', async () => {
  const bin = await a.createBin()
  const answer = wait(b, bin.id, { timeoutSeconds: 1.5 })
  await waiting(b, 1)
  const typo = `${bin.id}x`
  expect((await fetch(`${a.url}/in/${typo}`)).status).toBe(404)
  expect((await answer).elsewhere).toMatchObject([{ kind: 'refused', status: 404, binId: typo }])
})

test('deleting a bin or revoking a link in one process ends the waits at the other', async () => {
  const [bin, shared] = [await a.createBin(), await a.createBin()]
  const owner = await actorAt(a)
  const share = await createShare(a.runtime, owner, shared.id, { ttlSeconds: 60, show: 'everything' }, origins)
  const linked = (await findBearer(b.runtime, share.token))!
  const answers = [
    wait(b, bin.id),
    waitForCaptures(b.runtime, linked, shared.id, { text: '', count: 1, timeoutSeconds: 20 }, caller),
  ]
  const ends = Promise.allSettled(answers)
  await waiting(b, 2)
  await deleteBin(a.runtime, owner, bin.id)
  await revokeShare(a.runtime, owner, shared.id, share.id)
  expect((await ends).map((each) => (each.status === 'rejected' ? each.reason.code : null))).toEqual([
    'bin_not_found',
    'unauthenticated',
  ])
})
