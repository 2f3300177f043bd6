import { expect, test } from 'vitest'
import { type AppError, isAppError } from '#lib/core/errors'
import { createSender } from '#lib/net/create-sender'
import { aRequest, fakeResolve } from './a-request'
import { CLOSING_ANSWER, startReceiver } from './receiver'

const emptyResolve = fakeResolve([])

/** The guard's refusal of this target; fails if the guard allows it. */
async function refusal(
  url: string,
  { resendAllow = [], resolve = emptyResolve }: Partial<Parameters<typeof createSender>[0]> = {},
) {
  const outcome: unknown = await createSender({ resendAllow, resolve })(aRequest(url)).catch((error) => error)
  expect(isAppError(outcome), JSON.stringify(outcome)).toBe(true)
  const { code, message } = outcome as AppError
  expect(code).toBe('target_forbidden')
  return message
}

// Different notations of the same few addresses.
test.each([
  'http://127.0.0.1/',
  'http://127.0.0.1:8080/',
  'https://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0x7f000001/',
  'http://0X7F.0x0.0X0.0x1/',
  'http://0177.0.0.1/',
  'http://0177.0.0.0x1/',
  'http://127.0.0.1./',
  'http://127。0。0。1/',
  'http://１２７.0.0.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://%31%32%37.0.0.1/',
  'http://0/',
  'http://0.0.0.0:8000/',
  'http://0x0/',
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://167772161/',
  'http://012.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://0xac100001/',
  'http://192.168.1.1/',
  'http://3232235777/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://168.63.129.16/',
  'http://100.100.100.200/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'http://198.18.0.1/',
  'http://192.0.2.1/',
  'http://[::1]/',
  'http://[::1]:3001/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::127.0.0.1]/',
  'http://[::7f00:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2001::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[5f00::1]/',
])('refuses %s without looking anything up', async (url) => {
  expect(await refusal(url)).toMatch(/it is .+ address/)
  expect(emptyResolve.asked).toEqual([])
})

test.each([
  ['http://localhost:3001/', ['127.0.0.1']],
  ['http://localhost:3001/', ['::1', '127.0.0.1']],
  ['http://LOCALHOST./', ['127.0.0.1']],
  ['http://app.localhost/', ['::1']],
  ['http://127.0.0.1.nip.example/', ['127.0.0.1']],
  ['http://internal.example/', ['10.1.2.3']],
  ['http://metadata.google.internal/', ['169.254.169.254']],
  ['http://mapped.example/', ['::ffff:127.0.0.1']],
  ['http://zone.example/', ['fe80::1%eth0']],
  ['http://strange.example/', ['not an address']],
  ['http://first.example/', ['10.0.0.1', '93.184.216.34']],
  ['http://last.example/', ['93.184.216.34', '2606:4700:4700::1111', '10.0.0.1']],
  ['https://v6.example/', ['93.184.216.34', 'fd00::1']],
])('refuses %s, which resolves to %j', async (url, answers) => {
  expect(await refusal(url, { resolve: fakeResolve(answers) })).toContain('resolves to')
})

test.each([1, 20, 21, 22, 23, 25, 53, 79, 81, 110, 143, 389, 442, 444, 445, 465, 587, 993, 1023, 0])(
  'refuses port %i',
  async (port) => {
    expect(await refusal(`http://93.184.216.34:${port}/`)).toContain(`port ${port} is not one of 80, 443 and those from 1024 up`)
  },
)

test.each([
  [2375, 'Docker'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [6379, 'Redis'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
])('refuses port %i, that of %s, on an allowed address too', async (port, service) => {
  expect(await refusal(`http://93.184.216.34:${port}/`)).toContain(`port ${port} is the port of ${service}`)
  expect(await refusal(`http://127.0.0.1:${port}/`, { resendAllow: ['127.0.0.1/32'] })).toContain(service)
})

test('tells a developer whose target is on their own machine exactly what to set', async () => {
  expect(await refusal('http://localhost:3001/hook', { resolve: fakeResolve(['127.0.0.1']) })).toBe(
    'A resend may not reach localhost:3001: localhost resolves to 127.0.0.1, a loopback address, this machine itself. The operator of this ' +
      'Creel can allow it: start it with CREEL_RESEND_ALLOW=localhost:3001 npm start (this host and port) or ' +
      'CREEL_RESEND_ALLOW=127.0.0.1/32 npm start (any port).',
  )
})

test.each([
  ['http://localhost:3001/', ['::1', '127.0.0.1']],
  ['http://127.0.0.1:3001/', []],
  ['http://[::1]:3001/', []],
  ['http://[::ffff:127.0.0.1]:3001/', []],
  ['http://internal.example.:3001/', ['127.0.0.3', '::1']],
])('the setting suggested by the refusal of %s allows it', async (url, answers) => {
  const advice = [...(await refusal(url, { resolve: fakeResolve(answers) })).matchAll(/CREEL_RESEND_ALLOW=(\S+)/g)]
  expect(advice).toHaveLength(2)
  for (const [, entries] of advice) {
    const send = createSender({ resendAllow: entries!.split(','), resolve: fakeResolve(answers) })
    await send(aRequest(url, { timeoutMs: 500 })) // rejects only if the guard refuses
  }
})

test('dials exactly the address that was checked, so a name that changes between two look-ups gains nothing', async () => {
  const inner = await startReceiver(CLOSING_ANSWER, { host: '127.0.0.2' })
  const resolve = fakeResolve(['127.0.0.1'], ['127.0.0.2'])
  const send = createSender({ resendAllow: ['127.0.0.1/32'], resolve })
  // The first look-up's address is allowed, but nothing listens there. A second look-up would reach the server on the other address.
  expect((await send(aRequest(`http://rebind.example:${inner.port}/`))).error?.code).toBe('connection_refused')
  expect(resolve.asked).toEqual(['rebind.example'])
  await expect(send(aRequest(`http://rebind.example:${inner.port}/`))).rejects.toMatchObject({ code: 'target_forbidden' })
  expect(resolve.asked).toHaveLength(2)
  expect(inner.connections()).toBe(0)
})

test('does not dial a name at all if one of its addresses is refused', async () => {
  const open = await startReceiver(CLOSING_ANSWER, { host: '127.0.0.1' })
  const send = createSender({ resendAllow: ['127.0.0.1/32'], resolve: fakeResolve(['127.0.0.1', '10.0.0.1']) })
  await expect(send(aRequest(`http://two.example:${open.port}/`))).rejects.toThrow('two.example resolves to 10.0.0.1, a private')
  expect(open.connections()).toBe(0)
})

test('dials localhost at its allowed address, although the other one is refused', async () => {
  const { port, connections } = await startReceiver(CLOSING_ANSWER, { host: '127.0.0.2' })
  const localhost = (...answers: string[]) =>
    createSender({ resendAllow: ['127.0.0.1/32'], resolve: fakeResolve(answers) })(aRequest(`http://localhost:${port}/`))
  expect((await localhost('127.0.0.2', '127.0.0.1')).error?.code).toBe('connection_refused')
  expect(connections()).toBe(0)
  const open = await startReceiver(CLOSING_ANSWER)
  const send = createSender({ resendAllow: ['127.0.0.1/32'], resolve: fakeResolve(['::1', '127.0.0.1']) })
  expect((await send(aRequest(`http://localhost:${open.port}/`))).status).toBe(200)
})

test('host:port opens a name at any address, and nothing else', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  const resolve = fakeResolve(['127.0.0.1'])
  const resendAllow = [`receiver:${port}`]
  expect((await createSender({ resendAllow, resolve })(aRequest(`http://RECEIVER:${port}/`))).status).toBe(200)
  await refusal(`http://receiver:${port + 1}/`, { resendAllow, resolve })
  await refusal(`http://other:${port}/`, { resendAllow, resolve })
  await refusal(`http://127.0.0.1:${port}/`, { resendAllow, resolve })
})

test('host:port opens a port that is otherwise refused', async () => {
  const resolve = fakeResolve([])
  const { error } = await createSender({ resendAllow: ['cache:6379'], resolve })(aRequest('http://cache:6379/'))
  expect(error?.code).toBe('dns_failed') // the guard allowed it, so the look-up ran
})

test('returns a redirect into the private network and does not follow it', async () => {
  const inner = await startReceiver(CLOSING_ANSWER, { host: '127.0.0.2' })
  const { port } = await startReceiver(
    `HTTP/1.1 307 Go\r\nLocation: http://127.0.0.2:${inner.port}/\r\nContent-Length: 0\r\n\r\n`,
  )
  expect((await createSender({ resendAllow: ['127.0.0.1/32'] })(aRequest(`http://127.0.0.1:${port}/`))).status).toBe(307)
  expect(inner.connections()).toBe(0)
})

test('a refused target gets no packet', async () => {
  const { port, connections } = await startReceiver(CLOSING_ANSWER)
  await refusal(`http://127.0.0.1:${port}/`)
  await createSender({ resendAllow: ['127.0.0.1/32'] })(aRequest(`http://127.0.0.1:${port}/`)) // if a packet had been sent, it would arrive before this one
  expect(connections()).toBe(1)
})

test('"loopback" allows a local receiver by address and by name', async () => {
  const { port } = await startReceiver(CLOSING_ANSWER)
  const send = createSender({ resendAllow: ['loopback'], resolve: fakeResolve(['127.0.0.1']) })
  expect((await send(aRequest(`http://127.0.0.1:${port}/`))).status).toBe(200)
  expect((await send(aRequest(`http://localhost:${port}/`))).status).toBe(200)
})

test('"loopback" refuses a foreign name that resolves to this machine', async () => {
  const { port, connections } = await startReceiver(CLOSING_ANSWER)
  const resolve = fakeResolve(['127.0.0.1'])
  expect(await refusal(`http://rebind.example:${port}/`, { resendAllow: ['loopback'], resolve })).toContain(
    'resolves to 127.0.0.1',
  )
  expect(connections()).toBe(0)
})

test('"loopback" still refuses the ports of databases and other services', async () => {
  expect(await refusal('http://127.0.0.1:6379/', { resendAllow: ['loopback'] })).toContain('the port of Redis')
  expect(await refusal('http://localhost:22/', { resendAllow: ['loopback'] })).toContain('not one of 80, 443')
})

test('the suggested setting keeps this machine reachable if it was', async () => {
  expect(await refusal('http://192.168.1.5:4000/', { resendAllow: ['loopback'] })).toContain(
    'CREEL_RESEND_ALLOW=loopback,192.168.1.5/32 npm start',
  )
})
