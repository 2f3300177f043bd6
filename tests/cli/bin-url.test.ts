import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { saveKey } from '../../cli/settings'
import { listenFor } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { post } from '../server/stream-client'
import { environmentOf } from './listening'
import { emptyDirectory, runCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const OTHER_KEY = `ck_${'7'.repeat(32)}`
const waitFor = (bin: string) => ['wait', bin, '--after', '0', '--timeout', '0']

/** Another server, which records the credentials that it gets. */
async function otherServer() {
  const credentials: (string | undefined)[] = []
  const server = createServer((req, res) => {
    credentials.push(req.headers.authorization)
    res.writeHead(404, { 'content-type': 'application/problem+json' })
    res.end(JSON.stringify({ code: 'bin_not_found', detail: 'There is no such bin.' }))
  })
  const port = await listenFor(server)
  return { url: `http://127.0.0.1:${port}`, credentials }
}

test('the URL of a bin names its server, by its page, its capture URL or another name of this machine', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 1)
  const urls = [`${creel.url}/bins/${bin.id}`, `${creel.url}/in/${bin.id}/a?b=1`, `http://localhost:${creel.port}/bins/${bin.id}`]
  for (const url of urls) {
    const waited = await runCli(waitFor(url), { env: { CREEL_KEY: creel.accessKey } })
    expect(waited).toMatchObject({ code: 0, stdout: '#1 POST /\n' })
  }
  const same = await runCli([...waitFor(urls[2]!), '--json'], { env: environmentOf(creel) })
  expect(same.records()[0]).toMatchObject({ url: creel.url })
  const exported = await runCli(['export-config', urls[0]!, 'https://creel.example/bins/x'], { env: environmentOf(creel) })
  expect(exported).toMatchObject({ code: 2, stderr: expect.stringContaining('Name bins of one server.') })
})

test('the key of CREEL_URL is not sent to the server of a bin, which gets its own', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 1)
  const other = await otherServer()
  const cwd = await emptyDirectory()
  const env = { CREEL_URL: other.url, CREEL_KEY: OTHER_KEY, XDG_CONFIG_HOME: join(cwd, '.config') }
  const url = `${creel.url}/bins/${bin.id}`
  const refused = await runCli(waitFor(url), { env, cwd })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain(`is not sent to ${creel.url}, because it belongs to ${other.url}, which CREEL_URL names.`)
  expect(refused.stderr).toContain(`set CREEL_URL=${creel.url}. Otherwise run creel login --url ${creel.url}.`)
  const sent = await runCli(['send', url, '-d', '1'], { env, cwd }) // needs no key
  expect(sent.stdout).toMatch(/_2\n$/)
  await saveKey(env, creel.url, creel.accessKey)
  expect(await runCli(waitFor(url), { env, cwd })).toMatchObject({ code: 0, stdout: '#1 POST /\n' })
  expect(other.credentials).toEqual([])
})

test('a server that is not on this machine gets no key because a bin, a file or a project names it', async () => {
  const cwd = await emptyDirectory()
  await writeFile(join(cwd, 'expect.json'), JSON.stringify({ bin: 'https://creel.example/bins/x', all: [{ q: '' }] }))
  await writeFile(join(cwd, '.creel.json'), JSON.stringify({ bin: 'https://creel.example/in/x' }))
  await writeFile(join(cwd, 'key'), creel.accessKey)
  const commands = [
    ['wait', 'https://creel.example/bins/x'],
    ['export', '--key-file', join(cwd, 'key')],
    ['expect', join(cwd, 'expect.json')],
  ]
  for (const args of commands) {
    const refused = await runCli(args, { env: { CREEL_KEY: creel.accessKey }, cwd })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('is not sent to https://creel.example, because') })
  }
})

test('--url must not contradict the URL of the bin', async () => {
  const other = await otherServer()
  for (const kind of ['bins', 'in']) {
    const args = [...waitFor(`https://creel.example/${kind}/x`), '--url', other.url]
    const refused = await runCli(args, { env: { CREEL_KEY: OTHER_KEY } })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`The bin is on https://creel.example, but --url names ${other.url}.`)
  }
  expect(other.credentials).toEqual([`Bearer ${OTHER_KEY}`]) // asked whether the capture URL is its own
})

test('a capture URL on a host of its own belongs to the server that says so', async () => {
  const own = await startCreel({ fallback: answerRest, env: { CREEL_CAPTURE_ORIGIN: 'http://hooks.example' } })
  onTestFinished(() => own.close())
  const bin = await own.createBin()
  const waited = await runCli([...waitFor(`http://hooks.example/in/${bin.id}`), '--json'], { env: environmentOf(own) })
  expect(waited.code).toBe(6)
  expect(waited.records()[0]).toMatchObject({ url: own.url, bin: bin.id })
})

test('the message that a server cannot be reached names it', async () => {
  const away = await runCli(['wait', 'http://127.0.0.1:1/bins/x'], { env: { CREEL_KEY: creel.accessKey } })
  expect(away).toMatchObject({ code: 5, stderr: expect.stringContaining('http://127.0.0.1:1 cannot be reached') })
})
