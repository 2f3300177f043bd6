import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { IgnoredOffers } from '#lib/server/ignored-offers'
import { listen } from '#lib/server/listen'
import { allowHalfOpen, currentReply, watchTimeLimits } from '#lib/server/node-internals'
import { openRaw } from './raw-client'

// Facts about Node that the server relies on. CONTRIBUTING.md says how to check them on other versions.

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

async function portOf(server: Server): Promise<number> {
  open.push(server)
  return (await listen(server, 0, '127.0.0.1')).port
}
const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

test('finds the current reply of a connection, the first of several, and none after the last', async () => {
  const replies: ServerResponse[] = []
  const server = createServer((_req, res) => void replies.push(res))
  const connection = await openRaw(await portOf(server))
  connection.write(REQUEST, REQUEST)
  await expect.poll(() => replies.length).toBe(2)
  const { socket } = replies[0]!.req
  expect(currentReply(socket)).toBe(replies[0])
  replies[0]!.end('one')
  await once(replies[0]!, 'close')
  expect(currentReply(socket)).toBe(replies[1])
  replies[1]!.end('two')
  await once(replies[1]!, 'close')
  expect(currentReply(socket)).toBeNull()
  connection.socket.destroy()
})

test('a sender that closed its half gets its reply if half-open connections are allowed', async () => {
  for (const allowed of [true, false]) {
    const server = createServer((req, res) => req.socket.once('end', () => setImmediate(() => res.end('late'))))
    if (allowed) allowHalfOpen(server)
    const connection = await openRaw(await portOf(server))
    connection.write(REQUEST)
    connection.finish()
    const answer = await connection.answer().catch(() => null)
    expect(answer?.body.toString() ?? null).toBe(allowed ? 'late' : null)
  }
})

test('a server that never listens enforces time limits on connections passed to it', async () => {
  const limits = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 }
  const inner = createServer(limits, (_req, res) => res.end())
  watchTimeLimits(inner)
  const outer = createTcpServer((socket: Socket) => void inner.emit('connection', socket)).listen(0, '127.0.0.1')
  open.push(outer, { close: () => inner.close() })
  await once(outer, 'listening')
  const { port } = outer.address() as { port: number }
  const late = once(inner, 'clientError')
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\n')
  const [error, stuck] = (await late) as [NodeJS.ErrnoException, Socket]
  expect(error.code).toBe('ERR_HTTP_REQUEST_TIMEOUT')
  stuck.destroy()
  socket.destroy()
})

test('an offer of an upgrade that is ignored is read as an ordinary request, with all that follows, and its errors are reported', async () => {
  const offers = new IgnoredOffers()
  const seen: unknown[] = []
  const errors: (string | undefined)[] = []
  const create = () => {
    const each = createServer((req, res) => {
      offers.restore(req)
      seen.push([req.url, req.rawHeaders, { ...req.headers }, req.headersDistinct.upgrade])
      req.pipe(res.writeHead(200, { 'content-length': req.headers['content-length'] }))
    })
    allowHalfOpen(each)
    each.on('upgrade', (req, socket, head) => offers.pass(req, socket as Socket, head, ordinary))
    each.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      errors.push(error.code)
      socket.destroy()
    })
    return each
  }
  const [server, ordinary] = [create(), create()]
  const connection = await openRaw(await portOf(server))
  const offer = 'Host: x\r\nConnection: upgrade\r\nuPgrade: a\r\nX-Offer: mine\r\nUpgrade: b\r\n'
  connection.write(
    `POST /1 HTTP/1.1\r\n${offer}Content-Length: 3\r\n\r\nonePOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\ntwo`,
  )
  for (const body of ['one', 'two']) expect((await connection.answer()).body.toString()).toBe(body)
  connection.write(`POST /3 HTTP/1.1\r\n${offer}Content-Length: 5\r\n\r\nth`)
  connection.finish()
  await connection.closed
  expect(errors).toEqual(['HPE_INVALID_EOF_STATE'])
  const sent = ['Host', 'x', 'Connection', 'upgrade', 'uPgrade', 'a', 'X-Offer', 'mine', 'Upgrade', 'b', 'Content-Length']
  const headers = { host: 'x', connection: 'upgrade', upgrade: 'a, b', 'x-offer': 'mine' }
  expect(seen).toEqual([
    ['/1', [...sent, '3'], { ...headers, 'content-length': '3' }, ['a', 'b']],
    ['/2', ['Host', 'x', 'Content-Length', '3'], { host: 'x', 'content-length': '3' }, undefined],
    ['/3', [...sent, '5'], { ...headers, 'content-length': '5' }, ['a', 'b']],
  ])
})
