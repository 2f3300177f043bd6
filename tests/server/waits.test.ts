import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { WaitAnswer } from '#lib/services/waits/wait-for-captures'
import type { StoredBin } from '#lib/store/stored-bin'
import { serveApi } from './serve-api'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({ fallback: serveApi })
  await (await wait(await creel.createBin(), 'timeout=0&after=0')).json() // starts the search thread
})
afterAll(() => creel.close())

function wait(bin: StoredBin, query: string, from = creel): Promise<Response> {
  return fetch(`${from.url}/api/v1/bins/${bin.id}/wait?${query}`, { headers: { authorization: `Bearer ${from.accessKey}` } })
}
const post = (bin: StoredBin, body: object) =>
  fetch(`${creel.url}/in/${bin.id}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const waiting = (count: number, at = creel) =>
  vi.waitFor(() => expect(at.runtime.matches.count()).toBe(count), { timeout: 10_000 })

test('a request on one socket ends the wait on another', async () => {
  const bin = await creel.createBin()
  const answer = wait(bin, 'q=$.event:paid&timeout=20')
  await waiting(1)
  await post(bin, { event: 'other' })
  const sent = await post(bin, { event: 'paid' })
  const { satisfied, captures } = (await (await answer).json()) as WaitAnswer
  expect([satisfied, captures.map(({ id }) => id)]).toEqual([true, [sent.headers.get('x-creel-capture')]])
})

test("a caller who closes the connection frees the wait's memory", async () => {
  const bin = await creel.createBin()
  const leaving = Array.from({ length: 50 }, () =>
    get(`${creel.url}/api/v1/bins/${bin.id}/wait?timeout=50`, { headers: { authorization: `Bearer ${creel.accessKey}` } }).on(
      'error',
      () => {},
    ),
  )
  await waiting(50)
  for (const request of leaving) request.destroy()
  await waiting(0)
  expect(creel.runtime.live.watcherCount()).toBe(0)
  const { byAddress, byOwner, all } = creel.runtime.limits.waits
  expect([byAddress.isFull('127.0.0.1'), byOwner.isFull(bin.ownerId), all.isFull('')]).toEqual([false, false, false])
})

test('100 waits with different filters each get their capture, however they race', async () => {
  const bin = await creel.createBin()
  const answers = Array.from({ length: 100 }, (_, i) => wait(bin, `q=$.id==${i}&after=0&timeout=30`))
  await Promise.all(Array.from({ length: 100 }, (_, i) => post(bin, { id: i })))
  const found = await Promise.all(answers.map(async (answer) => (await (await answer).json()) as WaitAnswer))
  expect(found.map(({ captures }) => captures.map(({ body }) => JSON.parse(body.data).id))).toEqual(found.map((_, i) => [i]))
})

test('a wait checks every capture even at the highest rate', async () => {
  const bin = await creel.createBin()
  let posting = true
  let posted = 0
  const senders = Array.from({ length: 8 }, async () => {
    while (posting) await post(bin, { n: ++posted })
  })
  for (let round = 0; round < 5; round++) {
    const answer = (await (await wait(bin, `q=$.n==-1&timeout=0.2`)).json()) as WaitAnswer
    expect(answer.satisfied).toBe(false)
    const all = (await (await wait(bin, `after=${answer.nextAfter - 1}&timeout=5`)).json()) as WaitAnswer
    expect(all.captures[0]!.seq).toBe(answer.nextAfter)
    expect(answer.seen).toBeGreaterThan(0)
  }
  posting = false
  await Promise.all(senders)
})

test('HEAD waits too and returns no body', async () => {
  const bin = await creel.createBin()
  await post(bin, {})
  const request = get(`${creel.url}/api/v1/bins/${bin.id}/wait?after=0`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${creel.accessKey}` },
  })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  expect(response.statusCode).toBe(200)
  response.resume()
})

// From here on, `dispatch` serves another Creel, because the last one started counts.

test('a stopping server answers waits at once, and asks callers to retry', async () => {
  const stopping = await startCreel({ fallback: serveApi })
  const bin = await stopping.createBin()
  const open = Array.from({ length: 5 }, () => wait(bin, 'timeout=50', stopping))
  await waiting(5, stopping)
  const stopped = stopping.front.stop()
  stopping.front.hurry()
  for (const response of await Promise.all(open)) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toMatchObject({ code: 'server_stopping' })
  }
  await stopped
  await stopping.close()
})

test('a wait that starts while the server stops is answered at once', async () => {
  const stopping = await startCreel({ fallback: serveApi })
  const bin = await stopping.createBin()
  stopping.front.hurry()
  expect((await wait(bin, 'timeout=50', stopping)).status).toBe(503)
  await stopping.close()
})
