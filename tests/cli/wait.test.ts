import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { post } from '../server/stream-client'
import { emptyDirectory, isReady, runCli, startCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const env = () => ({ CREEL_URL: creel.url, CREEL_KEY: creel.accessKey })
const send = (bin: string, body: object, path = '') =>
  fetch(`${creel.url}/in/${bin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('waits for captures after the call, and prints a value of the body', async () => {
  const bin = await creel.createBin()
  await send(bin.id, { type: 'invoice.paid', id: 'old' })
  const cli = await startCli(['wait', bin.id, '$.type==invoice.paid', '$.amount>100', '--count', '2', '--json'], { env: env() })
  await cli.until(isReady)
  for (const amount of [50, 200, 300]) await send(bin.id, { type: 'invoice.paid', id: `in_${amount}`, amount })
  expect(await cli.ended).toBe(0)
  const captures = cli.records().filter(({ type }) => type === 'capture')
  expect(captures.map(({ capture }) => (capture as { seq: number }).seq)).toEqual([3, 4])
  expect(cli.records().at(-1)).toMatchObject({ type: 'result', satisfied: true })
  const value = await runCli(['wait', bin.id, '$.amount>100', '--after', '0', '--count', '2', '--print', '$.id'], { env: env() })
  expect(value).toMatchObject({ code: 0, stdout: 'in_200\nin_300\n' })
})

test('takes a negated condition as a filter', async () => {
  const bin = await creel.createBin()
  await send(bin.id, { n: 1 }, '/a')
  await send(bin.id, { n: 2 }, '/b')
  const waited = await runCli(['wait', bin.id, '-path:/a', '-has:delivery', '--after', '0'], { env: env() })
  expect(waited).toMatchObject({ code: 0, stdout: '#2 POST /b\n' })
  const exported = await runCli(['export', bin.id, '--filter', '-path:/a'], { env: env() })
  expect(JSON.parse(exported.stdout)).toMatchObject({ seq: 2 })
})

test('exits with 6 on time-out, and prints what nearly matched', async () => {
  const bin = await creel.createBin()
  await send(bin.id, { ref: 'refs/heads/master' })
  const args = ['wait', bin.id, 'method:POST $.ref=="refs/heads/main"', '--after', '0', '--timeout', '200ms']
  const { code, stdout, stderr } = await runCli(args, { env: env() })
  expect({ code, stdout }).toEqual({ code: 6, stdout: '' })
  expect(stderr).toContain('0 of 1 matched')
  expect(stderr).toContain('#1  ✓ method:POST  ✗ $.ref=="refs/heads/main": found "refs/heads/master"')
})

test('uses the bin of .creel.json if the argument is a filter', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  await writeFile(join(cwd, '.creel.json'), JSON.stringify({ url: creel.url, bin: bin.id }))
  await post(creel, bin.id, 1)
  const done = await runCli(['wait', 'method:POST', '--after', '0'], { env: { CREEL_KEY: creel.accessKey }, cwd })
  expect(done).toMatchObject({ code: 0, stdout: '#1 POST /\n' })
})

test('expect reads a file, reports what is met, and writes reports for CI', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  const [file, junit, markdown] = ['expect.json', 'out.xml', 'out.md'].map((name) => join(cwd, name)) as [string, string, string]
  const all = [
    { name: 'paid', q: '$.type==invoice.paid' },
    { name: 'a | <b>', q: '$.type==refund' },
  ]
  await writeFile(file, JSON.stringify({ bin: bin.id, within: '300ms', after: 0, all, none: [{ q: 'path:/error' }] }))
  await send(bin.id, { type: 'invoice.paid' })
  const short = await runCli(['expect', file, '--junit', junit, '--markdown', markdown], { env: env() })
  expect(short.code).toBe(1)
  expect(short.stdout).toBe('✓ paid: 1 came\n✗ a | <b>: 0 came, expected at least 1 of $.type==refund\n✓ path:/error: 0 came\n')
  const xml = await readFile(junit, 'utf8')
  expect(xml).toContain('tests="3" failures="1"')
  expect(xml).toContain('message="0 came, expected at least 1 of $.type==refund"')
  expect(xml).toContain('name="a | &lt;b&gt;"')
  expect(await readFile(markdown, 'utf8')).toContain('| ❌ | a \\| &#60;b&#62;: at least 1 of $.type==refund | 0 came')
  await send(bin.id, { type: 'refund' })
  const met = await runCli(['expect', file, '--json'], { env: env() })
  expect(met.code).toBe(0)
  const fields = ['type', 'name', 'q', 'met', 'count', 'captureIds', 'nearest']
  expect(Object.keys(met.records()[1]!)).toEqual(fields)
  expect(met.records().at(-1)).toEqual({ type: 'result', satisfied: true })
})

test('expect says what was expected if too many came', async () => {
  const bin = await creel.createBin()
  await post(creel, bin.id, 3)
  const all = [
    { name: 'once', q: '', max: 1 },
    { name: 'a pair', q: 'method:POST', min: 0, max: 2 },
  ]
  const none = [{ q: 'path:/' }]
  const file = join(await emptyDirectory(), 'expect.json')
  await writeFile(file, JSON.stringify({ bin: bin.id, within: 0, after: 0, all, none }))
  const many = await runCli(['expect', file, '--junit', `${file}.xml`], { env: env() })
  expect(many.code).toBe(1)
  expect(many.stdout).toBe(
    [
      '✗ once: 3 came, expected exactly 1 of any request',
      '✗ a pair: 3 came, expected at most 2 of method:POST',
      '✗ path:/: 3 came, expected none',
      '',
    ].join('\n'),
  )
  expect(await readFile(`${file}.xml`, 'utf8')).toContain('message="3 came, expected exactly 1 of any request"')
})

test('expect says that a capture came too early', async () => {
  const bin = await creel.createBin()
  await send(bin.id, { type: 'paid' })
  await send(bin.id, { type: 'created' })
  const all = [{ name: 'created', q: '$.type==created' }, { q: '$.type==paid' }]
  const file = join(await emptyDirectory(), 'expect.json')
  await writeFile(file, JSON.stringify({ bin: bin.id, within: 0, after: 0, all, inOrder: true }))
  const wrong = await runCli(['expect', file], { env: env() })
  expect(wrong).toMatchObject({ code: 1, stdout: '✓ created: 1 came\n✗ $.type==paid: 0 came in order, expected at least 1\n' })
  expect(wrong.stderr).toContain('#1  ✓ $.type==paid  ✗ inOrder: after created: found "#2, which came later"')
})

test.each(['--junit', '--markdown'])('expect refuses a wrong path of %s before it asks a server', async (flag) => {
  const cwd = await emptyDirectory()
  const file = join(cwd, 'expect.json')
  await writeFile(file, JSON.stringify({ bin: 'any', all: [{ q: '' }] }))
  const report = join(cwd, 'missing/report')
  const refused = await runCli(['expect', file, flag, report], { env: { ...env(), CREEL_URL: 'http://127.0.0.1:1' } })
  expect(refused).toMatchObject({ code: 2, stderr: `creel: ${report} cannot be written (ENOENT).\n` })
})

test('expect says that a report cannot be written after the run, too', async () => {
  const bin = await creel.createBin()
  const cwd = await emptyDirectory()
  const file = join(cwd, 'expect.json')
  await writeFile(file, JSON.stringify({ bin: bin.id, within: 0, all: [], none: [{ q: '' }] }))
  const refused = await runCli(['expect', file, '--junit', cwd], { env: env() })
  expect(refused).toMatchObject({ code: 2, stderr: `creel: ${cwd} cannot be written (EISDIR).\n` })
})

test('exits with 1 if a capture has no value for --print', async () => {
  const bin = await creel.createBin()
  await send(bin.id, { id: 'a' })
  await send(bin.id, { name: 'b' })
  const args = ['wait', bin.id, '--after', '0', '--count', '2', '--print', '$.id']
  expect(await runCli(args, { env: env() })).toMatchObject({ code: 1, stdout: 'a\n', stderr: '#2 has no value at $.id.\n' })
})

test.each([
  ['a file that is not there', ['expect', '/nowhere.json']],
  ['a path that is none', ['wait', 'any', '--print', 'id']],
  ['a filter that is none', ['wait', 'any', 'method:(']],
  ['a time that is none', ['wait', 'any', '--timeout', 'soon']],
])('%s: exit 2', async (_, args) => {
  expect((await runCli(args, { env: env() })).code).toBe(2)
})

test('exits with 4 for an unknown bin, 3 for a refused key, 5 without a server', async () => {
  expect((await runCli(['wait', 'nobodys'], { env: env() })).code).toBe(4)
  expect((await runCli(['wait', 'any'], { env: { ...env(), CREEL_KEY: `ck_${'0'.repeat(32)}` } })).code).toBe(3)
  expect((await runCli(['wait', 'any'], { env: { ...env(), CREEL_URL: 'http://127.0.0.1:1' } })).code).toBe(5)
})
