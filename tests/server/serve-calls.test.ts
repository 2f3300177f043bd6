import { METHODS, type RequestListener } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch, methodRefusal } from '#lib/api/dispatch'
import { serveCalls } from '#lib/server/serve-calls'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'
import { post } from './stream-client'

let creel: Creel
const passedOn: string[] = []

beforeAll(async () => {
  const pages: RequestListener = (req, res) => {
    passedOn.push(`${req.method} ${req.url}`)
    res.writeHead(418).end()
  }
  const fallback = serveCalls({ dispatch, methodRefusal }, pages, { error() {} })
  creel = await startCreel({ fallback })
})
afterAll(() => creel.close())

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${creel.url}/api/v1/bins/${path}`, { ...init, headers: { authorization: `Bearer ${creel.accessKey}`, ...init.headers } })

test('a wait is answered, each header once', async () => {
  const bin = await creel.createBin()
  const waiting = call(`${bin.id}/wait?q=method:POST&timeout=20`)
  await vi.waitFor(() => expect(creel.runtime.matches.count()).toBe(1))
  await post(creel, bin.id, 1)
  const answer = await waiting
  expect(await answer.json()).toMatchObject({ satisfied: true, captures: [{ seq: 1 }] })
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(passedOn).toEqual([])
})

test('expect reads its body, and problems are problem documents', async () => {
  const bin = await creel.createBin()
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const met = await call(`${bin.id}/expect`, { ...init, body: JSON.stringify({ within: 0, all: [{ q: '', min: 0 }] }) })
  expect(await met.json()).toMatchObject({ satisfied: true })
  const broken = await call(`${bin.id}/expect`, { ...init, body: '{' })
  expect([broken.status, (await broken.json()).code]).toEqual([400, 'malformed_json'])
  const unknown = await call('nobodys-bin/wait')
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
})

test('a caller who leaves ends the wait', async () => {
  const bin = await creel.createBin()
  const leaving = new AbortController()
  const left = call(`${bin.id}/wait?timeout=50`, { signal: leaving.signal })
  left.catch(() => {})
  await vi.waitFor(() => expect(creel.runtime.matches.count()).toBe(1))
  leaving.abort()
  await vi.waitFor(() => expect(creel.runtime.matches.count()).toBe(0))
})

test('answers calls that programs make for each capture without Next: capture, delivery, cursor', async () => {
  passedOn.length = 0
  const bin = await creel.createBin()
  await post(creel, bin.id, 1)
  const json = { 'content-type': 'application/json' }
  const { captures } = await (await call(`${bin.id}/wait?after=0&timeout=1`)).json()
  const path = `${bin.id}/captures/${captures[0].id}`
  expect(await (await call(path)).json()).toMatchObject({ id: captures[0].id, seq: 1 })
  const body = JSON.stringify({ url: 'http://localhost:3000/', method: 'POST', status: 200 })
  expect((await call(`${path}/deliveries`, { method: 'POST', headers: json, body })).status).toBe(201)
  expect(await (await call(`${path}/deliveries`)).json()).toMatchObject({ deliveries: [{ via: 'cli', status: 200 }] })
  const kept = await call(`${bin.id}/cursors/laptop`, { method: 'PUT', headers: json, body: '{"seq":1}' })
  expect(await kept.json()).toEqual({ seq: 1 })
  expect((await call(`${bin.id}/cursors/laptop`, { method: 'DELETE' })).status).toBe(204)
  expect(passedOn).toEqual([])
})

test('an event stream is answered without Next, and ends with its reader and with the server', async () => {
  passedOn.length = 0
  const bin = await creel.createBin()
  const leaving = new AbortController()
  const stream = await call(`${bin.id}/events?after=0`, { signal: leaving.signal })
  expect(stream.headers.get('content-type')).toMatch('text/event-stream')
  await post(creel, bin.id, 1)
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('event: capture\n')) text += (await reader.read()).value
  expect(creel.runtime.live.watcherCount()).toBe(1)
  leaving.abort()
  await vi.waitFor(() => expect(creel.runtime.live.watcherCount()).toBe(0))
  const other = await call(`${bin.id}/events?after=1`)
  creel.front.hurry()
  await expect(other.text()).rejects.toThrow()
  expect(passedOn).toEqual([])
})

test('passes pages on and answers every API call', async () => {
  passedOn.length = 0
  for (const path of ['/', '/bins/b', '/apiary']) expect((await fetch(creel.url + path)).status).toBe(418)
  expect(passedOn).toEqual(['GET /', 'GET /bins/b', 'GET /apiary'])
  for (const path of ['/api', '/api/', '/api/v1/nothing', '/api/v1/bins/b/waits', '/api?x=/'])
    expect((await fetch(creel.url + path)).status).toBe(404)
  expect(passedOn.length).toBe(3)
})

const OF_CALLS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

test.each(METHODS.filter((method) => !OF_CALLS.includes(method) && method !== 'CONNECT'))(
  "answers %s with 405 and the allowed methods, not with Next's answer",
  async (method) => {
    passedOn.length = 0
    const ask = (path: string) =>
      sendRaw(creel.port, `${method} /api/v1/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}`)
    const wrong = await ask('bins/b/wait?timeout=1')
    expect([wrong.status, wrong.header('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(JSON.parse(wrong.body.toString())).toMatchObject({ code: 'method_not_allowed' })
    expect(wrong.header('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect((await ask('bins/b/captures/delete')).header('allow')).toBe('OPTIONS, POST')
    expect((await ask('nothing')).status).toBe(404)
    expect((await ask('bins/%ff')).status).toBe(400)
    expect(passedOn).toEqual([])
  },
)
