import { createServer } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { AppError } from '#lib/core/errors'
import { listen } from '#lib/server/listen'
import { servePages } from '#lib/server/serve-pages'

/** Number of pages being rendered. */
let rendering = 0
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

type Handle = Parameters<typeof servePages>[0]['handle']

async function served(handle: Handle, status = 200): Promise<{ url: string; logged: string[] }> {
  const logged: string[] = []
  const log = { error: (_fields: unknown, message?: string) => void logged.push(message!) }
  const context = { begin: () => (rendering += 1), end: () => (rendering -= 1) }
  const server = createServer(servePages({ handle, statusOf: async () => status }, log, context))
  servers.push(server)
  const { port } = await listen(server, 0, '127.0.0.1')
  return { url: `http://127.0.0.1:${port}`, logged }
}

test.each([
  ['rejects', async () => Promise.reject(new Error('secret inside'))],
  [
    'throws',
    () => {
      throw new Error('secret inside')
    },
  ],
])('answers 500 with our headers and logs it if a page handler %s', async (_title, handle) => {
  const { url, logged } = await served(handle)
  const response = await fetch(url)
  expect([response.status, response.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8'])
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const text = await response.text()
  expect(text).toContain('This page failed')
  expect(text).not.toContain('secret')
  expect(logged).toEqual(['a page failed unexpectedly'])
  await vi.waitFor(() => expect(rendering).toBe(0))
})

test('answers 503 with a page that needs no JavaScript, and logs it, if the database does not answer', async () => {
  const { url, logged } = await served(() => Promise.reject(new AppError('storage_unavailable', 'Locked.')))
  const response = await fetch(url)
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('<h1>This page failed</h1>')
  expect(logged).toEqual(['a page failed unexpectedly'])
})

test('closes the connection if a handler fails after its head was sent', async () => {
  const { url, logged } = await served(async (_req, res) => {
    res.writeHead(200)
    res.write('half')
    throw new Error('broken')
  })
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow()
  expect(logged.length).toBe(1)
})

test('a page counts as being rendered until its answer is sent, even if the handler returns earlier', async () => {
  let send = () => {}
  const { url } = await served(async (_req, res) => {
    send = () => res.end('late')
  })
  const answer = fetch(url)
  await vi.waitFor(() => expect(rendering).toBe(1))
  await new Promise((resolve) => setImmediate(resolve))
  expect(rendering).toBe(1)
  send()
  expect(await (await answer).text()).toBe('late')
  await vi.waitFor(() => expect(rendering).toBe(0))
})

test.each([
  ['sets none', undefined, 404],
  ['sets 200', 200, 404],
  ['redirects', 308, 308],
  ['fails', 500, 500],
])('a page has the status of its bin if its handler %s', async (_title, own, expected) => {
  const handle: Handle = async (_req, res) => {
    if (own !== undefined) res.statusCode = own
    res.setHeader('x-kept', '1')
    res.end('page')
  }
  const response = await fetch((await served(handle, 404)).url, { redirect: 'manual' })
  expect([response.status, response.headers.get('x-kept'), await response.text()]).toEqual([expected, '1', 'page'])
})
