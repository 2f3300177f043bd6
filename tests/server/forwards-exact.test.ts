import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { createForward, getForward } from '#lib/services/forwards/manage-forwards'
import { expectExact, expectVerifiedByOctokit, GITHUB_WEBHOOKS, signedBySdks, type Through } from '../cli/exact-requests'
import { ODD_REQUESTS, type OddRequest, toWire } from '../cli/odd-requests'
import { keepAliveAnswer, startReceiver } from '../lib/net/receiver'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel()
})
afterAll(() => creel?.close())

/** Sends requests to a bin with a forward in strict order. Returns what the target received, and the deliveries' warnings. */
async function through(requests: readonly OddRequest[], base = ''): Promise<Through & { warnings: string[] }> {
  const { runtime, owner } = creel
  const receiver = await startReceiver(keepAliveAnswer)
  const bin = await creel.createBin()
  const settings = {
    name: 'exact',
    q: null,
    path: 'keep',
    headerChanges: [],
    sign: null,
    order: 'strict',
    concurrency: 1,
  } as const
  const url = `http://localhost:${receiver.port}${base}`
  const { id } = await createForward(runtime, owner, bin.id, {
    ...settings,
    url,
    rate: null,
    retry: RETRY_DEFAULT,
    enabled: true,
  })
  for (const request of requests) {
    const { status } = await sendRaw(creel.port, ...toWire(request, bin.id))
    expect(status, request.name).toBe(200)
  }
  const isThrough = async () => {
    expect(await getForward(runtime, owner, bin.id, id)).toMatchObject({ lag: 0, pending: 0, dead: 0, lastError: null })
  }
  await vi.waitFor(isThrough, { timeout: 60_000, interval: 100 })
  const seqs = requests.map((_, index) => index + 1)
  const deliveries = (await Promise.all(seqs.map((seq) => runtime.store.listDeliveries(bin.key, seq)))).flat()
  expect(deliveries.map(({ status, via }) => [status, via])).toEqual(requests.map(() => [200, 'forward']))
  expect(receiver.connections()).toBeLessThan(requests.length) // they share connections
  const warnings = deliveries.flatMap(({ warning }) => warning ?? [])
  return { port: receiver.port, arrived: receiver.requests, connection: 'keep-alive', warnings }
}

test('a forward sends 300 GitHub webhooks byte for byte, and octokit verifies each signature', {
  timeout: 120_000,
}, async () => {
  await expectVerifiedByOctokit(await through(GITHUB_WEBHOOKS))
})

test(`a forward sends ${ODD_REQUESTS.length} odd requests byte for byte, and names dropped trailers`, {
  timeout: 120_000,
}, async () => {
  expect(ODD_REQUESTS.length).toBeGreaterThanOrEqual(60)
  const { warnings, ...came } = await through(ODD_REQUESTS)
  expectExact(ODD_REQUESTS, came)
  expect(warnings).toEqual(['Its 2 trailers were not sent.'])
})

test('the stripe and svix SDKs verify requests that they signed and a forward sent', async () => {
  const { requests, expectVerified } = signedBySdks()
  expectVerified(await through(requests))
})

test('a forward to a URL with a path sends doubled and encoded slashes, and dots that stay inside, as they are', async () => {
  const odd = ['//', '//a', '/a//b/', '/%2f/a', '/a%2Fb', '/a%252fb', '/./a', '/a/../b', '/a/%2e%2E/b', '/a;x=1//']
  const { arrived } = await through(
    odd.map((target) => ({ name: target, method: 'POST', target, headers: [], body: Buffer.alloc(0) })),
    '/hook',
  )
  expect(arrived.map((request) => request.toString('latin1').split(' ')[1])).toEqual(odd.map((path) => `/hook${path}`))
})
