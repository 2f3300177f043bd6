import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveApi } from '../server/serve-api'
import { type Creel, startCreel } from '../server/start-creel'
import { emptyDirectory } from './run-cli'

// creel-cli as users get it: packed, and unpacked in an empty folder next to their own test runner, without this repository's settings.

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
let creel: Creel
let app: string

beforeAll(async () => {
  creel = await startCreel({ fallback: serveApi })
  app = await emptyDirectory()
  await run('npm', ['pack', './cli/npm', '--pack-destination', app], { cwd: ROOT })
  const [tarball] = readdirSync(app)
  mkdirSync(join(app, 'node_modules/creel-cli'), { recursive: true })
  await run('tar', ['-xzf', join(app, tarball!), '--strip-components=1', '-C', join(app, 'node_modules/creel-cli')])
  mkdirSync(join(app, 'node_modules/@playwright'))
  for (const name of ['vitest', '@playwright/test'])
    symlinkSync(join(ROOT, 'node_modules', name), join(app, 'node_modules', name))
  writeFileSync(join(app, 'package.json'), '{"private":true}')
})
afterAll(() => creel.close())

type Ran = { code: number; stdout: string; stderr: string }

async function inApp(program: string, args: readonly string[]): Promise<Ran> {
  const { CREEL_URL, CREEL_KEY, VITEST, VITEST_WORKER_ID, NODE_OPTIONS, ...rest } = process.env
  const env: NodeJS.ProcessEnv = {
    ...rest,
    NODE_ENV: 'test',
    CREEL_URL: creel.url,
    CREEL_KEY: creel.accessKey,
    CI: '1',
    NO_COLOR: '1',
  }
  return run(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: app, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
  )
}

const TESTS = `
const send = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

test('passes', async ({ bin }) => {
  await bin.reply(202)
  const answer = await send(bin.url, { type: 'invoice.paid' })
  expect(answer.status).toBe(202)
  await expect(bin).toReceive('event:invoice.paid', { count: 1, within: '10s' })
  await expect(bin).not.toReceive('event:refund', { within: '50ms' })
  await expect(bin).toStayQuiet('100ms')
  expect((await bin.next()).json()).toEqual({ type: 'invoice.paid' })
})

test('fails', async ({ bin }) => {
  await send(bin.url, { type: 'invoice.voided' })
  await expect(bin).toReceive('event:invoice.paid', { within: '100ms' })
})
`

test('with vitest: has the matchers, a bin for each test, and the nearest miss in the failure', async () => {
  writeFileSync(join(app, 'hooks.test.ts'), `import { expect, test } from 'creel-cli/test/vitest'\n${TESTS}`)
  const { stdout, stderr } = await inApp('vitest/vitest.mjs', [
    'run',
    '--reporter=json',
    '--outputFile=vitest.json',
    'hooks.test.ts',
  ])
  const report = JSON.parse(readFileSync(join(app, 'vitest.json'), 'utf8'))
  expect([report.numPassedTests, report.numFailedTests], stdout + stderr).toEqual([1, 1])
  const [failed] = report.testResults[0].assertionResults.filter(({ status }: { status: string }) => status === 'failed')
  expect(failed.failureMessages[0]).toContain('#1  ✗ event:invoice.paid: found "invoice.voided"')
  expect(await creel.runtime.store.listBins(creel.owner.key.ownerId)).toEqual([])
})

test("with Playwright: has the same, and the report contains a failed test's captures as HAR", async () => {
  writeFileSync(join(app, 'hooks.spec.ts'), `import { expect, test } from 'creel-cli/test/playwright'\n${TESTS}`)
  const { stdout, stderr } = await inApp('@playwright/test/cli.js', ['test', '--reporter=json', 'hooks.spec.ts'])
  const report = JSON.parse(stdout)
  expect([report.stats.expected, report.stats.unexpected], stdout + stderr).toEqual([1, 1])
  const [passed, failed] = report.suites[0].specs.map(({ tests }: { tests: { results: unknown[] }[] }) => tests[0]!.results[0])
  expect(passed.attachments).toEqual([])
  expect(failed.errors[0].message).toContain('✗ event:invoice.paid: found "invoice.voided"')
  expect(failed.attachments.map(({ name }: { name: string }) => name)).toContain('creel.har')
  const har = failed.attachments.find(({ name }: { name: string }) => name === 'creel.har')
  const text = har.body ? Buffer.from(har.body, 'base64').toString() : readFileSync(har.path, 'utf8')
  expect(JSON.parse(text).log.entries).toHaveLength(1)
  expect(await creel.runtime.store.listBins(creel.owner.key.ownerId)).toEqual([])
})

test('the types cover what the tests above use, and reject misspelt names', async () => {
  writeFileSync(
    join(app, 'wrong.test.ts'),
    `import { expect, test } from 'creel-cli/test/vitest'
test('wrong', async ({ bin }) => {
  // @ts-expect-error
  await expect(bin).toReceive('', { witin: '1s' })
})
`,
  )
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
  const { code, stdout } = await inApp('typescript/bin/tsc', [
    ...flags,
    '--typeRoots',
    join(ROOT, 'node_modules/@types'),
    'hooks.test.ts',
    'hooks.spec.ts',
    'wrong.test.ts',
  ])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})
