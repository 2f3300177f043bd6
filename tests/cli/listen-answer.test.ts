import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { captureId } from '#lib/core/ids'
import type { StoredBin } from '#lib/store/stored-bin'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { openStream } from '../server/stream-client'
import { environmentOf, ownerOf, recordsOf, startListening } from './listening'
import { runCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const RESPONSE = { response: { status: 202, headers: [], body: 'from the bin', delayMs: 0 } } as const
const send = (bin: StoredBin, init: RequestInit = {}) =>
  fetch(`${creel.url}/in/${bin.id}/x`, { method: 'POST', body: 'hello', ...init })
const replyOf = async (bin: StoredBin, seq: number) => (await creel.stored(bin, seq)).reply
const replied = (bin: StoredBin, seq: number, reply: object) =>
  vi.waitFor(async () => expect(await replyOf(bin, seq)).toMatchObject(reply))

test("the sender gets the target's answer: status, bytes, and the headers that a bin's response may have", async () => {
  const bin = await creel.createBin(RESPONSE)
  const body = Buffer.from([0, 255, 10, 200])
  const head = 'HTTP/1.1 418 Teapot\r\nX-Mine: a\r\nX-Mine: b\r\nSet-Cookie: s=1\r\nAlt-Svc: h3=":1"\r\nContent-Length: 4\r\n\r\n'
  const receiver = await startReceiver(Buffer.concat([Buffer.from(head), body]))
  await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '20s'])
  const watcher = await openStream(creel)
  await watcher.subscribe(bin.id)
  const answer = await send(bin)
  expect(answer.status).toBe(418)
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(body)
  expect(answer.headers.get('x-mine')).toBe('a, b')
  expect([answer.headers.get('set-cookie'), answer.headers.get('alt-svc')]).toEqual([null, null])
  expect(answer.headers.get('x-creel-capture')).toBe(captureId(bin.captureTag, 1))
  expect(answer.headers.get('content-security-policy')).toBe('sandbox')
  await replied(bin, 1, { status: 418, by: 'listener' })
  const updated = { binId: bin.id, seq: 1, reply: { status: 418, by: 'listener' } }
  await vi.waitFor(() => expect(watcher.heard.find(([name]) => name === 'capture:updated')?.[1]).toMatchObject(updated))
  expect(watcher.captures[0]!.reply).toBeNull() // while its sender waited
  watcher.close()
})

test('the capture is stored and can be fetched while its sender waits', async () => {
  const bin = await creel.createBin()
  let answer = () => {}
  const receiver = await startReceiver((socket) => {
    answer = () => socket.end(CLOSING_ANSWER)
  })
  await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '20s'])
  const waiting = send(bin)
  await vi.waitFor(() => expect(receiver.requests).toHaveLength(1))
  expect(await ownerOf(creel).getCapture({ bin: bin.id, capture: captureId(bin.captureTag, 1) })).toMatchObject({ reply: null })
  answer()
  expect(await (await waiting).text()).toBe('ok')
})

test("the sender gets the bin's response if the target takes too long", async () => {
  const bin = await creel.createBin({ response: { ...RESPONSE.response, headers: [], delayMs: 25_000 } })
  const receiver = await startReceiver(() => {})
  await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '300ms'])
  const startedAt = performance.now()
  const answer = await send(bin)
  expect([answer.status, await answer.text()]).toEqual([202, 'from the bin'])
  expect(answer.headers.get('x-creel-delay')).toBe('skipped')
  expect(performance.now() - startedAt).toBeGreaterThan(290)
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  await replied(bin, 1, { status: 202, by: 'response', delayMs: 25_000 })
})

test("without a listening target or a matching route, the sender gets the bin's response at once, and the target gets the capture later", async () => {
  const bin = await creel.createBin(RESPONSE)
  const receiver = await startReceiver(CLOSING_ANSWER)
  const gone = await startReceiver(CLOSING_ANSWER)
  const to = ['--route', `path:/x -> localhost:${receiver.port}`, '--route', 'path:/gone -> localhost:1']
  await startListening(creel, bin, [...to, '--answer', '20s'])
  expect((await fetch(`${creel.url}/in/${bin.id}/gone`)).status).toBe(202)
  expect((await fetch(`${creel.url}/in/${bin.id}/gone`)).status).toBe(202)
  expect((await fetch(`${creel.url}/in/${bin.id}/other`)).status).toBe(202)
  expect((await send(bin)).status).toBe(200)
  await replied(bin, 1, { by: 'response' })
  expect(gone.requests).toEqual([])
}, 15_000)

test.each([
  ['malformed', 'nonsense\r\n\r\n', ''],
  ['a reset', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(), ''],
  ['too long', `HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n${'x'.repeat(262_145)}`, 'over 262144 bytes'],
])("%s answer of the target: the bin's response", async (_, behaviour, said) => {
  const bin = await creel.createBin(RESPONSE)
  const receiver = await startReceiver(behaviour as string)
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '2s'])
  expect(await (await send(bin)).text()).toBe('from the bin')
  expect(cli.stderr()).toContain(said)
})

test('refused senders and preflights do not wait for the target', async () => {
  const bin = await creel.createBin(RESPONSE)
  await ownerOf(creel).updateBin({ bin: bin.id, body: { require: { auth: { type: 'bearer', token: 'abc' } } } })
  const receiver = await startReceiver(() => {})
  await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '25s'])
  expect((await send(bin)).status).toBe(401)
  const headers = { origin: 'http://x.example', 'access-control-request-method': 'POST' }
  expect((await send(bin, { method: 'OPTIONS', body: null, headers })).status).toBe(204)
  expect(await replyOf(bin, 1)).toMatchObject({ status: 401, by: 'gate' })
})

test("a waiting sender gets the bin's response at once if the listener leaves", async () => {
  const bin = await creel.createBin(RESPONSE)
  const receiver = await startReceiver(() => {})
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`, '--answer', '25s'])
  const waiting = send(bin)
  await vi.waitFor(() => expect(receiver.requests).toHaveLength(1))
  cli.ctrlC()
  expect((await waiting).status).toBe(202)
  await cli.ended
  expect(creel.runtime.listeners.of(bin.id)).toEqual([])
  expect((await send(bin)).status).toBe(202)
})

test('the latest of two listeners answers; one without --answer holds no sender', async () => {
  const bin = await creel.createBin(RESPONSE)
  const [first, second, third] = [
    await startReceiver('HTTP/1.1 201 x\r\n\r\n'),
    await startReceiver('HTTP/1.1 203 x\r\n\r\n'),
    await startReceiver(CLOSING_ANSWER),
  ]
  await startListening(creel, bin, ['--to', `${first.port}`, '--answer', '20s', '--name', 'first'])
  await startListening(creel, bin, ['--to', `${second.port}`, '--answer', '20s', '--name', 'second'])
  await startListening(creel, bin, ['--to', `${third.port}`, '--name', 'third'])
  expect((await send(bin)).status).toBe(203)
  const { listeners } = await ownerOf(creel).listListeners({ bin: bin.id })
  expect(listeners.map(({ name, answerMs }) => [name, answerMs])).toEqual([
    ['third', null],
    ['second', 20_000],
    ['first', 20_000],
  ])
})

test('with a read-only key, --answer exits with 3; without the flag captures are sent as before', async () => {
  const bin = await creel.createBin()
  const { accessKey } = await ownerOf(creel).createKey({ body: { scope: 'read' } })
  const env = { ...environmentOf(creel), CREEL_KEY: accessKey }
  const refused = await runCli(['listen', bin.id, '--to', '3000', '--answer', '1s'], { env })
  expect(refused.code).toBe(3)
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`], { env })
  await send(bin)
  await cli.until(() => recordsOf(cli, 'delivery').length === 1)
  expect(creel.runtime.listeners.of(bin.id)).toEqual([])
})

test.each([
  [['--answer', '31s', '--to', '3000'], '30s'],
  [['--answer', '0s', '--to', '3000'], '30s'],
  [['--answer', '5s', '--exec', 'cat'], '--to'],
])('%j is refused', async (args, said) => {
  const { code, stderr } = await runCli(['listen', 'bin', ...args], { env: environmentOf(creel) })
  expect(code).toBe(2)
  expect(stderr).toContain(said)
})

// Must be the last test, because it starts a second Creel, which replaces the first one in this process.
test("when too many replies are waiting, the next sender gets the bin's response at once", async () => {
  const small = await startCreel({ fallback: answerRest, env: { CREEL_LIMIT_DELAYED_REPLIES: '1' } })
  try {
    const bin = await small.createBin(RESPONSE)
    const receiver = await startReceiver(() => {})
    await startListening(small, bin, ['--to', `${receiver.port}`, '--answer', '25s'])
    const leaving = new AbortController()
    const first = fetch(`${small.url}/in/${bin.id}`, { signal: leaving.signal })
    first.catch(() => {})
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(1))
    expect((await fetch(`${small.url}/in/${bin.id}`)).status).toBe(202)
    leaving.abort()
    await vi.waitFor(() => expect(small.runtime.limits.delayedReplies.taken).toBe(0))
  } finally {
    await small.close()
  }
})
