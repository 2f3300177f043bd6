import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({ env: { CREEL_MAX_BODY_BYTES: '100', CREEL_LIMIT_CAPTURES_PER_BIN: '2/1h' } })
})
afterAll(() => creel.close())

/** Resolves with what a wait at this bin would report, once there is something. */
async function told(binId: string) {
  await vi.waitFor(async () => expect(await creel.runtime.refusals.near(binId, 0)).not.toEqual([]))
  return creel.runtime.refusals.near(binId, 0)
}
const changed = (id: string) => `${id.slice(0, -1)}${id.endsWith('a') ? 'b' : 'a'}`

test('records a request to an unknown id for the bin that was meant', async () => {
  const { id } = await creel.createBin()
  const early = creel.runtime.now()
  await fetch(`${creel.url}/in/${changed(id)}/path?query`, { method: 'POST', body: 'x' })
  const [refused, ...others] = await told(id)
  expect([refused, others]).toEqual([
    { binId: changed(id), status: 404, reason: 'bin_not_found', captureId: null, at: expect.any(Number) },
    [],
  ])
  expect(refused!.at).toBeGreaterThanOrEqual(early)
})

test('records a body over the limit with the capture of its beginning', async () => {
  const bin = await creel.createBin()
  const response = await fetch(`${creel.url}/in/${bin.id}`, { method: 'POST', body: 'x'.repeat(101) })
  expect(await told(bin.id)).toMatchObject([
    { binId: bin.id, status: 413, reason: 'body_too_large', captureId: response.headers.get('x-creel-capture') },
  ])
})

test('records a request over a rate limit', async () => {
  const { id } = await creel.createBin()
  for (let i = 0; i < 3; i++) await fetch(`${creel.url}/in/${id}`)
  expect(await told(id)).toMatchObject([{ binId: id, status: 429, reason: 'too_many_requests' }])
})

test.each([
  ['a broken header', (id: string) => `POST /in/${id} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n`, 400, 'malformed_request'],
  [
    'two lengths',
    (id: string) => `POST /in/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
    400,
    'malformed_request',
  ],
  ['a bad length and no host', (id: string) => `POST /in/${id} HTTP/1.1\r\nContent-Length: 1\r\n\r\nx`, 400, 'malformed_request'],
  [
    'a broken chunk',
    (id: string) => `POST /in/${id} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    400,
    'malformed_request',
  ],
  ['a method of RTSP', (id: string) => `DESCRIBE /in/${id} HTTP/1.1\r\nHost: x\r\n\r\n`, 501, 'method_not_implemented'],
  ['another version', (id: string) => `POST /in/${id} HTTP/2.0\r\nHost: x\r\n\r\n`, 505, 'http_version_not_supported'],
  ['an unknown method', (id: string) => `WISH /in/${id} HTTP/1.1\r\nHost: x\r\n\r\n`, 501, 'method_not_implemented'],
])('records %s for the bin that its target names', async (_name, bytes, status, reason) => {
  const { id } = await creel.createBin()
  const connection = await openRaw(creel.port)
  connection.write(bytes(id))
  await connection.answer()
  expect(await told(id)).toMatchObject([{ binId: id, status, reason, captureId: null }])
  connection.abort()
})

test('records a bad request after a good one in the same packet', async () => {
  const [good, bad] = [await creel.createBin(), await creel.createBin()]
  const connection = await openRaw(creel.port)
  connection.write(`GET /in/${good.id} HTTP/1.1\r\nHost: x\r\n\r\nGET /in/${bad.id} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n`)
  await connection.answer()
  await connection.answer()
  expect(await told(bad.id)).toMatchObject([{ binId: bad.id, status: 400 }])
  expect(await creel.runtime.refusals.near(good.id, 0)).toEqual([])
  connection.abort()
})

test('does not record requests to other URLs', async () => {
  const { id } = await creel.createBin()
  await fetch(`${creel.url}/bins/${id}`)
  const connection = await openRaw(creel.port)
  connection.write('HELO\r\n\r\n')
  await connection.answer()
  expect(await creel.runtime.refusals.near(id, 0)).toEqual([])
  connection.abort()
})
