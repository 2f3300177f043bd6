import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVault } from '#lib/vault/create-vault'
import { keyIdOf, sealingKey } from '#lib/vault/seal'

let directory: string
let keyFile: string
let warnings: unknown[]
const log = { info() {}, warn: (line: unknown) => void warnings.push(line) }
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
const SECRET = 'whsec_Grüße, 🎣'

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'creel-vault-'))
  keyFile = join(directory, 'creel.db.key')
  warnings = []
})
afterEach(() => rm(directory, { recursive: true }))

const open = (keys: readonly Uint8Array[], file: string | null = null) => createVault({ keys, keyFile: file }, log)

describe('a sealed value', () => {
  test('opens again, and is different each time it is sealed', async () => {
    const vault = open([newKey])
    const [one, two] = [await vault.seal(SECRET, 'a'), await vault.seal(SECRET, 'a')]
    expect([await vault.open(one, 'a'), await vault.open(two, 'a')]).toEqual([SECRET, SECRET])
    expect(Buffer.compare(one, two)).not.toBe(0)
    expect(Buffer.from(one).includes(SECRET)).toBe(false)
    expect(await vault.open(await vault.seal('', 'a'), 'a')).toBe('')
  })

  test('opens only in its own context', async () => {
    const vault = open([newKey])
    await expect(vault.open(await vault.seal(SECRET, 'secret 1 of bin 1'), 'secret 1 of bin 2')).rejects.toThrow()
  })

  test('does not open if any byte was changed', async () => {
    const vault = open([newKey])
    const sealed = await vault.seal(SECRET, 'a')
    for (let i = 0; i < sealed.byteLength; i += 1) {
      const changed = Uint8Array.from(sealed)
      changed[i]! ^= 1
      await expect(vault.open(changed, 'a')).rejects.toThrow()
    }
    for (const cut of [sealed.subarray(0, -1), sealed.subarray(0, 20), new Uint8Array()]) {
      await expect(vault.open(cut, 'a')).rejects.toThrow()
    }
  })

  test('names its key without revealing it', async () => {
    const sealed = Buffer.from(await open([newKey]).seal(SECRET, 'a'))
    expect(keyIdOf(sealed)).toBe(sealingKey(newKey).id)
    expect(sealed.includes(newKey)).toBe(false)
  })
})

describe('a new key', () => {
  test('seals new values while older keys still open old ones, until they are no longer needed', async () => {
    const before = await open([oldKey]).seal(SECRET, 'a')
    const both = open([newKey, oldKey])
    expect([await both.open(before, 'a'), await both.isStale(before)]).toEqual([SECRET, true])
    const after = await both.seal(SECRET, 'a')
    expect(await both.isStale(after)).toBe(false)
    const alone = open([newKey])
    expect(await alone.open(after, 'a')).toBe(SECRET)
    await expect(alone.open(before, 'a')).rejects.toMatchObject({ code: 'secret_key_missing' })
  })

  test('in the environment takes precedence over the file, whose key still opens', async () => {
    const before = await open([], keyFile).seal(SECRET, 'a')
    const both = open([newKey], keyFile)
    expect([await both.open(before, 'a'), await both.isStale(before)]).toEqual([SECRET, true])
    expect(await both.isStale(await both.seal(SECRET, 'a'))).toBe(false)
  })
})

describe('the key file', () => {
  test('is created on first use, readable by its owner only, and stays the same after a restart', async () => {
    const vault = open([], keyFile)
    expect(await vault.isStale(Uint8Array.of(1))).toBe(false)
    expect(await readdir(directory)).toEqual([])
    const sealed = await vault.seal(SECRET, 'a')
    expect(await readdir(directory)).toEqual(['creel.db.key'])
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect(await readFile(keyFile, 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/)
    expect(await open([], keyFile).open(sealed, 'a')).toBe(SECRET)
    expect(warnings).toEqual([])
  })

  test('is created only once, however many need it at the same time', async () => {
    const vaults = Array.from({ length: 8 }, () => open([], keyFile))
    const sealed = await Promise.all(vaults.map((vault) => vault.seal(SECRET, 'a')))
    expect(new Set(sealed.map(keyIdOf)).size).toBe(1)
    expect(await readdir(directory)).toEqual(['creel.db.key'])
  })

  test('that was lost opens nothing, and opening does not create a new one', async () => {
    const sealed = await open([], keyFile).seal(SECRET, 'a')
    await rm(keyFile)
    await expect(open([], keyFile).open(sealed, 'a')).rejects.toMatchObject({ code: 'secret_key_missing' })
    expect(await readdir(directory)).toEqual([])
  })

  test('that others can read causes a warning', async () => {
    await open([], keyFile).seal(SECRET, 'a')
    await chmod(keyFile, 0o644)
    await open([], keyFile).seal(SECRET, 'a')
    expect(warnings).toEqual([{ file: keyFile }])
  })

  test.each(['', 'not a key', Buffer.alloc(31).toString('base64')])(
    'without a valid key is refused and not overwritten: %j',
    async (text) => {
      await writeFile(keyFile, text)
      await expect(open([], keyFile).seal(SECRET, 'a')).rejects.toThrow('does not hold a key')
      expect(await readFile(keyFile, 'utf8')).toBe(text)
    },
  )
})

test('without a key nothing is sealed, and the refusal names the variable', async () => {
  await expect(open([]).seal(SECRET, 'a')).rejects.toMatchObject({
    code: 'secret_key_missing',
    message: expect.stringContaining('CREEL_SECRET_KEY'),
  })
})
