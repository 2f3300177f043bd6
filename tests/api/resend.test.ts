import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Delivery } from '#lib/core/delivery'
import type { BinEvent } from '#lib/live/bin-event'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
let bin: Bin
let key: string

beforeAll(async () => {
  api = await openApi({ resendAllow: ['127.0.0.1/32'], maxBodyBytes: 400_000 })
  const made = await api.makeBin()
  bin = made.bin
  key = made.key
})
afterAll(() => api.close())

const BODY = randomBytes(300_000)

async function resend(input: object, captureId?: string): Promise<Response> {
  const id = captureId ?? (await api.capture(bin, { method: 'PUT', body: BODY })).id
  return api.call('POST', `/api/v1/bins/${bin.id}/captures/${id}/resend`, { key, body: input })
}

async function deliveriesOf(captureId: string): Promise<Delivery[]> {
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/captures/${captureId}/deliveries`, { key })
  return ((await response.json()) as { deliveries: Delivery[] }).deliveries
}

describe('a stored capture', () => {
  test('is sent with its method, headers and bytes', async () => {
    const { port, requests } = await startReceiver(CLOSING_ANSWER)
    const response = await resend({ url: `http://127.0.0.1:${port}/a/../b%2F?x&` })
    expect(response.status).toBe(200)
    const head =
      `PUT /a/../b%2F?x& HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\n` +
      `Content-Length: ${BODY.byteLength}\r\nConnection: close\r\n\r\n`
    expect(requests).toHaveLength(1)
    expect(requests[0]!.equals(Buffer.concat([Buffer.from(head), BODY]))).toBe(true)
  })

  test('is sent with the requested changes', async () => {
    const { port, requests } = await startReceiver(CLOSING_ANSWER)
    const input = { method: 'PATCH', headers: [['x-Mine', 'é']], body: { encoding: 'base64', data: '/wA=' } }
    await resend({ url: `http://127.0.0.1:${port}/`, ...input })
    expect(requests[0]!.toString('latin1')).toBe(
      `PATCH / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-Mine: é\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\xff\0`,
    )
  })

  test('is sent with its own headers, some of them changed', async () => {
    const { port, requests } = await startReceiver(CLOSING_ANSWER)
    const headerChanges = [
      ['X-B', null],
      ['Authorization', 'Bearer t'],
    ]
    await resend({ url: `http://127.0.0.1:${port}/`, body: { encoding: 'utf8', data: '' }, headerChanges })
    expect(requests[0]!.toString('latin1')).toBe(
      `PUT / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nx-a: 2\r\nAuthorization: Bearer t\r\n` +
        'Content-Length: 0\r\nConnection: close\r\n\r\n',
    )
  })

  test('keeps its deliveries and their answers, newest first, and notifies watchers without the body', async () => {
    const { id } = await api.capture(bin)
    const told: BinEvent[] = []
    const watch = api.rt.live.watch((await api.rt.store.findBin(bin.id))!, undefined, (event) => {
      if (event.type === 'delivery') told.push(event)
    })
    const { port } = await startReceiver('HTTP/1.1 302 Found\r\nLocation: /x\r\nX-B: 1\r\nx-b: 2\r\n\r\n\xff')
    const answered = (await (await resend({ url: `http://127.0.0.1:${port}/1` }, id)).json()) as Delivery
    const refused = (await (await resend({ url: `http://127.0.0.1:1/` }, id)).json()) as Delivery | { code: string }
    expect(refused).toMatchObject({ code: 'target_forbidden' }) // the port; leaves nothing behind
    const closing = await startReceiver((socket) => socket.end())
    const failed = (await (await resend({ url: `http://127.0.0.1:${closing.port}/2` }, id)).json()) as Delivery
    watch.stop()
    expect(answered).toMatchObject({ status: 302, error: null, captureId: id })
    expect(failed).toMatchObject({ status: null, error: { code: 'connection_reset' } })
    expect(await deliveriesOf(id)).toEqual([failed, answered])
    expect(told).toEqual([answered, failed].map(({ responseBody: _, ...delivery }) => ({ type: 'delivery', delivery })))
  })
})

describe('is refused', () => {
  test('if the target is forbidden, with the setting that would allow it', async () => {
    const response = await resend({ url: 'http://[::1]:3001/' })
    expect(response.status).toBe(422)
    const { code, detail } = await problemOf(response)
    expect(code).toBe('target_forbidden')
    expect(detail).toContain('CREEL_RESEND_ALLOW=[::1]:3001')
  })

  test.each([
    [{ url: 'http://me:secret@127.0.0.1/' }, ['url']],
    [{ url: 'ftp://127.0.0.1/' }, ['url']],
    [{ url: 'http:\\\\127.0.0.1/' }, ['url']],
    [{ url: 'http://127.0.0.1:3001/', method: 'CONNECT' }, ['method']],
    [{ url: 'http://127.0.0.1:3001/', headers: [['a b', 'c']] }, ['headers.0.0']],
    [{ url: 'http://127.0.0.1:3001/', headers: [['a', 'b\r\nc: d']] }, ['headers.0.1']],
    [{ url: 'http://127.0.0.1:3001/', headerChanges: [['a b', null]] }, ['headerChanges.0.0']],
    [{ url: 'http://127.0.0.1:3001/', headerChanges: [['a', '\n']] }, ['headerChanges.0.1']],
  ])('%j by its field', async (input, fields) => expect(await badFields(await resend(input))).toEqual(fields))

  test('if its body was truncated and no other body is given', async () => {
    const { id } = await api.capture(bin, { body: BODY, bodySize: 5_000_000, truncated: true })
    expect(await badFields(await resend({ url: 'http://127.0.0.1:3001/' }, id))).toEqual(['body'])
  })

  test('if the body is over the limit', async () => {
    const response = await resend({ url: 'http://127.0.0.1:3001/', body: { encoding: 'utf8', data: 'a'.repeat(400_001) } })
    expect(response.status).toBe(413)
  })
})
