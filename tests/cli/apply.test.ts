// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders look like this
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerRest } from '../server/answer-rest'
import { anOwner, type Creel, startCreel } from '../server/start-creel'
import { emptyDirectory, runCli } from './run-cli'

let creel: Creel
let cwd: string
beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
  cwd = await emptyDirectory()
})
afterAll(() => creel.close())

const env = () => ({ CREEL_URL: creel.url, CREEL_KEY: creel.accessKey })
const FORWARD = { name: 'dev', url: 'http://127.0.0.1:64999/', enabled: false }

async function apply(content: unknown, flags: string[] = [], more: Record<string, string> = {}) {
  const file = join(cwd, 'bins.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return runCli(['apply', file, ...flags], { cwd, env: { ...env(), ...more } })
}
const stored = async (id: string) => (await creel.runtime.store.findBin(id))!

test('apply reports what changed for each bin; the second time nothing changes', async () => {
  const file = { bins: [{ id: 'shop', response: { status: 201 } }, { id: 'other' }] }
  expect(await apply(file)).toMatchObject({ code: 0, stdout: 'shop\tcreated\nother\tcreated\n', stderr: '' })
  expect(await apply(file)).toMatchObject({ code: 0, stdout: 'shop\tunchanged\nother\tunchanged\n' })
  const changed = { bins: [{ id: 'shop', name: 'Shop', response: { status: 503 }, forwards: [FORWARD] }] }
  expect(await apply(changed)).toMatchObject({ code: 0, stdout: 'shop\tchanged: name, response, forwards.dev\n' })
  expect(await stored('shop')).toMatchObject({ name: 'Shop', response: { status: 503 }, ownerId: creel.owner.key.ownerId })
})

test('--dry-run changes nothing, and --json prints records', async () => {
  const { code, stderr, records } = await apply({ bins: [{ id: 'dry-bin' }] }, ['--dry-run', '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Dry run: nothing was changed.\n' })
  expect(records()).toEqual([
    { type: 'ready', url: creel.url, dryRun: true },
    { type: 'bin', id: 'dry-bin', outcome: 'created', changes: [] },
  ])
  expect(await stored('dry-bin')).toBeNull()
})

test("accepts a file for CREEL_BINS, also from stdin, and its bins become the caller's", async () => {
  const bins = [{ id: 'keyed-bin', keyHash: 'f'.repeat(64) }]
  const file = JSON.stringify({ $schema: './declared-bins.schema.json', keyEnv: 'NOBODY', bins })
  expect(await runCli(['apply', '-'], { cwd, env: env(), stdin: file })).toMatchObject({
    code: 0,
    stdout: 'keyed-bin\tcreated\n',
  })
  expect(await stored('keyed-bin')).toMatchObject({ ownerId: creel.owner.key.ownerId })
})

test("fills placeholders from the command's environment and never prints their values", async () => {
  const bin = { id: 'secret-bin', forwards: [{ ...FORWARD, headerChanges: [['authorization', '${TOKEN}']] }] }
  const missing = await apply({ bins: [bin] })
  expect(missing).toMatchObject({ code: 2, stdout: '' })
  expect(missing.stderr).toContain('bins.0.forwards.0.headerChanges.0.1 needs the environment variable TOKEN, which is not set.')
  expect((await apply({ bins: [bin] }, [], { TOKEN: 'hunter2' })).code).toBe(0)
  const [forward] = await creel.runtime.store.listForwards((await stored('secret-bin')).key)
  expect(forward!.headerChanges).toEqual([['authorization', 'hunter2']])
  const wrong = await apply({ bins: [bin] }, [], { TOKEN: 'hunter2\nx' })
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).not.toContain('hunter2')
})

test('exit 2: an invalid file changes nothing and gets a line for each mistake', async () => {
  expect((await apply('{')).code).toBe(2)
  expect((await apply('[]')).code).toBe(2)
  expect((await apply({})).stderr).toContain('bins is missing.')
  const wrong = await apply({ bins: [{ id: 'fine-bin' }, { id: 'shop', nmae: 'x', response: { status: 700 } }] })
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toBe(
    'creel: Not accepted:\n  bins.1.response.status (700): Too big: expected number to be <=599.\n  bins.1.nmae ("x") is not a field of this call.\n',
  )
  expect(await stored('fine-bin')).toBeNull()
  expect((await runCli(['apply'], { cwd, env: env() })).code).toBe(2)
  expect((await runCli(['apply', 'nothing.json'], { cwd, env: env() })).stderr).toContain('cannot be read (ENOENT)')
})

test("exit 1: another owner's bin, or a refused target", async () => {
  const { owner } = await anOwner(creel.runtime)
  const { id } = await creel.createBin({ ownerId: owner.key.ownerId })
  const theirs = await apply({ bins: [{ id }] })
  expect(theirs).toMatchObject({ code: 1, stdout: '' })
  expect(theirs.stderr).toContain(`bins.0.id ("${id}") belongs to another owner.`)
  const target = await apply({ bins: [{ id: 'fine-bin', forwards: [{ ...FORWARD, url: 'http://10.0.0.1/' }] }] })
  expect(target).toMatchObject({ code: 1, stderr: expect.stringContaining('bins.0.forwards.0: ') })
})

test('exit 3: no key or an unknown key; exit 5: no server', async () => {
  const file = { bins: [{ id: 'fine-bin' }] }
  expect((await apply(file, [], { CREEL_KEY: '' })).code).toBe(3)
  expect((await apply(file, [], { CREEL_KEY: `ck_${'0'.repeat(32)}` })).code).toBe(3)
  expect((await apply(file, [], { CREEL_URL: 'http://127.0.0.1:1' })).code).toBe(5)
})

test('applying the output of export-config changes nothing', async () => {
  const bins = [
    {
      id: 'round-trip',
      name: 'Round',
      ttlSeconds: 86_400,
      response: { status: 202, headers: [['x-a', 'b']], body: '${x}' },
      require: { auth: { type: 'bearer', token: 'hunter2' } },
      forwards: [{ ...FORWARD, headerChanges: [['Authorization', 'Bearer hunter2']] }],
    },
    { id: 'plain-bin' },
  ]
  expect((await apply({ bins })).code).toBe(0)
  const exported = await runCli(['export-config', 'round-trip', `${creel.url}/in/plain-bin`], { cwd, env: env() })
  expect(exported.code).toBe(0)
  expect(exported.stdout).not.toContain('hunter2')
  expect(exported.stderr).toBe(
    'Set BIN_ROUND_TRIP_TOKEN before you apply it. It is the value of bins.0.require.auth.token.\n' +
      'Set BIN_ROUND_TRIP_DEV_AUTHORIZATION before you apply it. It is the value of bins.0.forwards.0.headerChanges.0.1.\n',
  )
  const secrets = { BIN_ROUND_TRIP_TOKEN: 'hunter2', BIN_ROUND_TRIP_DEV_AUTHORIZATION: 'Bearer hunter2' }
  const again = await apply(exported.stdout, [], secrets)
  expect(again).toMatchObject({ code: 0, stdout: 'round-trip\tunchanged\nplain-bin\tunchanged\n' })
  const rotated = await apply(exported.stdout, [], { ...secrets, BIN_ROUND_TRIP_TOKEN: 'hunter3' })
  expect(rotated.stdout).toBe('round-trip\tchanged: require\nplain-bin\tunchanged\n')
})

test('export-config prints all bins of the key, as records with --json; an unknown bin exits with 4', async () => {
  const all = await runCli(['export-config'], { cwd, env: env() })
  const ids = JSON.parse(all.stdout).bins.map(({ id }: { id: string }) => id)
  expect(ids.sort()).toEqual((await creel.runtime.store.listBins(creel.owner.key.ownerId)).map(({ id }) => id).sort())
  const json = await runCli(['export-config', 'plain-bin', '--json'], { cwd, env: env() })
  expect(json.records()).toMatchObject([
    { type: 'ready', count: 1 },
    { type: 'bin', id: 'plain-bin', response: null },
  ])
  expect((await runCli(['export-config', 'nobodys-bin'], { cwd, env: env() })).code).toBe(4)
  expect((await runCli(['export-config'], { cwd, env: { CREEL_URL: creel.url } })).code).toBe(3)
})
