import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type Connections, createConnections } from '#lib/net/connections'
import { createSender } from '#lib/net/create-sender'
import { aRequest } from './a-request'

const send = createSender({ resendAllow: ['127.0.0.0/8'] })
const KEEP_ALIVE_ANSWER = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok'
let connections: Connections
let close = () => {}
afterEach(() => {
  connections.close()
  close()
})

/** Answers each whole request (which ends with `!`) on a connection with the next of its answers; null: closes without a word. */
async function startServer(answer: (n: number, socket: Socket) => string | null) {
  const sockets: Socket[] = []
  const requests: string[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    let received = ''
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      if (!received.endsWith('!')) return
      requests.push(received)
      received = ''
      const text = answer(requests.length, socket)
      if (text === null) socket.destroy()
      else socket.write(text)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  const { port } = server.address() as AddressInfo
  connections = createConnections()
  const post = (body: string) =>
    send(
      aRequest(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: [['X-a', '1']],
        body: Buffer.from(`${body}!`),
        connections,
      }),
    )
  return { port, sockets, requests, post }
}

test('requests one after another share a connection, each exact', async () => {
  const { port, sockets, requests, post } = await startServer(() => KEEP_ALIVE_ANSWER)
  for (const body of ['first', 'second', 'third']) expect(await post(body)).toMatchObject({ status: 200, error: null })
  expect(sockets).toHaveLength(1)
  expect(requests[1]).toBe(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-a: 1\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\nsecond!`,
  )
})

test('a request beside another gets a connection of its own', async () => {
  const { sockets, post } = await startServer(() => KEEP_ALIVE_ANSWER)
  await Promise.all([post('a'), post('b')])
  await Promise.all([post('c'), post('d')])
  expect(sockets).toHaveLength(2)
})

test.each<[string, number, string]>([
  [
    'a chunked response',
    1,
    'HTTP/1.1 200 OK\r\nconnection: Keep-Alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  ],
  ['a response without a body', 1, 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n'],
  ['a server that does not say that it keeps it', 2, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['a server that closes it', 2, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'],
  ['a server that keeps it for no time', 2, KEEP_ALIVE_ANSWER.replace('Content', 'Keep-Alive: timeout=0\r\nContent')],
  ['HTTP/1.0', 2, KEEP_ALIVE_ANSWER.replace('1.1', '1.0')],
  ['a byte after the body', 2, `${KEEP_ALIVE_ANSWER}x`],
  ['a byte after a chunked body', 2, 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nx'],
  ['a body where none may be', 2, 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok'],
  ['two lengths', 2, KEEP_ALIVE_ANSWER.replace('Content', 'Content-Length: 2\r\nContent')],
])('after %s, two requests take %i connections', async (_, count, answer) => {
  const { sockets, post } = await startServer(() => answer)
  for (const body of ['a', 'b']) expect(await post(body)).toMatchObject({ error: null })
  expect(sockets).toHaveLength(count)
})

test('a connection that the server closes while it is idle is not used', async () => {
  const { sockets, requests, post } = await startServer(() => KEEP_ALIVE_ANSWER)
  await post('a')
  const [socket] = sockets
  const closed = once(socket!, 'close')
  socket!.end()
  await closed
  expect(await post('b')).toMatchObject({ status: 200, error: null })
  expect(requests).toHaveLength(2)
})

test('a connection that breaks under a request fails it once, is not tried again by itself, and no other is kept for a while', async () => {
  const { sockets, requests, post } = await startServer((n) => (n === 2 ? null : KEEP_ALIVE_ANSWER))
  await post('a')
  expect(await post('b')).toMatchObject({ status: null, error: { code: 'connection_reset' } })
  for (const body of ['c', 'd']) expect(await post(body)).toMatchObject({ status: 200, error: null })
  expect(requests.map((request) => /Connection: (.*)\r/.exec(request)![1])).toEqual([
    'keep-alive',
    'keep-alive',
    'close',
    'close',
  ])
  expect(sockets).toHaveLength(3)
})

test('idle connections are closed', async () => {
  const { sockets, post } = await startServer(() => KEEP_ALIVE_ANSWER)
  await post('a')
  await vi.waitFor(() => expect(sockets[0]!.destroyed).toBe(true), { timeout: 5_000 })
  await post('b')
  const closed = once(sockets[1]!, 'close')
  connections.close()
  await closed
})
