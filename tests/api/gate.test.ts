import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { findBearer } from '#lib/services/find-actor'
import { watchBin } from '#lib/services/watch-bin'
import { badFields, openApi, type TestApi } from './test-api'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

const VALUE = 'gate-value-0123456789'
const LONG = 'x'.repeat(1025)

test('shows the requirement without its secret value, to every reader and in the stream', async () => {
  const { bin, key } = await api.makeBin(undefined, { require: { auth: { type: 'basic', user: 'ada', password: VALUE } } })
  expect(bin.require).toEqual({ auth: { type: 'basic', user: 'ada', password: '•••' } })
  const told: unknown[] = []
  const stored = (await api.rt.bins.find(bin.id))!
  const watch = api.rt.live.watch(stored, 0, (event) => void told.push(event))
  const path = `/api/v1/bins/${bin.id}`
  const patched = await api.call('PATCH', path, {
    key,
    body: { require: { auth: { type: 'query', name: 'token', value: VALUE } } },
  })
  expect(((await patched.json()) as Bin).require).toEqual({ auth: { type: 'query', name: 'token', value: '•••' } })
  watch.stop()
  const shared = async (show: string) => {
    const { token } = (await (await api.call('POST', `${path}/shares`, { key, body: { show } })).json()) as { token: string }
    return (await (await api.call('GET', path, { key: token })).json()) as Bin
  }
  const [open, hidden] = [await shared('everything'), await shared('redacted')]
  expect(open.require).toEqual({ auth: { type: 'query', name: 'token', value: '•••' } })
  expect(hidden.require).toEqual({ auth: { type: 'query', name: 'REDACTED', value: '•••' } })
  const listed = await (await api.call('GET', '/api/v1/bins', { key })).text()
  expect(JSON.stringify([told, open, hidden]) + listed).not.toContain(VALUE)
  expect(((await (await api.call('PATCH', path, { key, body: { require: null } })).json()) as Bin).require).toBeNull()
})

test('a link that hides credentials masks the header that the bin requires, whatever its name, also after a change', async () => {
  const auth = { type: 'header', name: 'X-Shop', value: VALUE }
  const { bin, key } = await api.makeBin(undefined, { require: { auth } })
  const path = `/api/v1/bins/${bin.id}`
  const share = await api.call('POST', `${path}/shares`, { key, body: { show: 'redacted' } })
  const { token } = (await share.json()) as { token: string }
  const small = await api.capture(bin, { rawHeaders: ['Host', 'a', 'x-shop', VALUE] })
  const large = await api.capture(bin, { rawHeaders: ['X-SHOP', VALUE], body: Buffer.from(`{"a":"${'b '.repeat(5_000)}"}`) })
  const read = async (target: string) => (await api.call('GET', `${path}${target}`, { key: token })).text()
  for (const { id } of [small, large]) {
    const shown = JSON.parse(await read(`/captures/${id}`)) as Capture
    expect(shown.headers.at(-1)![1]).toBe('REDACTED')
    expect([shown.bodySha256, shown.bodyCrc32]).toEqual([null, null])
  }
  const found = JSON.parse(await read(`/captures?q=${encodeURIComponent(`header.x-shop:${VALUE}`)}`)) as { captures: unknown[] }
  expect(found.captures).toEqual([])
  expect((await read('/export?format=ndjson')).match(/"REDACTED"/g)).toHaveLength(2)

  const actor = (await findBearer(api.rt, token))!
  const told: unknown[] = []
  const origins = { ui: 'http://a', capture: 'http://a' }
  const stream = await watchBin(api.rt, actor, bin.id, { after: undefined, origins })
  const watch = stream.start((event) => void told.push(event))
  await api.call('PATCH', path, { key, body: { require: { auth: { type: 'query', name: 'page', value: VALUE } } } })
  await api.capture(bin, { target: `/in/${bin.id}?page=${VALUE}`, rawHeaders: [] })
  await vi.waitFor(() => expect(JSON.stringify(told)).toContain('page=REDACTED'))
  watch.stop()
  expect(JSON.stringify(told)).not.toContain(VALUE)
})

test.each(['X-GitHub-Delivery', 'X-GitHub-Event', 'User-Agent', 'Content-Type'])(
  'masks %s in every field that is read from it',
  async (name) => {
    const { bin, key } = await api.makeBin(undefined, { require: { auth: { type: 'header', name, value: VALUE } } })
    const path = `/api/v1/bins/${bin.id}`
    const others = [
      'User-Agent',
      'GitHub-Hookshot/1',
      'X-GitHub-Event',
      'push',
      'X-GitHub-Delivery',
      '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    ]
    const kept = others.flatMap((text, i) => (i % 2 === 0 && text !== name ? [text, others[i + 1]!] : []))
    const { id } = await api.capture(bin, { rawHeaders: [...kept, name, VALUE] })
    const share = await api.call('POST', `${path}/shares`, { key, body: { show: 'redacted' } })
    const { token } = (await share.json()) as { token: string }
    for (const target of ['/captures', `/captures/${id}`, '/export?format=csv'])
      expect(await (await api.call('GET', `${path}${target}`, { key: token })).text()).not.toContain(VALUE)
  },
)

test.each([
  [{}, 'require'],
  [{ signature: false }, 'require.signature'],
  [{ signature: true }, 'require.signature'],
  [{ auth: { type: 'basic', user: 'a:b', password: 'x' } }, 'require.auth.user'],
  [{ auth: { type: 'basic', user: 'a', password: '' } }, 'require.auth.password'],
  [{ auth: { type: 'bearer', token: 'a\0' } }, 'require.auth.token'],
  [{ auth: { type: 'bearer', token: ' a' } }, 'require.auth.token'],
  [{ auth: { type: 'bearer', token: LONG } }, 'require.auth.token'],
  [{ auth: { type: 'header', name: 'X Token', value: 'x' } }, 'require.auth.name'],
  [{ auth: { type: 'header', name: 'X-Token', value: 'a\nb' } }, 'require.auth.value'],
  [{ auth: { type: 'query', name: '', value: 'x' } }, 'require.auth.name'],
  [{ auth: { type: 'digest' } }, 'require.auth.type'],
])('refuses %j at %s', async (require, path) => {
  const response = await api.call('POST', '/api/v1/bins', { body: { require } })
  expect(response.status).toBe(422)
  expect(await badFields(response)).toContain(path)
})
