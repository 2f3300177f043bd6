import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { CLOSING_ANSWER, listenFor, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { sendRaw } from '../server/raw-client'
import { type Creel, startCreel } from '../server/start-creel'
import { post } from '../server/stream-client'
import { environmentOf, ownerOf, recordsOf, sent, seqsOf, startListening } from './listening'
import { type CliOptions, emptyDirectory, isReady, runCli, startCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const env = () => environmentOf(creel)
const owner = () => ownerOf(creel)
const listening = (bin: StoredBin, args: readonly string[], options: CliOptions = {}) => startListening(creel, bin, args, options)

test('sends the exact request: method, path and query, header order, case and duplicates, bytes', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await listening(bin, ['--to', `${receiver.port}`])
  const head = `PUT /in/${bin.id}/a%2Fb/./c?x=1&x=%20 HTTP/1.1\r\nHost: 127.0.0.1:${creel.port}\r\n`
  const kept = 'X-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Type: application/octet-stream\r\n'
  await sendRaw(
    creel.port,
    Buffer.concat([Buffer.from(`${head}${kept}Content-Length: 4\r\nConnection: close\r\n\r\n`), Buffer.from([0, 255, 13, 10])]),
  )
  await cli.until(sent(1))
  expect(receiver.requests[0]!.toString('latin1')).toBe(
    `PUT /a%2Fb/./c?x=1&x=%20 HTTP/1.1\r\nHost: localhost:${receiver.port}\r\n${kept}x-creel-hops: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\0ÿ\r\n`,
  )
})

test('prints that it is ready and then each delivery, which is also stored on the server', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver('HTTP/1.1 201 Created\r\nX-Y: 1\r\nContent-Length: 3\r\n\r\nyes')
  const cli = await listening(bin, ['--to', `http://127.0.0.1:${receiver.port}`, '--name', 'laptop'])
  expect(cli.records()[0]).toMatchObject({
    type: 'ready',
    bin: bin.id,
    captureUrl: `${creel.url}/in/${bin.id}`,
    lastSeq: 0,
    name: 'laptop',
  })
  await post(creel, bin.id, 1)
  await cli.until(sent(1))
  expect(recordsOf(cli, 'delivery')[0]).toMatchObject({
    seq: 1,
    method: 'POST',
    path: '/',
    status: 201,
    attempt: 1,
    last: true,
    error: null,
  })
  cli.ctrlC()
  expect(await cli.ended).toBe(130)
  const [capture] = (await owner().listCaptures({ bin: bin.id })).captures
  const { deliveries } = await owner().listDeliveries({ bin: bin.id, capture: capture!.id })
  expect(deliveries).toHaveLength(1)
  expect(deliveries[0]).toMatchObject({ via: 'cli', status: 201, attempt: 1, responseBody: { data: 'yes' } })
  expect(await owner().getCursor({ bin: bin.id, name: 'laptop' })).toEqual({ seq: 1 })
})

test('starts with new captures at the first run, and later with those that arrived while it was off', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  await post(creel, bin.id, 3)
  const first = await listening(bin, ['--to', `${receiver.port}`])
  await post(creel, bin.id, 1)
  await first.until(sent(1))
  first.ctrlC()
  await first.ended
  expect(seqsOf(first)).toEqual([4])
  await post(creel, bin.id, 5, 1)
  const second = await listening(bin, ['--to', `${receiver.port}`, '--in-order', '--exit-after', '5'])
  expect(await second.ended).toBe(0)
  expect(seqsOf(second)).toEqual([5, 6, 7, 8, 9])
})

test.each([
  ['new', []],
  ['3', [3, 4]],
  ['0', [1, 2, 3, 4]],
  ['10m', [1, 2, 3, 4]],
])('--from %s', async (from, seqs) => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  await post(creel, bin.id, 4, 1)
  const cli = await listening(bin, ['--to', `${receiver.port}`, '--from', from, '--in-order'])
  await post(creel, bin.id, 1)
  await cli.until(sent(seqs.length + 1))
  expect(seqsOf(cli)).toEqual([...seqs, 5])
})

test('while nothing listens at the target, reports that once and waits, then sends everything in order', async () => {
  const bin = await creel.createBin()
  const server = createServer((req, res) => void req.resume().on('end', () => res.end('ok')))
  const port = await listenFor(server)
  await new Promise((resolve) => server.close(resolve))
  const cli = await listening(bin, ['--to', `127.0.0.1:${port}`, '--in-order'])
  await post(creel, bin.id, 4, 1)
  await cli.until(() => recordsOf(cli, 'target-down').length > 0)
  expect(cli.stderr()).toContain(`Nothing listens on 127.0.0.1:${port}`)
  expect(seqsOf(cli)).toEqual([])
  server.listen(port, '127.0.0.1')
  await cli.until(sent(4))
  expect(seqsOf(cli)).toEqual([1, 2, 3, 4])
  expect(recordsOf(cli, 'target-down')).toHaveLength(1)
  expect(recordsOf(cli, 'target-up')).toHaveLength(1)
})

test('retries up to the limit, and exits with 1 if a target failed', async () => {
  const bin = await creel.createBin()
  let calls = 0
  const receiver = await startReceiver((socket) => {
    calls += 1
    socket.end(calls < 3 ? 'HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n' : CLOSING_ANSWER)
  })
  const patient = await listening(bin, ['--to', `${receiver.port}`, '--retry', '2', '--exit-after', '1'])
  await post(creel, bin.id, 1)
  expect(await patient.ended).toBe(0)
  expect(recordsOf(patient, 'delivery').map(({ status, attempt, last }) => [status, attempt, last])).toEqual([
    [503, 1, false],
    [503, 2, false],
    [200, 3, true],
  ])
  calls = 0
  const hasty = await listening(bin, ['--to', `${receiver.port}`, '--exit-after', '1'])
  await post(creel, bin.id, 1)
  expect(await hasty.ended).toBe(1)
})

test('uses the first matching route, and skips captures without one', async () => {
  const bin = await creel.createBin()
  const [stripe, rest] = [await startReceiver(CLOSING_ANSWER), await startReceiver(CLOSING_ANSWER)]
  const cli = await listening(bin, [
    ...['--route', `path:/stripe/* -> :${stripe.port}/hooks`, '--route', `$.a==1 -> :${rest.port}`],
    ...['--filter', 'not path:/secret', '--method', 'post'],
  ])
  for (const path of ['/stripe/x', '/other', '/secret']) await post(creel, bin.id, 1, 1, path)
  await fetch(`${creel.url}/in/${bin.id}/other`, { method: 'POST', body: '{"a":2}' })
  await fetch(`${creel.url}/in/${bin.id}/other`)
  await cli.until(() => sent(2)(cli) && recordsOf(cli, 'skipped').length === 3)
  expect(stripe.requests.map((request) => request.toString().split(' ')[1])).toEqual(['/hooks/stripe/x'])
  expect(rest.requests.map((request) => request.toString().split(' ')[1])).toEqual(['/other'])
})

test('never leaves the path of --to, and stops a request after three hops', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await listening(bin, ['--to', `localhost:${receiver.port}/hooks`, '--exit-after', '5', '--in-order'])
  const request = (path: string, header = '') =>
    sendRaw(creel.port, `GET /in/${bin.id}${path} HTTP/1.1\r\nHost: a\r\n${header}Connection: close\r\n\r\n`)
  for (const path of ['/../admin', '/%2e%2e/admin', '/a//../../admin']) await request(path)
  await request('/loop', 'X-Creel-Hops: 3\r\n')
  await request('//fine/%2f', 'X-Creel-Hops: 2\r\n')
  expect(await cli.ended).toBe(1)
  expect(recordsOf(cli, 'skipped').map(({ reason }) => reason)).toEqual(['fence', 'fence', 'fence', 'hops'])
  expect(receiver.requests).toHaveLength(1)
  expect(receiver.requests[0]!.toString()).toMatch(/^GET \/hooks\/\/fine\/%2f [\s\S]*x-creel-hops: 3\r\n/i)
})

test('reports captures that were deleted before they could be sent', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  await post(creel, bin.id, 5, 1)
  const { captures } = await owner().listCaptures({ bin: bin.id })
  await owner().deleteCaptures({
    bin: bin.id,
    body: { ids: captures.filter(({ seq }) => seq === 2 || seq === 3).map(({ id }) => id) },
  })
  const cli = await listening(bin, ['--to', `${receiver.port}`, '--from', '1', '--exit-after', '3', '--in-order'])
  expect(await cli.ended).toBe(0)
  expect(recordsOf(cli, 'gap')).toEqual([{ type: 'gap', from: 2, to: 3, count: 2 }])
  expect(cli.stderr()).toContain('2 captures (#2–#3) were deleted')
})

test('no control character of a sender or a target reaches the terminal', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver('HTTP/1.1 500 No\r\nContent-Length: 13\r\n\r\n\u001b[2Jbad\u0007\r\nnew')
  const cli = await startCli(['listen', bin.id, '--to', `${receiver.port}`, '--exit-after', '1', '--from', '0'], { env: env() })
  await fetch(`${creel.url}/in/${bin.id}/a`, { method: 'POST', body: JSON.stringify({ type: 'x\u009b\u001b[31m\u202ey' }) })
  expect(await cli.ended).toBe(1)
  expect(cli.stdout()).toContain('#1 ')
  expect(cli.stdout()).toContain('\\u001B[2Jbad\\u0007')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(cli.stdout() + cli.stderr()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})

test('without a bin it creates one, and stores its key readable by this user only', async () => {
  const cwd = await emptyDirectory()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await startCli(['listen', '--to', `${receiver.port}`, '--json', '--exit-after', '1'], {
    env: { CREEL_URL: creel.url },
    cwd,
  })
  await cli.until(isReady)
  const { bin } = cli.records()[0] as unknown as { bin: string }
  await post(creel, bin, 1)
  expect(await cli.ended).toBe(0)
  expect(JSON.parse(await readFile(join(cwd, '.creel.json'), 'utf8'))).toEqual({ url: creel.url, bin })
  const keys = join(cwd, '.config/creel/keys.json')
  expect((await stat(keys)).mode & 0o777).toBe(0o600)
  const key = JSON.parse(await readFile(keys, 'utf8'))[creel.url]
  expect(key).toMatch(/^ck_/)
  expect(cli.stdout() + cli.stderr()).not.toContain(key)
  // The next start finds server, bin and key by itself.
  await post(creel, bin, 1)
  const again = await startCli(['listen', '--to', `${receiver.port}`, '--json', '--exit-after', '1'], { cwd })
  expect(await again.ended).toBe(0)
  expect(seqsOf(again)).toEqual([2])
})

test('runs a program without a shell, and saves captures that can be resent', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  const script =
    'process.stdin.resume().on("data",d=>console.log(process.env.CREEL_SEQ,process.env.CREEL_PATH,String(d),process.env.CREEL_KEY))'
  const saved = join(cwd, 'saved')
  const cli = await listening(bin, ['--exec', `${process.execPath} -e '${script}'`, '--save', saved, '--exit-after', '1'], {
    cwd,
  })
  await post(creel, bin.id, 1, 1, '/$(touch%20x)')
  expect(await cli.ended).toBe(0)
  expect(recordsOf(cli, 'command')[0]).toMatchObject({ exitCode: 0, seq: 1 })
  await cli.until(() => cli.stderr().includes('/$(touch%20x) {"a":1} undefined')).catch(() => {})
  expect(cli.stderr()).toContain('1 /$(touch%20x) {"a":1} undefined')
  expect(await readdir(saved)).toEqual(['0001-post.json'])
  const again = await runCli(['send', bin.id, '--saved', join(saved, '0001-post.json')], { env: env() })
  expect(again.code).toBe(0)
  const [second, first] = (await owner().listCaptures({ bin: bin.id })).captures
  expect(second).toMatchObject({ path: first!.path, bodyCrc32: first!.bodyCrc32, contentType: first!.contentType })
})

test('works with a read-only key, and reports what is not stored', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const { accessKey } = await owner().createKey({ body: { scope: 'read' } })
  const cli = await listening(bin, ['--to', `${receiver.port}`, '--exit-after', '1'], {
    env: { CREEL_URL: creel.url, CREEL_KEY: accessKey },
  })
  await post(creel, bin.id, 1)
  expect(await cli.ended).toBe(0)
  expect(cli.stderr()).toContain('The cursor is not stored')
})

test.each([
  ['a key that the server does not know', 3, ['listen', 'BIN', '--to', '3000'], { CREEL_KEY: `ck_${'0'.repeat(32)}` }],
  ['no key', 3, ['listen', 'BIN', '--to', '3000'], { CREEL_KEY: '' }],
  ['no such bin', 4, ['listen', 'nobodys', '--to', '3000'], {}],
  ['no server', 5, ['listen', 'BIN', '--to', '3000'], { CREEL_URL: 'http://127.0.0.1:1' }],
  ['the time is over', 6, ['listen', 'BIN', '--to', '3000', '--timeout', '100ms'], {}],
  ['no target', 2, ['listen', 'BIN'], {}],
  ['a filter that is none', 2, ['listen', 'BIN', '--to', '3000', '--filter', 'method:('], {}],
  ['a flag that is none', 2, ['listen', 'BIN', '--too', '3000'], {}],
  ['a value that is none', 2, ['listen', 'BIN', '--to', '3000', '--path', 'kep'], {}],
])('%s: exit %i', async (_, code, args, more) => {
  const bin = await creel.createBin()
  const named = args.map((each) => (each === 'BIN' ? bin.id : each))
  const ended = await runCli(named, { env: { ...env(), ...more } })
  expect(ended.code, ended.stderr).toBe(code)
  expect(ended.stdout).toBe('')
  expect(ended.stderr).toMatch(/^creel: /m)
})

test('exits with 4 when the bin is deleted, and with 3 when the key is', async () => {
  const bin = await creel.createBin()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const { accessKey, id } = await owner().createKey({ body: {} })
  const cli = await listening(bin, ['--to', `${receiver.port}`], { env: { CREEL_URL: creel.url, CREEL_KEY: accessKey } })
  await owner().deleteKey({ key: id })
  expect(await cli.ended).toBe(3)
  const other = await listening(bin, ['--to', `${receiver.port}`])
  await owner().deleteBin({ bin: bin.id })
  expect(await other.ended).toBe(4)
})
