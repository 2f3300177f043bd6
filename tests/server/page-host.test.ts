import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextRefusal } from './next-refusal'
import { openRaw, type RawAnswer, sendRaw } from './raw-client'
import { type Creel, type StartOptions, startCreel } from './start-creel'

const fallback: StartOptions['fallback'] = (_req, res) => res.writeHead(200, { 'content-length': '4' }).end('page')
const page = (creel: Creel, host: string, target = '/'): Promise<RawAnswer> =>
  sendRaw(creel.port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)

/** Starts a Creel for a block of tests. */
function withCreel(env: Record<string, string>): () => Creel {
  let creel: Creel
  beforeAll(async () => {
    creel = await startCreel({ env, fallback })
  })
  afterAll(() => creel.close())
  return () => creel
}

describe('on a developer’s machine', () => {
  const creel = withCreel({})

  test.each([
    'localhost',
    'LOCALHOST:3000',
    'app.localhost:1',
    '127.0.0.1',
    '127.1.2.3:80',
    '[::1]:3000',
    '192.168.1.5:3000',
    '[fe80::1]',
  ])('pages answer to %s', async (host) => expect((await page(creel(), host)).status).toBe(200))

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'notlocalhost', '', '0x7f000001', '2130706433'])(
    'pages, REST and sockets do not answer to "%s", which another site may have pointed at this machine',
    async (host) => {
      for (const target of ['/', '/api/v1/bins', '/socket.io/?EIO=4&transport=polling']) {
        const answer = await page(creel(), host, target)
        expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([421, 'wrong_host'])
      }
    },
  )

  test('names the setting, and counts the refusal', async () => {
    const refused = nextRefusal(creel())
    const answer = await page(creel(), 'abc.tunnel.example')
    expect(JSON.parse(answer.body.toString()).detail).toContain('CREEL_ORIGIN=')
    expect(await refused).toBe('wrong_host')
  })

  test('refuses a WebSocket under a foreign name before socket.io sees it', async () => {
    const connection = await openRaw(creel().port)
    connection.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    expect((await connection.answer()).status).toBe(421)
    await connection.closed
  })

  test('captures and health checks answer under any name', async () => {
    const bin = await creel().createBin()
    expect((await page(creel(), 'hooks.tunnel.example', `/in/${bin.id}`)).status).toBe(200)
    expect((await page(creel(), 'lb.internal', '/healthz')).status).toBe(200)
  })

  test('ignores X-Forwarded-Host of an untrusted proxy', async () => {
    const head = 'GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n\r\n'
    expect((await sendRaw(creel().port, head)).status).toBe(421)
  })
})

describe('with CREEL_ORIGIN', () => {
  const creel = withCreel({ CREEL_ORIGIN: 'https://creel.example', HOST: '0.0.0.0', CREEL_TRUST_PROXY: '1' })

  test.each(['creel.example', 'Creel.Example:443', 'localhost:3000', '127.0.0.1'])('pages answer to %s', async (host) =>
    expect((await page(creel(), host)).status).toBe(200),
  )

  test.each(['creel.example:8443', 'www.creel.example', '203.0.113.5', 'creel.example.', 'creel.example.evil'])(
    'pages do not answer to %s',
    async (host) => expect((await page(creel(), host)).status).toBe(421),
  )

  test("trusts the trusted proxy's X-Forwarded-Host", async () => {
    const forwarded = (host: string) =>
      sendRaw(creel().port, `GET / HTTP/1.1\r\nHost: 10.0.0.1:3000\r\nX-Forwarded-Host: ${host}\r\n\r\n`)
    expect((await forwarded('creel.example')).status).toBe(200)
    expect((await forwarded('creel.example, evil.example')).status).toBe(421)
  })
})

describe('with other machines allowed to connect and no origin set', () => {
  const creel = withCreel({ HOST: '0.0.0.0' })

  test('answers under any name, because the right one is unknown', async () => {
    expect((await page(creel(), 'anything.example')).status).toBe(200)
  })
})
