import { afterEach, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { nextRefusal } from './next-refusal'
import { type RawAnswer, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'
import { openStream } from './stream-client'

let creel: Creel
afterEach(() => creel.close())

const start = async (env: Record<string, string>) => {
  creel = await startCreel({ env })
}
const send = (bin: StoredBin, { body = '', headers = '' } = {}): Promise<RawAnswer> =>
  sendRaw(creel.port, `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`)

/** Expects that the sender gets `retry-after`, nothing is stored, and the owner's count increases. */
async function expectRefused(bin: StoredBin, sending: () => Promise<RawAnswer>, reason: string): Promise<RawAnswer> {
  const lastSeq = (await creel.runtime.store.findBin(bin.id))!.lastSeq
  const metric = nextRefusal(creel)
  const answer = await sending()
  expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([429, 'too_many_requests'])
  expect(Number(answer.header('retry-after'))).toBeGreaterThan(0)
  expect(answer.header('access-control-allow-origin')).toBe('*')
  expect(await metric).toBe('limited')
  expect((await creel.runtime.store.findBin(bin.id))!.lastSeq).toBe(lastSeq)
  expect(await creel.runtime.refusals.of(bin.key)).toEqual([{ reason, count: 1, lastAt: expect.any(Number) }])
  return answer
}

test('limits the requests per bin, and other bins are not affected', async () => {
  await start({ CREEL_LIMIT_CAPTURES_PER_BIN: '2/1h' })
  const [bin, other] = [await creel.createBin(), await creel.createBin()]
  expect([(await send(bin)).status, (await send(bin)).status]).toEqual([200, 200])
  const refused = await expectRefused(bin, () => send(bin), 'captures_per_bin')
  expect(refused.header('ratelimit-policy')).toBe('"captures-per-bin";q=2;w=3600')
  expect((await send(other)).status).toBe(200)
})

test('limits the requests per address; behind a trusted proxy the sender’s own address counts', async () => {
  await start({ CREEL_LIMIT_CAPTURES_PER_ADDRESS: '1/1h', CREEL_TRUST_PROXY: '1' })
  const bin = await creel.createBin()
  const from = (address: string) => send(bin, { headers: `X-Forwarded-For: 9.9.9.9, ${address}\r\n` })
  expect((await from('203.0.113.1')).status).toBe(200)
  await expectRefused(bin, () => from('203.0.113.1'), 'captures_per_address')
  expect((await from('203.0.113.2')).status).toBe(200)
})

test('a bin at its limit of bytes accepts no more until there is room', async () => {
  await start({ CREEL_LIMIT_BYTES_PER_BIN: '1KiB' })
  const bin = await creel.createBin()
  expect((await send(bin, { body: 'x'.repeat(1024) })).status).toBe(200)
  await expectRefused(bin, () => send(bin, { body: 'x' }), 'bytes_per_bin')
  await creel.runtime.store.clearBin(bin.key)
  creel.runtime.bins.forget(bin.id)
  expect((await send(bin, { body: 'x' })).status).toBe(200)
})

test('limits the sockets per address; closing one frees its place', async () => {
  await start({ CREEL_LIMIT_STREAMS: '1' })
  const client = await openStream(creel, { reconnection: false })
  await expect(openStream(creel, { reconnection: false })).rejects.toThrow()
  client.close()
  const opens = async () => {
    try {
      ;(await openStream(creel, { reconnection: false })).close()
      return true
    } catch {
      return false
    }
  }
  await expect.poll(opens).toBe(true)
})
