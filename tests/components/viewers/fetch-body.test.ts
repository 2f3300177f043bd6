// @vitest-environment node
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { fetchBody } from '@/components/viewers/fetch-body'

let close = () => {}
afterEach(() => close())

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  close = () => server.close()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/body`
}

const BODY = new Uint8Array(300_000).fill(7)
const isBody = (bytes: Uint8Array) => Buffer.compare(bytes, BODY) === 0

test('returns the bytes and reports progress', async () => {
  const url = await serve((_, res) => void res.writeHead(200, { 'content-length': BODY.length }).end(BODY))
  const told: [number, number][] = []
  expect(isBody(await fetchBody({ url, sizeBytes: 1 }, (done, total) => told.push([done, total])))).toBe(true)
  expect(told[0]).toEqual([0, BODY.length])
  expect(told.at(-1)).toEqual([BODY.length, BODY.length])
})

test('reads all bytes if no length is declared', async () => {
  const url = await serve((_, res) => void res.writeHead(200).end(BODY))
  expect(isBody(await fetchBody({ url, sizeBytes: 10 }, () => {}))).toBe(true)
  expect(isBody(await fetchBody({ url, sizeBytes: 1_000_000 }, () => {}))).toBe(true)
})

test('reports how much arrived before the connection broke', async () => {
  const url = await serve((_, res) => {
    res.writeHead(200, { 'content-length': BODY.length }).write(BODY.subarray(0, 102_400), () => res.destroy())
  })
  const fetching = fetchBody({ url, sizeBytes: BODY.length }, () => {})
  await expect(fetching).rejects.toThrow(/^The connection was lost after .+ of 293 KB\.$/)
})

test.each([
  [404, { code: 'capture_not_found', detail: 'x' }, 'This request no longer exists: it was deleted while it was open.'],
  [401, { code: 'unauthenticated', detail: 'Give an access key.' }, 'Give an access key.'],
])('explains a %i in words', async (status, problem, why) => {
  const url = await serve((_, res) => void res.writeHead(status).end(JSON.stringify(problem)))
  await expect(fetchBody({ url, sizeBytes: 1 }, () => {})).rejects.toThrow(why)
})

test('reports an answer that is not a problem document by its status', async () => {
  const url = await serve((_, res) => void res.writeHead(502).end('<html>'))
  await expect(fetchBody({ url, sizeBytes: 1 }, () => {})).rejects.toThrow('The server answered 502 and did not say why.')
})

test('reports an unreachable server', async () => {
  await expect(fetchBody({ url: 'http://127.0.0.1:1/', sizeBytes: 1 }, () => {})).rejects.toThrow('cannot be reached')
})
