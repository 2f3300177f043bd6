import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
let bin: StoredBin
beforeAll(async () => {
  creel = await startCreel({
    env: { CREEL_ORIGIN: 'https://creel.example', CREEL_CAPTURE_ORIGIN: 'https://hooks.example', CREEL_TRUST_PROXY: '1' },
    fallback: (_req, res) => res.writeHead(200, { 'content-length': '4' }).end('page'),
  })
  bin = await creel.createBin()
})
afterAll(() => creel.close())

const get = (target: string, ...headers: string[]) =>
  sendRaw(creel.port, `GET ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)

test.each(['hooks.example', 'HOOKS.example', 'hooks.example:443'])('captures on the capture host: %s', async (host) => {
  expect((await get(`/in/${bin.id}`, `Host: ${host}`)).status).toBe(200)
})

test('captures if the trusted proxy names the capture host', async () => {
  expect((await get(`/in/${bin.id}`, 'Host: 10.0.0.1:3000', 'X-Forwarded-Host: evil.example, hooks.example')).status).toBe(200)
})

test.each(['creel.example', 'hooks.example.evil', 'hooks.example:8443'])(
  'captures nothing on another host, and names the right one: %s',
  async (host) => {
    const answer = await get(`/in/${bin.id}/a?secret=1`, `Host: ${host}`)
    expect(answer.status).toBe(404)
    const { detail } = JSON.parse(answer.body.toString())
    expect(detail).toContain(`https://hooks.example/in/${bin.id}/a`)
    expect(detail).not.toContain('secret')
  },
)

test.each(['/', '/api/v1/bins', '/socket.io/?EIO=4&transport=polling'])('serves no %s on the capture host', async (target) => {
  const answer = await get(target, 'Host: hooks.example')
  expect(answer.status).toBe(404)
  expect(answer.header('content-type')).toBe('application/problem+json')
})

test('the host of a target in absolute form takes precedence over the header', async () => {
  expect((await get(`http://hooks.example/in/${bin.id}`, 'Host: creel.example')).status).toBe(200)
  expect((await get(`http://creel.example/in/${bin.id}`, 'Host: hooks.example')).status).toBe(404)
})

test('serves pages on any other host', async () => {
  expect((await get('/', 'Host: creel.example')).body.toString()).toBe('page')
})

test('answers health checks on every host', async () => {
  expect((await get('/healthz', 'Host: hooks.example')).status).toBe(200)
})
