import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '#lib/api/dispatch'
import { serveHeldCalls } from '#lib/server/serve-calls'
import { type Creel, startCreel } from './start-creel'
import { post } from './stream-client'

let creel: Creel
const handedOn: string[] = []

beforeAll(async () => {
  const fallback = serveHeldCalls(dispatch, (req, res) => {
    handedOn.push(`${req.method} ${req.url}`)
    res.writeHead(418).end()
  })
  creel = await startCreel({ fallback })
})
afterAll(() => creel.close())

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${creel.url}/api/v1/bins/${path}`, { ...init, headers: { authorization: `Bearer ${creel.accessKey}`, ...init.headers } })

test('a wait is answered without Next, each header once', async () => {
  const bin = await creel.createBin()
  const waiting = call(`${bin.id}/wait?q=method:POST&timeout=20`)
  await vi.waitFor(() => expect(creel.runtime.matches.count()).toBe(1))
  await post(creel, bin.id, 1)
  const answer = await waiting
  expect(await answer.json()).toMatchObject({ satisfied: true, captures: [{ seq: 1 }] })
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(handedOn).toEqual([])
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

test('all else is handed on, and so is what the dispatcher cannot be asked', async () => {
  handedOn.length = 0
  for (const path of ['b', 'b/waits', 'b/captures/wait/x']) expect((await call(path)).status).toBe(418)
  const status = await new Promise((resolve, reject) => {
    const options = { method: 'TRACE', path: '/api/v1/bins/b/wait', port: creel.port }
    request(options, (res) => resolve(res.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(handedOn.slice(0, 3)).toEqual(['GET /api/v1/bins/b', 'GET /api/v1/bins/b/waits', 'GET /api/v1/bins/b/captures/wait/x'])
  expect([418, 405, 501]).toContain(status)
})
