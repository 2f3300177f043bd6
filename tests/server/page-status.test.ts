import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { AppError } from '#lib/core/errors'
import { pageStatus } from '#lib/server/page-status'
import type { StoredBin } from '#lib/store/stored-bin'
import { anOwner, type Creel, startCreel } from './start-creel'

let creel: Creel
let bin: StoredBin
let stranger: string
beforeAll(async () => {
  creel = await startCreel()
  bin = await creel.createBin()
  stranger = (await anOwner(creel.runtime)).accessKey
})
afterAll(() => creel.close())

const statusOf = (url: string, accessKey?: string, headers: Record<string, string> = {}) =>
  pageStatus(creel.runtime, { url, headers: { ...(accessKey ? { cookie: `creel_key=${accessKey}` } : {}), ...headers } })

test('the page of a bin has the status that a call for it would be answered', async () => {
  const page = `/bins/${bin.id}`
  expect(await statusOf(page, creel.accessKey)).toBe(200)
  expect(await statusOf(`${page}?capture=cap_x_1`, creel.accessKey)).toBe(200)
  expect(await statusOf(page)).toBe(401)
  expect(await statusOf(page, stranger)).toBe(403)
  expect(await statusOf(`${page}?q=a/b`, stranger)).toBe(403)
  expect(await statusOf('/bins/nope', creel.accessKey)).toBe(404)
  expect(await statusOf('/bins/nope')).toBe(401) // a stranger does not learn which bins exist
  expect(await statusOf('/bins/%E2%82%AC', creel.accessKey)).toBe(404)
})

test('other pages, and what Next fetches for itself, keep their status', async () => {
  expect(await statusOf('/')).toBe(200)
  expect(await statusOf('/help')).toBe(200)
  expect(await statusOf(`/bins/${bin.id}/more`)).toBe(200)
  expect(await statusOf(`/bins/${bin.id}`, undefined, { rsc: '1' })).toBe(200)
})

test('throws if the database does not answer, so that the failure is logged', async () => {
  const failing = vi.spyOn(creel.runtime.store, 'findBin').mockRejectedValue(new AppError('storage_unavailable', 'Locked.'))
  await expect(statusOf(`/bins/${bin.id}`, creel.accessKey)).rejects.toThrow('Locked.')
  failing.mockRejectedValue(new Error('unexpected'))
  await expect(statusOf(`/bins/${bin.id}`, creel.accessKey)).rejects.toThrow('unexpected')
  failing.mockRestore()
  const key = vi.spyOn(creel.runtime.store, 'findKey').mockRejectedValue(new AppError('storage_unavailable', 'Locked.'))
  for (const page of ['/', '/?a=1', '/help', '/signatures'])
    await expect(statusOf(page, creel.accessKey)).rejects.toThrow('Locked.')
  expect(await statusOf('/')).toBe(200) // reads nothing
  key.mockRestore()
})
