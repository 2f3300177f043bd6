import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listen } from '#lib/server/listen'
import { createMetricsServer } from '#lib/server/metrics-page'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
beforeAll(async () => {
  creel = await startCreel()
})
afterAll(() => creel.close())

/** Locks the whole database like another program might. */
function lockDatabase(): { release(): void } {
  const other = new Database(creel.databaseUrl.slice('file:'.length))
  other.exec('BEGIN EXCLUSIVE')
  return {
    release() {
      other.exec('ROLLBACK')
      other.close()
    },
  }
}

test('/healthz and /readyz answer before any page, also to HEAD', async () => {
  for (const path of ['/healthz', '/readyz', '/readyz?probe=1']) {
    const answer = await fetch(creel.url + path)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect((await fetch(creel.url + path, { method: 'HEAD' })).status).toBe(200)
  }
  expect((await fetch(`${creel.url}/readyzzz`)).status).toBe(404)
})

test('a flood of /readyz costs a few commits per second, and every call is answered', async () => {
  const own = await startCreel()
  const ping = vi.spyOn(own.runtime.store, 'ping')
  const startedAt = performance.now()
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${own.url}/readyz`)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  }
  expect(ping.mock.calls.length).toBeLessThanOrEqual(10 + Math.ceil((performance.now() - startedAt) / 250))
  await own.close()
})

test('answers 503 with retry-after and is not ready while the database is locked, and recovers by itself', async () => {
  const bin = await creel.createBin()
  const post = () => sendRaw(creel.port, `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)
  expect((await post()).status).toBe(200)
  const lock = lockDatabase()
  const [refused, ready] = await Promise.all([post(), fetch(`${creel.url}/readyz`)])
  lock.release()
  expect(refused.status).toBe(503)
  expect(Number(refused.header('retry-after'))).toBeGreaterThan(0)
  expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'storage_unavailable' })
  expect(ready.status).toBe(503)
  expect((await post()).header('x-creel-capture')).toBe(`cap_${bin.captureTag}_2`)
  expect((await fetch(`${creel.url}/readyz`)).status).toBe(200)
  expect((await creel.runtime.metrics.page()).text).toMatch(/creel_refused_total\{reason="storage_unavailable"\} [1-9]/)
})

test('the metrics page counts captures, bytes, refusals, batches and the queue, on its own port', async () => {
  const bin = await creel.createBin()
  const own = await startCreel()
  const ownBin = await own.createBin()
  await sendRaw(own.port, `POST /in/${ownBin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`)
  await sendRaw(own.port, `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`)
  const server = createMetricsServer(own.runtime.metrics)
  const { port } = await listen(server, 0, '127.0.0.1')
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  const text = await answer.text()
  expect(answer.headers.get('content-type')).toContain('text/plain')
  for (const line of [
    'creel_captures_total 1',
    'creel_capture_bytes_total 5',
    'creel_refused_total{reason="bin_not_found"} 1',
    'creel_batch_size_count 1',
    'creel_commit_seconds_count 1',
    'creel_queue_captures 0',
    'creel_queue_bytes 0',
    'creel_watchers 0',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).toContain('nodejs_eventloop_lag_seconds')
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
  expect((await fetch(`${own.url}/metrics`)).status).toBe(404)
  server.close()
  await own.close()
})

test('explains what to do if the port is taken', async () => {
  const other = createMetricsServer(creel.runtime.metrics)
  await expect(listen(other, creel.port, '127.0.0.1')).rejects.toThrow(`Port ${creel.port} on 127.0.0.1 is in use.`)
})
