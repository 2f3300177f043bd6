import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLIENT_ADDRESS_HEADER } from '#lib/core/client-address'
import { type RawAnswer, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

let creel: Creel
let behindProxy: Creel
const pages: { policies: (string | undefined)[]; addresses: unknown[] } = { policies: [], addresses: [] }
beforeAll(async () => {
  creel = await startCreel({
    fallback: (req, res) => {
      pages.addresses.push(req.headers[CLIENT_ADDRESS_HEADER])
      pages.policies.push(req.headers['content-security-policy'] as string | undefined)
      if (req.url === '/api/own') res.setHeader('content-security-policy', 'its own')
      res.writeHead(200, { 'content-length': '4' }).end('page')
    },
  })
  behindProxy = await startCreel({
    env: { CREEL_TRUST_PROXY: '1' },
    fallback: (_req, res) => res.writeHead(200, { 'content-length': '4' }).end('page'),
  })
})
afterAll(() => Promise.all([creel.close(), behindProxy.close()]))

const get = (target: string, headers = ''): Promise<RawAnswer> =>
  sendRaw(creel.port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`)

function directive(policy: string, name: string): string {
  return policy.split('; ').find((each) => each.startsWith(`${name} `))!
}

test('a page may run only scripts with its nonce, and must not be framed', async () => {
  const answer = await get('/bins/x')
  const policy = answer.header('content-security-policy')!
  expect(directive(policy, 'script-src')).toMatch(/^script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'$/)
  expect(directive(policy, 'default-src')).toBe("default-src 'none'")
  expect(directive(policy, 'frame-ancestors')).toBe("frame-ancestors 'none'")
  expect(directive(policy, 'base-uri')).toBe("base-uri 'none'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  })
})

test('a page may connect only to itself and to a separate capture origin', async () => {
  expect(directive((await get('/')).header('content-security-policy')!, 'connect-src')).toBe("connect-src 'self'")
  const withCaptureOrigin = await startCreel({
    env: { CREEL_ORIGIN: 'https://creel.example', CREEL_CAPTURE_ORIGIN: 'https://hooks.example' },
    fallback: (_req, res) => res.writeHead(200, { 'content-length': '4' }).end('page'),
  })
  const answer = await sendRaw(withCaptureOrigin.port, 'GET / HTTP/1.1\r\nHost: creel.example\r\n\r\n')
  expect(directive(answer.header('content-security-policy')!, 'connect-src')).toBe("connect-src 'self' https://hooks.example")
  await withCaptureOrigin.close()
})

test('each page has a new nonce, which Next gets whatever the caller sends', async () => {
  pages.policies.length = 0
  const said = "Content-Security-Policy: script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAA=='\r\n"
  const answers = [await get('/', said), await get('/', said)]
  const policies = answers.map((answer) => answer.header('content-security-policy'))
  expect(new Set(policies).size).toBe(2)
  expect(pages.policies).toEqual(policies)
})

test("passes the caller's real address to route handlers, whatever the caller sends", async () => {
  pages.addresses.length = 0
  await get('/api/v1/bins', 'X-Creel-Client-Address: 203.0.113.1\r\nX-Forwarded-For: 203.0.113.2\r\n')
  expect(pages.addresses).toEqual(['127.0.0.1'])
})

test('files and the live stream are same-origin only, and their policy does not restrict workers that load them', async () => {
  for (const target of ['/_next/static/chunks/a.js', '/socket.io']) {
    const answer = await get(target)
    expect(answer.header('cross-origin-resource-policy')).toBe('same-origin')
    expect(answer.header('x-content-type-options')).toBe('nosniff')
    expect(answer.header('content-security-policy')).toBeNull()
  }
})

test('REST sets its own policy, and requests that fail before REST also get one', async () => {
  const policies = async (target: string) =>
    (await get(target)).headers.filter(([name]) => name.toLowerCase() === 'content-security-policy')
  expect(await policies('/api/v1/bins')).toEqual([['content-security-policy', "default-src 'none'; frame-ancestors 'none'"]])
  expect(await policies('/api/own')).toEqual([['content-security-policy', 'its own']])
  expect(JSON.stringify(await policies('/apiary'))).toContain('nonce-')
})

test('sends strict-transport-security only over https', async () => {
  const hsts = async (headers: string) =>
    (await sendRaw(behindProxy.port, `GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`)).header('strict-transport-security')
  expect(await hsts('X-Forwarded-Proto: https\r\n')).toBe('max-age=31536000')
  expect(await hsts('X-Forwarded-Proto: http\r\n')).toBeNull()
  expect(await hsts('')).toBeNull()
  expect((await get('/', 'X-Forwarded-Proto: https\r\n')).header('strict-transport-security')).toBeNull()
})
