import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { applyBinsFile, readBinsFile, recreateBinsOfFile } from '#lib/api/bins-file'
import type { AppliedBin } from '#lib/core/declared/declared'
import { findKeyActor } from '#lib/services/find-actor'
import { createKey } from '#lib/services/keys/create-key'
import { originsOf } from '#lib/services/origins'
import { updateBin } from '#lib/services/update-bin'
import { postgresUrl } from '../services'
import { databases, type OwnDatabase } from '../store/databases'
import { temporaryPostgresql } from '../store/temporary-postgresql'
import { startProgram } from './own-process'
import { type Creel, startCreel } from './start-creel'

const KEY = `ck_${'0'.repeat(32)}`
const OTHER_KEY = `ck_${'1'.repeat(32)}`
const env = { SHOP_KEY: KEY, OTHER_KEY }
/** Separate processes start slowly on a loaded machine. */
const PROCESSES = { timeout: 120_000 }
const FORWARD = { name: 'dev', url: 'http://127.0.0.1:64999/', enabled: false }

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'creel-bins-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function write(name: string, content: object): Promise<string> {
  const file = join(directory, name)
  await writeFile(file, JSON.stringify(content))
  return file
}
const outcomes = (applied: readonly AppliedBin[]) => applied.map(({ outcome }) => outcome)

describe.each(databases)('the file of CREEL_BINS, on %s', (name, open) => {
  let database: OwnDatabase
  let creel: Creel
  beforeAll(async () => {
    database = await open()
    creel = await startCreel({ env: { DATABASE_URL: database.url } })
  })
  afterAll(async () => {
    await creel.close()
    await database.close()
  })
  const apply = async (content: object) => {
    const file = await write(`${name}.json`, content)
    return applyBinsFile(creel.runtime, readBinsFile(file, env))
  }
  const owners = async () => Number((await database.sql('SELECT count(*) AS "n" FROM "Owner"'))[0]!.n)
  const stored = async (id: string) => (await creel.runtime.store.findBin(id))!

  test('creates the owner for the key, and the bins, which senders and the owner can use', async () => {
    const before = await owners()
    const bins = [
      { id: 'shop', response: { status: 201, body: 'thanks' }, forwards: [FORWARD] },
      { id: 'other', keyEnv: 'OTHER_KEY' },
    ]
    expect(outcomes(await apply({ keyEnv: 'SHOP_KEY', bins }))).toEqual(['created', 'created'])
    expect(await owners()).toBe(before + 2)
    const reply = await fetch(`${creel.url}/in/shop`, { method: 'POST', body: 'x' })
    expect([reply.status, await reply.text()]).toEqual([201, 'thanks'])
    const actor = await findKeyActor(creel.runtime, KEY, 'bearer')
    expect(actor!.key).toMatchObject({ ownerId: (await stored('shop')).ownerId, scope: 'full', label: 'from CREEL_BINS' })
    expect((await stored('other')).ownerId).not.toBe(actor!.key.ownerId)
  })

  test('the same file changes nothing, and a changed file changes the bin', async () => {
    const before = [await stored('shop'), await owners()]
    expect(
      outcomes(await apply({ keyEnv: 'SHOP_KEY', bins: [{ id: 'shop', response: { status: 201, body: 'thanks' } }] })),
    ).toEqual(['unchanged'])
    expect([await stored('shop'), await owners()]).toEqual(before)
    const changed = await apply({ keyEnv: 'SHOP_KEY', bins: [{ id: 'shop', response: { status: 503 } }] })
    expect(changed).toEqual([{ id: 'shop', outcome: 'changed', changes: ['response'] }])
    expect((await fetch(`${creel.url}/in/shop`)).status).toBe(503)
    expect((await stored('shop')).captureCount).toBe(2)
  })

  test("another owner's bin stops the start before an owner, a key or a bin is added", async () => {
    const before = [await owners(), (await stored('shop')).name]
    const strangersKey = 'f'.repeat(64)
    const bins = [{ id: 'fresh-one' }, { id: 'shop', name: 'x' }]
    await expect(apply({ keyHash: strangersKey, bins })).rejects.toThrow(/: bins\.1\.id \("shop"\) belongs to another owner\.$/)
    expect([await owners(), (await stored('shop')).name]).toEqual(before)
    expect(await creel.runtime.store.findKey(strangersKey)).toBeNull()
    expect(await stored('fresh-one')).toBeNull()
  })

  test.each([
    [{ scope: 'read' }, 'is an access key that only reads'],
    [{ scope: 'full', ttlSeconds: 1 }, 'is an access key that has expired'],
  ] as const)('a key with %j stops the start', async (input, why) => {
    const { id, accessKey } = await createKey(creel.runtime, creel.owner, { label: null, bins: null, ...input })
    if ('ttlSeconds' in input) await database.sql(`UPDATE "AccessKey" SET "expiresAt" = 1 WHERE "id" = '${id}'`)
    const file = await write('key.json', { keyEnv: 'A_KEY', bins: [{ id: 'fresh-one' }] })
    await expect(applyBinsFile(creel.runtime, readBinsFile(file, { A_KEY: accessKey }))).rejects.toThrow(why)
  })

  test('a bin that expires is created again with its forwards, and changes to other bins stay', async () => {
    const bins = [
      { id: 'brief', name: 'from the file', ttlSeconds: 3600, forwards: [FORWARD] },
      { id: 'lasting', name: 'from the file' },
    ]
    await apply({ keyEnv: 'SHOP_KEY', bins })
    const stop = recreateBinsOfFile(creel.runtime, readBinsFile(join(directory, `${name}.json`), env))
    const expired = await stored('brief')
    const owner = (await findKeyActor(creel.runtime, KEY, 'bearer'))!
    const origins = originsOf(creel.runtime.config, new Headers())
    await updateBin(creel.runtime, owner, 'lasting', { name: 'from the page' }, origins)
    await database.sql(`UPDATE "Bin" SET "fixedExpiresAt" = 1 WHERE "id" = 'brief'`)
    const again = await vi.waitFor(
      async () => {
        const bin = await stored('brief')
        expect(bin?.key).not.toBe(expired.key)
        expect(await creel.runtime.store.listForwards(bin.key)).toHaveLength(1)
        return bin
      },
      { timeout: 20_000, interval: 100 },
    )
    expect(again).toMatchObject({ name: 'from the file', ownerId: expired.ownerId })
    expect(await stored('lasting')).toMatchObject({ name: 'from the page' })
    stop()
  }, 30_000)

  test('several processes at once create one owner, and each bin and forward once', async () => {
    const before = await owners()
    const forwards = [FORWARD, { ...FORWARD, name: 'two' }]
    const content = {
      keyHash: 'e'.repeat(64),
      bins: Array.from({ length: 5 }, (_, n) => ({ id: `many-${n}`, name: 'x', forwards })),
    }
    const all = await Promise.all([apply(content), apply(content), apply(content)])
    expect(await owners()).toBe(before + 1)
    for (let n = 0; n < 5; n++) {
      expect(all.filter((applied) => applied[n]!.outcome === 'created')).toHaveLength(1)
      const names = (await creel.runtime.store.listForwards((await stored(`many-${n}`)).key)).map((forward) => forward.name)
      expect(names.sort()).toEqual(['dev', 'two'])
    }
    expect(outcomes(await apply(content))).toEqual(Array(5).fill('unchanged'))
  })
})

/** Starts a separate process that applies the file. */
async function startProcess(databaseUrl: string, file: string) {
  const child = startProgram('tests/server/declaring-creel.ts', {
    env: { ...process.env, ...env, DATABASE_URL: databaseUrl, CREEL_BINS: file },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return {
    async apply(): Promise<AppliedBin[]> {
      child.stdin!.write('apply\n')
      return JSON.parse((await lines.next()).value)
    },
    async stop() {
      child.stdin!.end()
      await once(child, 'exit')
    },
  }
}

test.skipIf(postgresUrl === null)('two processes that start at the same time apply the file once', PROCESSES, async () => {
  const { url, drop } = await temporaryPostgresql()
  const forwards = [FORWARD, { ...FORWARD, name: 'two' }]
  const bins = Array.from({ length: 20 }, (_, n) => ({ id: `shop-${n}`, name: 'a', forwards }))
  const file = await write('two.json', { keyEnv: 'SHOP_KEY', bins })
  const processes = await Promise.all([startProcess(url, file), startProcess(url, file)])
  const both = () => Promise.all(processes.map((each) => each.apply()))
  const [a, b] = await both()
  for (let n = 0; n < 20; n++) expect([a![n]!.outcome, b![n]!.outcome].filter((outcome) => outcome === 'created')).toHaveLength(1)
  const reader = await startCreel({ env: { DATABASE_URL: url } })
  const { ownerId } = (await findKeyActor(reader.runtime, KEY, 'bearer'))!.key
  const stored = await reader.runtime.store.listBins(ownerId)
  expect(stored.map(({ id }) => id).sort()).toEqual(bins.map(({ id }) => id).sort())
  for (const { key } of stored) expect(await reader.runtime.store.listForwards(key)).toHaveLength(2)
  expect((await both()).flatMap(outcomes)).toEqual(Array(40).fill('unchanged'))
  await write('two.json', {
    keyEnv: 'SHOP_KEY',
    bins: bins.map((bin) => ({ ...bin, name: 'b', forwards: [...forwards, { ...FORWARD, name: 'three' }] })),
  })
  await both()
  expect((await both()).flatMap(outcomes)).toEqual(Array(40).fill('unchanged'))
  for (const { key } of stored) expect(await reader.runtime.store.listForwards(key)).toHaveLength(3)
  for (const each of processes) await each.stop()
  await reader.close()
  await drop()
})

/** Runs server.ts, which must stop by itself. Returns its exit code and stderr. */
async function startServer(settings: Record<string, string>): Promise<{ code: unknown; stderr: string }> {
  const env = { ...process.env, PORT: '0', ...settings }
  const child = startProgram('server.ts', { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 100_000 })
  const stderr = text(child.stderr!)
  const [code] = await once(child, 'exit')
  return { code, stderr: await stderr }
}

test('an invalid file stops the start before the database is opened', PROCESSES, async () => {
  const file = await write('bad.json', { keyEnv: 'SHOP_KEY', bins: [{ id: 'shop', response: { status: 700 } }] })
  const { code, stderr } = await startServer({ CREEL_BINS: file, SHOP_KEY: KEY, DATABASE_URL: 'file:/nowhere/at/all.db' })
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `Creel cannot start: CREEL_BINS (${file}): bins.0.response.status (700): Too big: expected number to be <=599.\n`,
  })
})

test("another owner's bin stops the start", PROCESSES, async () => {
  const creel = await startCreel()
  const { id } = await creel.createBin()
  const file = await write('theirs.json', { keyEnv: 'SHOP_KEY', bins: [{ id }] })
  const { databaseUrl } = creel
  const { code, stderr } = await startServer({
    CREEL_BINS: file,
    SHOP_KEY: KEY,
    DATABASE_URL: databaseUrl,
    CREEL_LOG_LEVEL: 'silent',
  })
  expect(code).toBe(1)
  expect(stderr).toMatch(
    new RegExp(`^Creel cannot start: CREEL_BINS .*: bins\\.0\\.id \\("${id}"\\) belongs to another owner\\.\\n$`),
  )
  await creel.close()
})
