import { afterAll, test as base, beforeAll, expect, vi } from 'vitest'
import { captureId } from '#lib/core/ids'
import type { Actor } from '#lib/services/actor'
import { findKeyActor } from '#lib/services/find-actor'
import { answerSender } from '#lib/services/listeners/answer-sender'
import { connectListener } from '#lib/services/listeners/connect-listener'
import { watchBin } from '#lib/services/watch-bin'
import type { StoredBin } from '#lib/store/stored-bin'
import { postgresUrl, redisUrl } from '../services'
import { temporaryPostgresql } from '../store/temporary-postgresql'
import { type Creel, startCreel } from './start-creel'

/** Two processes need PostgreSQL and Redis. Without them, npm test reports the tests as skipped. */
const test = base.skipIf(postgresUrl === null || redisUrl === null)

let database: Awaited<ReturnType<typeof temporaryPostgresql>>
let a: Creel
let b: Creel
let actor: Actor

beforeAll(async () => {
  if (postgresUrl === null || redisUrl === null) return
  database = await temporaryPostgresql()
  const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl }
  a = await startCreel({ env })
  b = await startCreel({ env })
  actor = (await findKeyActor(b.runtime, a.accessKey, 'bearer'))!
})
afterAll(async () => {
  await a?.close()
  await b?.close()
  await database?.drop()
})

const origins = { ui: 'http://b.example', capture: 'http://b.example' }
const RESPONSE = { status: 202, headers: [], body: null, delayMs: 0 } as const

/** Connects a listener to process b, and waits until process a knows it. */
async function listenAtB(bin: StoredBin, onCapture: (id: string) => void) {
  const plain = await watchBin(b.runtime, actor, bin.id, { after: undefined, origins })
  const stream = await connectListener(b.runtime, actor, bin.id, plain, { name: 'laptop', answerMs: 20_000 })
  const watch = stream.start((event) => {
    if (event.type === 'captures') for (const { id } of event.captures) onCapture(id)
  })
  await vi.waitFor(() => expect(a.runtime.listeners.of(bin.id)).toMatchObject([{ name: 'laptop' }]), { timeout: 10_000 })
  return watch
}

test('a sender at one process gets the answer of a listener at the other, and the answer is stored', async () => {
  const bin = await a.createBin({ response: { ...RESPONSE, headers: [] } })
  const answer = {
    status: 418,
    headers: [['X-A', 'b']] as [string, string][],
    body: { encoding: 'base64', data: 'AP8=' } as const,
  }
  const watch = await listenAtB(bin, (id) => void answerSender(b.runtime, actor, bin.id, id, { listener: 'laptop', answer }))
  const answered = await fetch(`${a.url}/in/${bin.id}`, { method: 'POST' })
  expect([answered.status, answered.headers.get('x-a')]).toEqual([418, 'b'])
  expect(Buffer.from(await answered.arrayBuffer())).toEqual(Buffer.from([0, 255]))
  await vi.waitFor(async () => expect((await a.stored(bin, 1)).reply).toMatchObject({ status: 418, by: 'listener' }))
  watch.stop()
})

test("a waiting sender gets the bin's response if the listener at the other process leaves", async () => {
  const bin = await a.createBin({ response: { ...RESPONSE, headers: [] } })
  const ids: string[] = []
  const watch = await listenAtB(bin, (id) => ids.push(id))
  const waiting = fetch(`${a.url}/in/${bin.id}`, { method: 'POST' })
  await vi.waitFor(() => expect(ids).toEqual([captureId(bin.captureTag, 1)]), { timeout: 10_000 })
  watch.stop()
  expect((await waiting).status).toBe(202)
  await vi.waitFor(async () => expect((await a.stored(bin, 1)).reply).toMatchObject({ status: 202, by: 'response' }))
})
