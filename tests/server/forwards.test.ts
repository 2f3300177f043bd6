import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Forward, type ForwardSettings, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { captureId } from '#lib/core/ids'
import { clearCaptures } from '#lib/services/clear-captures'
import { createForward, deleteForward, getForward, updateForward } from '#lib/services/forwards/manage-forwards'
import { retryDead, skipCapture } from '#lib/services/forwards/retry-forward'
import { addSecret } from '#lib/services/secrets/add-secret'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from '../store/databases'
import { type ForwardTarget, openTarget } from './forward-target'
import { type Creel, startCreel } from './start-creel'

const FAST = { ...RETRY_DEFAULT, schedule: ['100ms'], jitter: 0 }
const WAIT = { timeout: 10_000 }

describe.each(databases)('forwards, on %s', (_name, openDatabase) => {
  let database: OwnDatabase
  let creel: Creel
  let target: ForwardTarget
  let bin: StoredBin
  beforeAll(async () => {
    database = await openDatabase()
    const secretKey = randomBytes(32).toString('hex')
    creel = await startCreel({ env: { DATABASE_URL: database.url, CREEL_SECRET_KEY: secretKey, CREEL_LOG_LEVEL: 'warn' } })
  })
  afterAll(async () => {
    await creel?.close()
    await database?.close()
  })
  beforeEach(async () => {
    target = await openTarget()
    bin = await creel.createBin()
  })
  afterEach(() => target.close())

  const create = (settings: Partial<ForwardSettings> = {}) =>
    createForward(creel.runtime, creel.owner, bin.id, {
      name: 'to the test',
      url: `${target.url}/hook`,
      q: null,
      path: 'keep',
      headerChanges: [],
      sign: null,
      order: 'none',
      concurrency: 4,
      rate: null,
      retry: FAST,
      enabled: true,
      ...settings,
    })
  const get = ({ id }: Forward) => getForward(creel.runtime, creel.owner, bin.id, id)
  const change = ({ id }: Forward, patch: Partial<ForwardSettings>) =>
    updateForward(creel.runtime, creel.owner, bin.id, id, patch)
  const retry = ({ id }: Forward) => retryDead(creel.runtime, creel.owner, bin.id, id, {})
  const skip = ({ id }: Forward, seq: number) =>
    skipCapture(creel.runtime, creel.owner, bin.id, id, captureId(bin.captureTag, seq))
  const capture = async (path = '', init: RequestInit = {}) => {
    const answer = await fetch(`${creel.url}/in/${bin.id}${path}`, { method: 'POST', ...init })
    expect(answer.status).toBe(200)
  }
  const captures = async (count: number) => {
    for (let n = 1; n <= count; n++) await capture(`/${n}`)
  }
  const paths = () => target.received.map(({ url }) => url)
  const cameIn = (count: number) => vi.waitFor(() => expect(target.received).toHaveLength(count), WAIT)
  const becomes = (forward: Forward, expected: Partial<Forward>) =>
    vi.waitFor(async () => expect(await get(forward)).toMatchObject(expected), WAIT)
  const IDLE = { lag: 0, pending: 0 }

  test('sends captures that arrive after its creation with method, path, headers in order and case, and every byte', async () => {
    await capture('/before')
    const forward = await create({ headerChanges: [['X-Added', 'yes']] })
    const body = Buffer.from([0, 255, 10, 13, 128])
    await capture('/a%2Fb?x=1&x=2', { method: 'PUT', body, headers: { 'X-Odd-CASE': '1' } })
    await cameIn(1)
    const { method, url, body: got } = target.received[0]!
    expect([method, url, got]).toEqual(['PUT', '/hook/a%2Fb?x=1&x=2', body])
    expect([target.header(0, 'x-added'), target.header(0, 'x-creel-hops'), target.header(0, 'x-odd-case')]).toEqual([
      'yes',
      '1',
      '1',
    ])
    await becomes(forward, { ...IDLE, state: 'running', dead: 0, lastError: null })
    const [delivery] = await creel.runtime.store.listDeliveries(bin.key, 2)
    expect(delivery).toMatchObject({ via: 'forward', forwardId: forward.id, attempt: 1, status: 200 })
  })

  test('sends only matches, and a filter change applies to everything not sent yet', async () => {
    const forward = await create({ q: 'body.kind==a', path: 'drop' })
    for (const kind of ['a', 'b', 'a']) await capture(`/${kind}`, { body: JSON.stringify({ kind }) })
    await cameIn(2)
    expect(paths()).toEqual(['/hook', '/hook'])
    await becomes(forward, IDLE)
  })

  test('retries until the target recovers, and counts the attempts', async () => {
    target.answer = (n) => (n < 2 ? 503 : 200)
    const forward = await create()
    await capture()
    await cameIn(3)
    await becomes(forward, { ...IDLE, dead: 0, lastError: null })
    const deliveries = await creel.runtime.store.listDeliveries(bin.key, 1)
    expect(deliveries.map(({ attempt, status }) => [attempt, status]).reverse()).toEqual([
      [1, 503],
      [2, 503],
      [3, 200],
    ])
    const { text } = await creel.runtime.metrics.page()
    expect(text).toMatch(/^creel_forward_attempts_total\{outcome="failed"\} [1-9]/m)
    expect(text).toMatch(/^creel_forward_attempts_total\{outcome="delivered"\} [1-9]/m)
    expect(text).toMatch(/^creel_forwards [1-9]/m)
    expect(text).toMatch(/^creel_forward_lag_captures 0$/m)
  })

  test('a target that is down for a third of the time gets every capture', async () => {
    target.answer = (n) => (n % 3 === 0 ? (res) => res.destroy() : 200)
    const forward = await create({ concurrency: 8 })
    await captures(60)
    await becomes(forward, { ...IDLE, dead: 0 })
    expect(new Set(paths()).size).toBe(60)
  })

  test('strict keeps the order through failures, one capture at a time', async () => {
    let under = 0
    target.answer = (n) => (res) => {
      under += 1
      expect(under).toBe(1)
      setTimeout(() => {
        under -= 1
        res.writeHead(n % 2 === 0 ? 500 : 200).end()
      }, 5)
    }
    const forward = await create({ order: 'strict' })
    await captures(8)
    await becomes(forward, { ...IDLE, dead: 0 })
    expect(paths()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`/hook/${n}`, `/hook/${n}`]))
  })

  test('strict continues after a dead capture', async () => {
    target.answer = (n) => (n === 0 ? 404 : 200)
    const forward = await create({ order: 'strict' })
    await captures(2)
    await becomes(forward, { ...IDLE, dead: 1, lastError: expect.stringContaining('responded with 404. This is not retried.') })
    expect(paths()).toEqual(['/hook/1', '/hook/2'])
  })

  test('obeys retry-after', async () => {
    target.answer = (n) => (n === 0 ? { status: 429, headers: { 'retry-after': '1' } } : 200)
    const forward = await create()
    await capture('/1')
    await becomes(forward, { state: 'open', pending: 1 })
    await capture('/2')
    await cameIn(3)
    expect(target.received[1]!.at - target.received[0]!.at).toBeGreaterThanOrEqual(990)
  })

  test('410 pauses it; once enabled again it sends what waited', async () => {
    target.answer = (n) => (n === 0 ? 410 : 200)
    const forward = await create({ order: 'strict' })
    await captures(2)
    await becomes(forward, { state: 'paused', enabled: false, lastError: expect.stringContaining('paused') })
    expect(target.received).toHaveLength(1)
    await change(forward, { enabled: true })
    await cameIn(3)
    await becomes(forward, { ...IDLE, state: 'running', dead: 0, lastError: null })
    expect(paths()).toEqual(['/hook/1', '/hook/1', '/hook/2'])
  })

  test('the circuit opens after ten failures, saves attempts meanwhile, and closes by itself', async () => {
    target.answer = () => 500
    const forward = await create({ concurrency: 1, retry: { ...FAST, schedule: ['1h'] } })
    await captures(14)
    await becomes(forward, { state: 'open', pending: 10, lag: 4, nextAttemptAt: expect.any(String) })
    target.answer = () => 200
    await becomes(forward, { state: 'running', lag: 0, pending: 10 })
    expect(target.received).toHaveLength(14)
  })

  test('a capture is given up after giveUpAfter, and can be retried and skipped', async () => {
    target.answer = () => 500
    const forward = await create({ retry: { ...FAST, giveUpAfter: '150ms' } })
    await capture('/1')
    await becomes(forward, { dead: 1, pending: 0, lastError: expect.stringMatching(/Given up after \d tries/) })
    target.answer = () => 200
    expect(await retry(forward)).toBe(1)
    await becomes(forward, { ...IDLE, dead: 0 })
    target.answer = () => 500
    await change(forward, { retry: { ...FAST, schedule: ['1h'] } })
    await capture('/2')
    await becomes(forward, { pending: 1 })
    expect([await skip(forward, 2), await skip(forward, 1)]).toEqual([true, false])
    await becomes(forward, { pending: 0, dead: 1 })
  })

  test('a capture that cannot be sent is dead, with the reason', async () => {
    const forward = await create()
    const why = `Not sent: its path contains ".." and may leave ${target.url}/hook. Use a target URL without a path, or "path": "drop".`
    await capture('/a/%2e%2e%2f%2e%2e/b')
    await becomes(forward, { dead: 1, lastError: expect.stringContaining(why) })
    expect(await creel.runtime.store.listDeliveries(bin.key, 1)).toMatchObject([
      {
        url: `${target.url}/hook`,
        status: null,
        error: { code: 'not_sent', message: why },
        via: 'forward',
        forwardId: forward.id,
      },
    ])
    await capture('', { headers: { 'x-creel-hops': '3' } })
    await becomes(forward, { dead: 2, lastError: expect.stringContaining('sent on three times') })
    expect(target.received).toHaveLength(0)
  })

  test('follows no redirect, and a hostile answer causes no delay', async () => {
    const chunk = Buffer.alloc(65_536)
    target.answer = (n) => {
      if (n === 0) return { status: 302, headers: { location: `${target.url}/elsewhere` } }
      return (res) => {
        res.writeHead(200, { 'content-length': String(2 ** 30) })
        const pour = () => {
          while (!res.destroyed && res.write(chunk));
        }
        res.on('drain', pour)
        pour()
      }
    }
    const forward = await create({ order: 'strict' })
    await captures(2)
    await becomes(forward, { ...IDLE, dead: 1 })
    expect(paths()).toEqual(['/hook/1', '/hook/2'])
    const [delivery] = await creel.runtime.store.listDeliveries(bin.key, 2)
    expect(delivery).toMatchObject({ status: 200, responseBody: { truncated: true } })
  })

  test('signs each attempt again', async () => {
    target.answer = (n) => (n === 0 ? 500 : 200)
    const secret = { scheme: 'stripe', secret: 'whsec_0123456789', label: null, url: null, toleranceSeconds: null }
    const { id: secretId } = await addSecret(creel.runtime, creel.owner, bin.id, secret)
    await create({ sign: { secretId }, retry: { ...FAST, schedule: ['1100ms'] } })
    await capture('', { body: '{}' })
    await cameIn(2)
    const [first, second] = [target.header(0, 'stripe-signature'), target.header(1, 'stripe-signature')]
    expect(first).toMatch(/^t=\d+,v1=[0-9a-f]{64}/)
    expect(second).not.toBe(first)
  })

  test('emptying the bin leaves nothing waiting, and a deleted forward sends nothing', async () => {
    target.answer = () => 500
    const forward = await create({ retry: { ...FAST, schedule: ['1h'] } })
    await captures(2)
    await becomes(forward, { pending: 2 })
    await clearCaptures(creel.runtime, creel.owner, bin.id)
    expect(await get(forward)).toMatchObject({ ...IDLE, dead: 0 })
    await deleteForward(creel.runtime, creel.owner, bin.id, forward.id)
    await capture()
    expect(await database.sql(`SELECT count(*) AS n FROM "ForwardAttempt" WHERE "forwardId" = '${forward.id}'`)).toEqual([
      { n: expect.anything() },
    ])
    expect(target.received).toHaveLength(2)
  })

  test('a rate spreads the requests over time', async () => {
    const forward = await create({ rate: '10/1s' })
    await Promise.all(Array.from({ length: 5 }, (_, n) => capture(`/${n}`)))
    await cameIn(5)
    await becomes(forward, IDLE)
    const { store } = creel.runtime
    const deliveries = (await Promise.all([1, 2, 3, 4, 5].map((seq) => store.listDeliveries(bin.key, seq)))).flat()
    const started = deliveries.map(({ startedAt }) => startedAt)
    expect(Math.max(...started) - Math.min(...started)).toBeGreaterThanOrEqual(380)
  })

  test('sends fewer at a time while captures come in faster than they can be stored', async () => {
    target.answer = () => () => {} // never answers
    const waiting = vi.spyOn(creel.runtime.writer, 'isBusy', 'get').mockReturnValue(true)
    await create({ concurrency: 16 })
    await captures(16)
    await cameIn(2)
    await capture('/17')
    expect(target.received).toHaveLength(2)
    waiting.mockRestore()
    await capture('/18')
    await cameIn(16)
  })

  test('a hanging target does not delay another forward of the bin', async () => {
    const other = await openTarget()
    target.answer = () => () => {} // never answers
    await create({ concurrency: 1 })
    await create({ url: other.url })
    await captures(5)
    await vi.waitFor(() => expect(other.received).toHaveLength(5), WAIT)
    expect(target.received).toHaveLength(1)
    await other.close()
  })
})
