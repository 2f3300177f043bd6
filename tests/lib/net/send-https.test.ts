import { createServer, type Socket } from 'node:net'
import { connect, createServer as createTlsServer } from 'node:tls'
import { expect, test } from 'vitest'
import { createSender } from '#lib/net/create-sender'
import { aRequest, fakeResolve } from './a-request'
import { CLOSING_ANSWER, listenFor, startReceiver } from './receiver'
import { selfSigned } from './self-signed'

const tls = selfSigned(['localhost', 'hooks.example'])
const resolve = fakeResolve(['127.0.0.1'])
const trusting = createSender({ resendAllow: ['127.0.0.1/32'], trustedCa: tls.cert, resolve })

test('sends the same bytes over TLS, with the name of the URL in SNI and Host', async () => {
  const names: unknown[] = []
  const { port, requests } = await startReceiver(
    (socket) => {
      names.push(servername(socket))
      socket.end(CLOSING_ANSWER)
    },
    { tls },
  )
  const body = Buffer.from([0, 255, 13, 10])
  const sent = await trusting(
    aRequest(`https://HOOKS.example:${port}/a//b?c`, {
      headers: [
        ['X-B', '1'],
        ['x-b', '2'],
      ],
      body,
    }),
  )
  expect(sent).toMatchObject({ status: 200, error: null })
  expect(requests[0]!.toString('latin1')).toBe(
    `POST /a//b?c HTTP/1.1\r\nHost: hooks.example:${port}\r\nX-B: 1\r\nx-b: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\0\xff\r\n`,
  )
  await trusting(aRequest(`https://hooks.example.:${port}/`))
  expect(names).toEqual(['hooks.example', 'hooks.example']) // SNI has no trailing dot (RFC 6066 section 3)
  const { dnsMs, connectMs, firstByteMs } = sent.timings
  expect(dnsMs!).toBeLessThan(connectMs!)
  expect(connectMs!).toBeLessThan(firstByteMs!)
})

test('checks the certificate against the address if the URL has one, and sends no SNI', async () => {
  const names: unknown[] = []
  const { port } = await startReceiver(
    (socket) => {
      names.push(servername(socket))
      socket.end(CLOSING_ANSWER)
    },
    { tls },
  )
  expect(await trusting(aRequest(`https://127.0.0.1:${port}/`))).toMatchObject({ status: 200, error: null })
  expect(names).toEqual([false])
})

test.each([
  [
    'self-signed',
    tls,
    createSender({ resendAllow: ['127.0.0.1/32'], resolve }),
    'localhost',
    /self-signed; .*NODE_EXTRA_CA_CERTS/,
  ],
  ['for another name', tls, trusting, 'other.example', /for another name/],
])('a certificate that is %s is tls_failed, and nothing is sent', async (_what, cert, send, name, why) => {
  const { port, requests } = await startReceiver(CLOSING_ANSWER, { tls: cert })
  const sent = await send(aRequest(`https://${name}:${port}/`))
  expect(sent.error).toEqual({ code: 'tls_failed', message: expect.stringMatching(why) })
  expect(sent.status).toBeNull()
  expect(requests).toEqual([])
})

test('an expired certificate is tls_failed', async () => {
  const expired = selfSigned(['localhost'], { days: -1 })
  const { port } = await startReceiver(CLOSING_ANSWER, { tls: expired })
  const send = createSender({ resendAllow: ['127.0.0.1/32'], resolve, trustedCa: expired.cert })
  const { error } = await send(aRequest(`https://localhost:${port}/`))
  expect(error).toEqual({ code: 'tls_failed', message: expect.stringContaining('has expired') })
})

test.each<[string, (socket: Socket) => void, RegExp]>([
  [
    'answers in clear text',
    (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    /does not speak a supported version of TLS.*is it http\?/,
  ],
  ['closes', (socket) => socket.end(), /closed the connection during the handshake/],
  ['resets', (socket) => socket.resetAndDestroy(), /closed the connection during the handshake/],
  [
    'breaks off in a record',
    (socket) => socket.end(Buffer.from([22, 3, 3, 0, 200, 2, 0])),
    /closed the connection during the handshake/,
  ],
])('a target that %s in the handshake is tls_failed', async (_what, behave, why) => {
  const port = await listenFor(
    createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => behave(socket))
    }),
  )
  const { error } = await trusting(aRequest(`https://localhost:${port}/`))
  expect(error).toEqual({ code: 'tls_failed', message: expect.stringMatching(why) })
})

test('an endless handshake is timed_out', async () => {
  const port = await listenFor(createServer((socket) => socket.on('error', () => {})))
  const { error } = await trusting(aRequest(`https://localhost:${port}/`, { timeoutMs: 200 }))
  expect(error).toEqual({ code: 'timed_out', message: expect.stringContaining('handshake was not done') })
})

test('a TLS stream cut off during the answer is response_incomplete', async () => {
  const server = createTlsServer(tls)
  const raw = new Set<Socket>()
  server.on('connection', (socket: Socket) => raw.add(socket))
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', () => {
        for (const each of raw) each.destroy() // without a TLS close_notify
      }),
    )
  })
  const port = await listenFor(server)
  const sent = await trusting(aRequest(`https://localhost:${port}/`))
  expect(sent).toMatchObject({ status: 200, error: { code: 'response_incomplete' } })
  expect(String(sent.responseBody)).toBe('half')
})

test('explains that a port speaks TLS when called with http', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER, { tls })
  const { error } = await trusting(aRequest(`http://localhost:${port}/`))
  expect(error?.code).toMatch(/^(connection_reset|response_malformed)$/)
})

test('TLS accepts the certificate that these tests create', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER, { tls })
  const authorized = await new Promise<boolean>((done) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: tls.cert }, () => {
      done(socket.authorized)
      socket.destroy()
    })
  })
  expect(authorized).toBe(true)
})

/** The client's SNI name, or false. Node's types lack it. */
function servername(socket: Socket): unknown {
  return (socket as Socket & { servername?: unknown }).servername
}
