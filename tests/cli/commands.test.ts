import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '#lib/client/client'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { post } from '../server/stream-client'
import { emptyDirectory, runCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const env = () => ({ CREEL_URL: creel.url, CREEL_KEY: creel.accessKey })
const owner = () => createClient({ origin: creel.url, accessKey: creel.accessKey })

test('help and version work without a server, and the CLI-only package has no start', async () => {
  expect((await runCli(['--version'])).stdout).toBe('1.2.3\n')
  expect((await runCli(['--help'])).stdout).toMatch(/^Usage: creel COMMAND/)
  const help = await runCli(['listen', '--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('--in-order')
  expect((await runCli(['start'])).code).toBe(2)
  const start = await runCli(['start', '--help'], { start: () => Promise.reject(new Error('started')) })
  expect(start).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Usage: creel [start]') })
  const unknown = await runCli(['lisen'])
  expect(unknown).toMatchObject({ code: 2, stdout: '' })
  expect(unknown.stderr).toContain('Did you mean listen?')
})

test.each([
  ['wait'],
  ['wait', 'x!'],
  ['wait', 'some-bin', '--after', 'x'],
  ['export'],
  ['export', 'some-bin', '--after', 'x'],
  ['export', 'some-bin', '--before', '0'],
  ['export-config', 'x!'],
  ['listen', 'x!', '--to', '3000'],
  ['resend', 'some-bin', '--to', '3000'],
  ['resend', 'some-bin', 'nothing', '--to', '3000'],
  ['resend', 'some-bin', '1', '--to', '3000', '--target-timeout', '30d'],
  ['listen', 'some-bin', '--to', '3000', '--timeout', '25d'],
  ['listen', 'some-bin', '--to', '3000', '--retry', '-1'],
  ['listen', 'some-bin', '--to', '3000', '--from', '-5'],
  ['send', 'some-bin', '--timeout', '30d'],
])('wrong usage exits with 2 before a key or a server is asked for: creel %s %s %s %s %s %s', async (...args) => {
  const answer = await runCli(args, { env: { CREEL_URL: 'http://127.0.0.1:9' }, cwd: await emptyDirectory() })
  expect({ code: answer.code, stdout: answer.stdout }).toEqual({ code: 2, stdout: '' })
})

test('login stores a working key for this user only, and never prints it', async () => {
  const cwd = await emptyDirectory()
  const options = { env: { CREEL_URL: creel.url }, cwd }
  const wrong = await runCli(['login'], { ...options, stdin: `ck_${'0'.repeat(32)}` })
  expect(wrong.code).toBe(3)
  expect((await runCli(['login'], { ...options, stdin: 'ck_bad' })).code).toBe(3)
  const done = await runCli(['login', '--json'], { ...options, stdin: `${creel.accessKey}\n` })
  expect(done.code).toBe(0)
  expect(done.stdout + done.stderr).not.toContain(creel.accessKey)
  const file = join(cwd, '.config/creel/keys.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ [creel.url]: creel.accessKey })
  expect((await runCli(['bins'], options)).code).toBe(0)
})

test('a key file takes precedence over the environment', async () => {
  const cwd = await emptyDirectory()
  const file = join(cwd, 'key')
  await writeFile(file, `${creel.accessKey}\n`)
  const given = { env: { CREEL_URL: creel.url, CREEL_KEY: `ck_${'0'.repeat(32)}` }, cwd }
  expect((await runCli(['bins', '--key-file', file], given)).code).toBe(0)
  expect((await runCli(['bins', '--key-file', `${file}x`], given)).code).toBe(2)
})

test("bins lists the key's bins, as lines or as NDJSON", async () => {
  const bin = await creel.createBin({ name: 'a\u001b[31mb' })
  const lines = await runCli(['bins'], { env: env() })
  expect(lines.stdout).toContain(`${bin.id}\ta\\u001B[31mb\t0\tno request yet\t${creel.url}/in/${bin.id}\n`)
  const json = await runCli(['bins', '--json'], { env: env() })
  expect(json.records()[0]).toMatchObject({ type: 'ready' })
  expect(json.records()).toContainEqual(expect.objectContaining({ type: 'bin', id: bin.id }))
})

test('send needs no key, prints the id of the capture, and sends body and headers as given', async () => {
  const bin = await creel.createBin()
  const args = ['send', bin.id, '-X', 'put', '--path', '/a?b=1', '-H', 'X-B: 1', '-d', '{"a":1}']
  const { code, stdout } = await runCli(args, { env: { CREEL_URL: creel.url } })
  expect(code).toBe(0)
  const capture = await owner().getCapture({ bin: bin.id, capture: stdout.trim() })
  expect(capture).toMatchObject({
    method: 'PUT',
    path: '/a',
    query: 'b=1',
    contentType: 'application/json',
    body: { data: '{"a":1}' },
  })
  expect(capture.headers).toContainEqual(['X-B', '1'])
  const negative = await runCli(['send', bin.id, '--data', '-5'], { env: { CREEL_URL: creel.url } })
  expect(await owner().getCapture({ bin: bin.id, capture: negative.stdout.trim() })).toMatchObject({ body: { data: '-5' } })
  const piped = await runCli(['send', `${creel.url}/in/${bin.id}`, '--file', '-', '--json'], { env: env(), stdin: 'text' })
  expect(piped.records()[1]).toMatchObject({ type: 'sent', status: 200 })
  expect((await runCli(['send', 'nobodys'], { env: { CREEL_URL: creel.url } })).code).toBe(4)
  expect((await runCli(['send', 'any'], { env: { CREEL_URL: 'http://127.0.0.1:1' } })).code).toBe(5)
})

test('send --sample has the server send a signed request of a provider', async () => {
  const bin = await creel.createBin()
  const sample = (...args: string[]) => runCli(['send', bin.id, ...args], { env: env() })
  const signed = await sample('--sample', 'stripe:invoice.paid', '--sign', 'new', '--json')
  expect(signed.code).toBe(0)
  const { captureId, secretId } = signed.records()[1] as unknown as { captureId: string; secretId: string }
  const capture = await owner().getCapture({ bin: bin.id, capture: captureId })
  expect(capture).toMatchObject({ sender: { event: 'invoice.paid' }, signature: { verdict: 'valid', secretId } })
  const again = await sample('--sample', 'stripe:checkout.session.completed', '--sign', secretId)
  expect(again).toMatchObject({ code: 0, stderr: `Signed as stripe with ${secretId}.\n` })
  expect(again.stdout).toMatch(/^cap_\w+_2\n$/)
  expect((await sample('--sample', 'github:push')).stderr).toBe('The request is unsigned.\n')
  expect(await sample('--sample', 'nobody:push')).toMatchObject({ code: 2, stderr: expect.stringContaining('stripe, github') })
  expect(await sample('--sample', 'github')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('github:pull_request.opened'),
  })
  expect((await sample('--sample', 'github:push', '-d', '{}')).code).toBe(2)
  expect((await sample('--sign', 'new')).code).toBe(2)
  expect((await sample('--sample', 'sendgrid:open', '--sign', 'new')).code).toBe(2)
  expect((await runCli(['send', bin.id, '--sample', 'github:push'], { env: { CREEL_URL: creel.url } })).code).toBe(3)
})

test('resend accepts numbers and ids, sends from this machine, and stores the answers on the server', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 3, 1, '/x')
  const receiver = await startReceiver(CLOSING_ANSWER)
  const [, second] = (await owner().listCaptures({ bin: bin.id })).captures
  const done = await runCli(['resend', bin.id, '#3', second!.id, '--to', `${receiver.port}/y`, '--json'], { env: env() })
  expect(done.code).toBe(0)
  expect(done.records().filter(({ type }) => type === 'delivery')).toMatchObject([
    { seq: 3, status: 200 },
    { seq: 2, status: 200 },
  ])
  expect(receiver.requests.map((request) => request.toString().split(' ')[1])).toEqual(['/y/x', '/y/x'])
  const { deliveries } = await owner().listDeliveries({ bin: bin.id, capture: second!.id })
  expect(deliveries).toMatchObject([{ via: 'cli', status: 200 }])
  expect((await runCli(['resend', bin.id, '99', '--to', `${receiver.port}`], { env: env() })).code).toBe(1)
  const nobody = await runCli(['resend', bin.id, '1', '--to', '127.0.0.1:1'], { env: env() })
  expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing listens on 127.0.0.1:1') })
})

test('resend --times reports how the answers to the same request differ', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 1)
  const answers = ['200 OK', '200 OK', '409 Conflict']
  const receiver = await startReceiver((socket) => {
    socket.end(`HTTP/1.1 ${answers.shift() ?? '409 Conflict'}\r\ncontent-length: 2\r\n\r\nok`)
  })
  const inTurn = await runCli(['resend', bin.id, '1', '--to', `${receiver.port}`, '--times', '3'], { env: env() })
  expect(inTurn.code).toBe(1) // 409 is a failure here as without --times
  expect(inTurn.stderr).toContain('#1  The second got 200 like the first, with the same body.')
  expect(inTurn.stderr).toContain('#1  The third got 409, and the first 200.')
  const args = ['resend', bin.id, '1', '--to', `${receiver.port}`, '--times', '4', '--concurrently', '--json']
  const atOnce = await runCli(args, { env: env() })
  const sentences = ['The second to the fourth got 409 like the first, with the same body.']
  expect(atOnce.records().at(-1)).toMatchObject({ type: 'compared', seq: 1, sentences })
  expect(receiver.requests).toHaveLength(7)
  expect((await runCli(['resend', bin.id, '1', '--to', '3000', '--concurrently'], { env: env() })).code).toBe(2)
})

test('export writes the stream to a file, and never leaves half a file under its name', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 3, 1, '/x')
  const { code, stdout } = await runCli(['export', bin.id, '--filter', 'seq>1'], { env: env() })
  expect(code).toBe(0)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).seq),
  ).toEqual([2, 3])
  const file = join(await emptyDirectory(), 'out.har')
  expect((await runCli(['export', bin.id, '--format', 'har', '--out', file], { env: env() })).code).toBe(0)
  expect(JSON.parse(await readFile(file, 'utf8')).log.entries).toHaveLength(3)
  const wrong = await runCli(['export', bin.id, '--out', join(file, 'below-a-file')], { env: env() })
  expect(wrong.code).toBe(2)
  expect((await runCli(['export', bin.id, '--format', 'zap'], { env: env() })).stderr).toContain('Did you mean zip?')
})
