import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CreatedKey } from '#lib/core/access-key'
import { openApi, problemOf, type TestApi } from './test-api'

// Streams, exports and imports that a key opened end with the key; exports through a link end with the link.

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

async function createKey(key: string, body: object = {}): Promise<CreatedKey> {
  return (await (await api.call('POST', '/api/v1/keys', { key, body })).json()) as CreatedKey
}
async function revoke(key: string, id: string): Promise<void> {
  expect((await api.call('DELETE', `/api/v1/keys/${id}`, { key })).status).toBe(204)
}
const watch = (bin: string, key: string) => api.call('GET', `/api/v1/bins/${bin}/events`, { key })

test('an event stream ends when the key is revoked', async () => {
  const { bin, key } = await api.makeBin()
  const made = await createKey(key, { scope: 'read', bins: [bin.id] })
  const [stream, other] = [await watch(bin.id, made.accessKey), await watch(bin.id, key)]
  await revoke(key, made.id)
  expect(await stream.text()).toContain('event: access:ended')
  await api.capture(bin)
  const reader = other.body!.getReader()
  let text = ''
  while (!text.includes('event: capture')) text += Buffer.from((await reader.read()).value!).toString()
  expect(text).not.toContain('access:ended')
  await reader.cancel()
})

test('an event stream ends when the key expires', async () => {
  const { bin, key } = await api.makeBin()
  const { accessKey } = await createKey(key, { ttlSeconds: 1 })
  expect(await (await watch(bin.id, accessKey)).text()).toContain('event: access:ended')
})

/** A way to read the bin that `end` ends. */
type Opened = { token: string; end(): Promise<void> }
const opened: Record<string, (binId: string, key: string) => Promise<Opened>> = {
  async key(_binId, key) {
    const { accessKey, id } = await createKey(key, { scope: 'read' })
    return { token: accessKey, end: () => revoke(key, id) }
  },
  async link(binId, key) {
    const shares = `/api/v1/bins/${binId}/shares`
    const made = await api.call('POST', shares, { key, body: { show: 'everything' } })
    const { token, id } = (await made.json()) as { token: string; id: string }
    return {
      token,
      async end() {
        expect((await api.call('DELETE', `${shares}/${id}`, { key })).status).toBe(204)
      },
    }
  },
}

test.each([
  ['key', 'reads on'],
  ['key', 'reads nothing'],
  ['link', 'reads on'],
  ['link', 'reads nothing'],
])('an export with a %s whose reader %s ends and frees its place', async (kind, reader) => {
  const { bin, key } = await api.makeBin()
  for (let i = 0; i < 8; i += 1) await api.capture(bin, { body: randomBytes(1024 * 1024) })
  const { token, end } = await opened[kind]!(bin.id, key)
  const exports = ['ndjson', 'har', 'zip'].map((format) =>
    api.call('GET', `/api/v1/bins/${bin.id}/export?format=${format}`, { key: token }),
  )
  const bodies = (await Promise.all(exports)).map(({ body }) => body!.getReader())
  for (const body of bodies) await body.read()
  await end()
  for (const body of bodies) await expect(reader === 'reads on' ? body.read() : body.closed).rejects.toThrow('ended')
  expect((await api.call('GET', `/api/v1/bins/${bin.id}/export?format=csv`, { key })).status).toBe(200)
})

test('an import stops, stores nothing more and says where it stopped', async () => {
  const { bin, key } = await api.makeBin()
  const made = await createKey(key)
  const line = Buffer.from(
    `${JSON.stringify({ method: 'POST', url: '/in/x/a', headers: [], body: { encoding: 'utf8', data: '' } })}\n`,
  )
  let push = (_bytes: Uint8Array | null) => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      push = (bytes) => (bytes ? controller.enqueue(bytes) : controller.close())
    },
  })
  const headers = { 'content-type': 'application/x-ndjson' }
  const answer = api.call('POST', `/api/v1/bins/${bin.id}/import`, { key: made.accessKey, body, headers })
  for (let i = 0; i < 128; i += 1) push(line)
  await expect.poll(async () => (await api.rt.store.findBin(bin.id))!.captureCount).toBe(128)
  await revoke(key, made.id)
  push(line)
  push(null)
  const problem = await problemOf(await answer)
  expect(problem).toMatchObject({ code: 'unauthenticated', errors: [{ path: 'line 129' }] })
  expect((await api.rt.store.findBin(bin.id))!.captureCount).toBe(128)
})
