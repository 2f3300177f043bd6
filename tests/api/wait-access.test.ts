import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CreatedKey } from '#lib/core/access-key'
import { openApi, problemOf, type TestApi } from './test-api'
import { body, waitClient } from './wait-client'

let api: TestApi
beforeAll(async () => {
  api = await openApi({ limitBinsPerAddress: null, limitWritesPerKey: null })
})
afterAll(() => api.close())

const { ask, wait, waiting } = waitClient(() => api)

describe('a link', () => {
  async function linked(input: object) {
    const { bin, key } = await api.makeBin()
    const first = await api.capture(bin, {
      rawHeaders: ['Host', 'x', 'Content-Type', 'application/json', 'Authorization', 'Bearer swordfish-swordfish'],
      ...body({ token: 'swordfish', event: 'paid' }),
    })
    const captureInput = 'captureId' in input ? { captureId: first.id } : {}
    const answer = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { ...input, ...captureInput } })
    const { token, id } = (await answer.json()) as { token: string; id: string }
    return { bin, key, token, shareId: id, first }
  }

  test('that hides credentials does not reveal them, neither by matches nor by near misses', async () => {
    const { bin, key, token } = await linked({ show: 'redacted' })
    for (const q of ['$.token==swordfish', 'swordfish', 'header.authorization:*swordfish*', '$.token>=swor', 'body:swordfish']) {
      expect((await wait(bin, key, { q, after: 0, timeout: 0 })).satisfied).toBe(true)
      const answer = await wait(bin, token, { q, after: 0, timeout: 0 })
      expect(answer.satisfied).toBe(false)
      expect(JSON.stringify(answer.nearest.map(({ conditions }) => conditions.map(({ found }) => found)))).not.toContain('sword')
    }
    const shown = await wait(bin, token, { q: '$.event==paid', after: 0, timeout: 0 })
    expect(shown.satisfied).toBe(true)
    expect(JSON.stringify(shown.captures)).not.toContain('swordfish')
  })

  test('to one capture sees no other', async () => {
    const { bin, token, first } = await linked({ show: 'everything', captureId: '' })
    for (let i = 0; i < 3; i++) await api.capture(bin)
    expect(await wait(bin, token, { count: 2, after: 0, timeout: 0 })).toMatchObject({
      satisfied: false,
      captures: [{ id: first.id }],
      seen: 1,
      nextAfter: 1,
    })
    expect(await wait(bin, token, { timeout: 0 })).toMatchObject({ captures: [], seen: 0, nextAfter: 1, nearest: [] })
  })

  test('that is revoked meanwhile ends the wait', async () => {
    const { bin, key, token, shareId } = await linked({ show: 'everything' })
    const answer = ask(bin, token, { timeout: 20 })
    await waiting()
    await api.call('DELETE', `/api/v1/bins/${bin.id}/shares/${shareId}`, { key })
    expect((await problemOf(await answer)).code).toBe('unauthenticated')
    await waiting(0)
  })
})

test('a key that is revoked meanwhile ends the wait', async () => {
  const { bin, key } = await api.makeBin()
  const made = (await (await api.call('POST', '/api/v1/keys', { key, body: { scope: 'read' } })).json()) as CreatedKey
  const answer = ask(bin, made.accessKey, { timeout: 20 })
  await waiting()
  await api.call('DELETE', `/api/v1/keys/${made.id}`, { key })
  expect((await problemOf(await answer)).code).toBe('unauthenticated')
})

test('answers 404 if the bin is deleted meanwhile', async () => {
  const { bin, key } = await api.makeBin()
  const answer = ask(bin, key, { timeout: 20 })
  await waiting()
  await api.call('DELETE', `/api/v1/bins/${bin.id}`, { key })
  expect((await problemOf(await answer)).code).toBe('bin_not_found')
  await waiting(0)
})

test('a caller who disconnects leaves nothing behind', async () => {
  const { bin, key } = await api.makeBin()
  const leaving = new AbortController()
  const answer = ask(bin, key, { timeout: 20 }, leaving.signal)
  await waiting()
  leaving.abort()
  await answer
  await waiting(0)
  await vi.waitFor(() => expect(api.rt.live.watcherCount()).toBe(0))
  const leaves = Array.from({ length: 2_000 }, () => api.rt.limits.waits.byOwner.acquire('somebody'))
  expect(leaves.every(Boolean)).toBe(true)
  for (const leave of leaves) leave!()
})

test('limits how many wait at once; one that leaves frees its place', async () => {
  const { bin, key } = await api.makeBin()
  const { ownerId } = (await api.rt.store.findBin(bin.id))!
  const leaves = Array.from({ length: 2_000 }, () => api.rt.limits.waits.byOwner.acquire(ownerId)!)
  expect((await problemOf(await ask(bin, key, { timeout: 0 }))).code).toBe('too_many_requests')
  leaves.pop()!()
  expect((await ask(bin, key, { timeout: 0 })).status).toBe(200)
  for (const leave of leaves) leave()
})
