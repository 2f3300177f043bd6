import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveApi } from './serve-api'
import { type Creel, startCreel } from './start-creel'
import { post } from './stream-client'

const run = promisify(execFile)
const text = readFileSync(join(import.meta.dirname, '../../docs/testing.md'), 'utf8')
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code!)

let creel: Creel
beforeAll(async () => {
  creel = await startCreel({ fallback: serveApi })
})
afterAll(() => creel.close())

async function shell(script: string, binId: string): Promise<string> {
  const env = { ...process.env, ORIGIN: creel.url, BIN: binId, KEY: creel.accessKey }
  return (await run('sh', ['-euc', script], { env })).stdout
}
const has = async (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  )

test('the first command in docs/testing.md prints what the page shows', async ({ skip }) => {
  if (!(await has('curl'))) skip('no curl')
  const bin = await creel.createBin()
  const answer = JSON.parse(await shell(blocks('sh')[0]!, bin.id)) as { nearest: { captureId: string }[] }
  const shown = JSON.parse(blocks('json')[0]!) as typeof answer
  for (const each of [...answer.nearest, ...shown.nearest]) each.captureId = 'cap'
  expect(answer).toEqual(shown)
})

test('the second command states what should arrive', async ({ skip }) => {
  if (!(await has('curl'))) skip('no curl')
  const bin = await creel.createBin()
  await fetch(`${creel.url}/in/${bin.id}`, { method: 'POST', body: '{"event":"paid"}' })
  await post(creel, bin.id, 2, 1, '/items/1')
  const { satisfied, results } = JSON.parse(await shell(blocks('sh')[1]!, bin.id)) as { satisfied: boolean; results: object[] }
  expect(satisfied).toBe(true)
  expect(results).toMatchObject([
    { name: 'paid once', count: 1 },
    { name: 'two items', count: 2 },
    { name: 'no refund', count: 0 },
  ])
})

test('the Python recipe waits and explains a miss', async ({ skip }) => {
  if (!(await has('python3'))) skip('no python3')
  const bin = await creel.createBin()
  const [recipe, example] = blocks('python')
  const program = `${recipe}
import urllib.request
def place_order(amount):
    urllib.request.urlopen(urllib.request.Request(f"{ORIGIN}/in/{BIN}", data=json.dumps({"event": "paid", "amount": amount}).encode(), headers={"content-type": "application/json"}))
${example}
test_order_is_announced()
try:
    wait_for("$.amount==41", 0, timeout=0)
except AssertionError as error:
    print(error)
`
  const env = { ...process.env, ORIGIN: creel.url, BIN: bin.id, KEY: creel.accessKey }
  const { stdout } = await run('python3', ['-c', program], { env })
  expect(stdout).toBe("no capture matches '$.amount==41'; 1 came\n#1\n  ✗ $.amount==41   found 40\n")
})

test('the pytest recipe gives each test a bin and explains a miss', async ({ skip }) => {
  if (!(await run('python3', ['-c', 'import pytest, requests']).catch(() => null))) skip('no pytest, or no requests')
  const [, , conftest, example] = blocks('python')
  const directory = mkdtempSync(join(tmpdir(), 'creel-pytest-'))
  writeFileSync(join(directory, 'conftest.py'), conftest!)
  const place =
    'import requests\ndef place_order(webhook, amount):\n    requests.post(webhook, json={"event": "paid", "amount": amount})\n'
  const missing = '\ndef test_missing(bin):\n    place_order(bin.url, "40")\n    bin.receive("$.amount==40", within=0)\n'
  writeFileSync(join(directory, 'test_orders.py'), place + example + missing)
  const env = { ...process.env, CREEL_URL: creel.url, CREEL_KEY: creel.accessKey, PYTHONDONTWRITEBYTECODE: '1' }
  const ran = await run('python3', ['-m', 'pytest', '-p', 'no:cacheprovider', directory], { env }).catch((error) => error)
  rmSync(directory, { recursive: true })
  expect(ran.stdout).toContain('1 failed, 1 passed')
  expect(ran.stdout).toContain('$.amount==40: found "40"')
})
