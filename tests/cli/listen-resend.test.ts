import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { captureId } from '#lib/core/ids'
import type { StoredBin } from '#lib/store/stored-bin'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { ownerOf, recordsOf, startListening } from './listening'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const post = (bin: StoredBin, path = '/x') => fetch(`${creel.url}/in/${bin.id}${path}`, { method: 'POST', body: 'hello' })
const through = (bin: StoredBin, seq: number, name = 'laptop') =>
  ownerOf(creel).resendCapture({ bin: bin.id, capture: captureId(bin.captureTag, seq), body: { through: name } })

test("a resend goes to the connected listener's target, and its answer is stored as a CLI delivery", async () => {
  const bin = await creel.createBin()
  await post(bin)
  const receiver = await startReceiver('HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nyes')
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}/base`, '--name', 'laptop', '-H', 'X-Mine: 1'])
  const delivery = await through(bin, 1)
  expect(delivery).toMatchObject({
    via: 'cli',
    status: 201,
    responseBody: { data: 'yes' },
    captureId: captureId(bin.captureTag, 1),
  })
  expect(delivery.url).toBe(`http://localhost:${receiver.port}/base/x`)
  expect(receiver.requests).toHaveLength(1)
  expect(receiver.requests[0]!.toString()).toMatch(
    /^POST \/base\/x HTTP\/1.1\r\n[\s\S]*X-Mine: 1\r\n[\s\S]*x-creel-hops: 1\r\n[\s\S]*hello$/,
  )
  expect(recordsOf(cli, 'delivery')).toMatchObject([{ seq: 1, status: 201 }])
  const { deliveries } = await ownerOf(creel).listDeliveries({ bin: bin.id, capture: delivery.captureId })
  expect(deliveries.map(({ id }) => id)).toEqual([delivery.id])
})

test("the listener's path fence and filters apply: nothing is sent, and the delivery says why", async () => {
  const bin = await creel.createBin()
  for (const path of ['/a/../../b', '/no']) {
    const { hostname, port } = new URL(creel.url)
    const { request } = await import('node:http')
    await new Promise<void>((resolve) => {
      request({ hostname, port, path: `/in/${bin.id}${path}` }, (res) => res.resume().once('end', resolve)).end()
    })
  }
  await post(bin, '/yes')
  const receiver = await startReceiver(CLOSING_ANSWER)
  await startListening(creel, bin, ['--to', `${receiver.port}/base`, '--name', 'laptop', '--filter', 'not path:/no'])
  const [fenced, filtered] = [await through(bin, 1), await through(bin, 2)]
  expect(fenced).toMatchObject({ status: null, error: { code: 'not_sent', message: expect.stringContaining('may leave') } })
  expect(filtered).toMatchObject({ status: null, error: { code: 'not_sent', message: expect.stringContaining('no route') } })
  expect(receiver.requests).toEqual([])
  expect(await through(bin, 3)).toMatchObject({ status: 200 })
})

test('reports at once that nothing listens at the target', async () => {
  const bin = await creel.createBin()
  await post(bin)
  await startListening(creel, bin, ['--to', '1', '--name', 'laptop'])
  expect(await through(bin, 1)).toMatchObject({ status: null, error: { code: 'connection_refused' } })
})

test('answers 404 with the connected listeners for an unknown name, and 504 if the listener leaves', async () => {
  const bin = await creel.createBin()
  await post(bin)
  const receiver = await startReceiver(() => {})
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`, '--name', 'desk'])
  await expect(through(bin, 1)).rejects.toMatchObject({
    code: 'listener_not_found',
    message: expect.stringContaining('Connected: desk'),
  })
  const resent = through(bin, 1, 'desk')
  const failed = expect(resent).rejects.toMatchObject({
    code: 'listener_silent',
    message: expect.stringContaining('desk disconnected'),
  })
  await vi.waitFor(() => expect(receiver.requests).toHaveLength(1))
  cli.ctrlC()
  await failed
})

test('refuses other fields together with through, and other owners', async () => {
  const bin = await creel.createBin()
  await post(bin)
  const call = { bin: bin.id, capture: captureId(bin.captureTag, 1) }
  await expect(ownerOf(creel).resendCapture({ ...call, body: { through: 'a', method: 'PUT' } })).rejects.toMatchObject({
    errors: [{ path: 'method' }],
  })
  await expect(ownerOf(creel).resendCapture({ ...call, body: {} })).rejects.toMatchObject({ errors: [{ path: 'url' }] })
  const { accessKey } = await ownerOf(creel).createKey({ body: { scope: 'read' } })
  const reader = ownerOf({ ...creel, accessKey })
  await expect(reader.resendCapture({ ...call, body: { through: 'a' } })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(reader.listListeners({ bin: bin.id })).rejects.toMatchObject({ code: 'forbidden' })
  const watching = reader.watchBin({ bin: bin.id, listener: 'a' })
  await expect(watching).rejects.toMatchObject({ code: 'forbidden' })
  const byCookie = await fetch(`${creel.url}/api/v1/bins/${bin.id}/events?listener=a`, {
    headers: { cookie: `creel_key=${creel.accessKey}` },
  })
  expect([byCookie.status, (await byCookie.json()).code]).toEqual([403, 'forbidden'])
})
