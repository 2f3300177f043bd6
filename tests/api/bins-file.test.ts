// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders look like this
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readBinsFile } from '#lib/api/bins-file'
import { hashSecret } from '#lib/services/credentials'

const directory = mkdtempSync(join(tmpdir(), 'creel-bins-'))
afterAll(() => rmSync(directory, { recursive: true }))

const file = join(directory, 'bins.json')
const KEY = `ck_${'0'.repeat(32)}`
const ENV = { SHOP_KEY: KEY, OTHER_KEY: `ck_${'1'.repeat(32)}`, NO_KEY: 'hunter2', EMPTY: '' }
const HASH = hashSecret(KEY)

function read(content: unknown) {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readBinsFile(file, ENV)
}

/** The text after `CREEL_BINS (FILE): ` in each line. */
function mistakes(content: unknown): string[] {
  try {
    read(content)
  } catch (error) {
    const title = `Creel cannot start: CREEL_BINS (${file}): `
    return (error as Error).message.split('\n').map((line) => {
      expect(line).toContain(title)
      return line.slice(title.length)
    })
  }
  throw new Error('nothing is wrong')
}

test("groups bins by their owner's key and keeps each one's place in the file", () => {
  const bins = [{ id: 'one' }, { id: 'two', keyEnv: 'OTHER_KEY' }, { id: 'three', keyHash: HASH }]
  expect(read({ $schema: './schema.json', keyEnv: 'SHOP_KEY', bins }).owners).toEqual([
    {
      keyHash: HASH,
      path: 'keyEnv',
      bins: [
        { declared: { id: 'one' }, path: 'bins.0' },
        { declared: { id: 'three' }, path: 'bins.2' },
      ],
    },
    { keyHash: hashSecret(ENV.OTHER_KEY), path: 'bins.1.keyEnv', bins: [{ declared: { id: 'two' }, path: 'bins.1' }] },
  ])
  expect(read({ bins: [] }).owners).toEqual([])
})

const KEYLESS = 'is missing: name the environment variable that holds the access key, or give keyHash.'
const forward = (fields: object) => ({
  keyEnv: 'SHOP_KEY',
  bins: [{ id: 'shop', forwards: [{ name: 'dev', url: 'http://h/', ...fields }] }],
})
const bin = (fields: object) => ({ keyEnv: 'SHOP_KEY', bins: [{ id: 'shop', ...fields }] })

test.each<[unknown, ...string[]]>([
  ['{', expect.stringMatching(/^it is not JSON: .+\.$/)],
  ['[]', 'the file: Invalid input: expected object, received array.'],
  [{ keyEnv: 'SHOP_KEY' }, 'bins is missing.'],
  [{ keyEnv: 'SHOP_KEY', bins: [], binz: 1 }, 'binz (1) is not a field of such a file.'],
  [{ bins: [{ id: 'shop' }, { id: 'shop-2' }] }, `keyEnv ${KEYLESS}`],
  [{ bins: [{ id: 'shop', keyEnv: 'EMPTY' }] }, 'bins.0.keyEnv ("EMPTY") names an environment variable that is not set.'],
  [{ keyEnv: 'NOBODY', bins: [{ id: 'shop' }] }, 'keyEnv ("NOBODY") names an environment variable that is not set.'],
  [
    { keyEnv: 'NO_KEY', bins: [{ id: 'shop' }] },
    'keyEnv ("NO_KEY") names a variable that holds no access key: ck_ and 26 to 128 of 0-9 and a-z.',
  ],
  [{ keyEnv: KEY.slice(3), bins: [] }, expect.stringContaining('is not the name of an environment variable.')],
  [{ keyHash: HASH.toUpperCase(), bins: [] }, expect.stringContaining('is not a SHA-256 as 64 hex digits in lower case.')],
  [
    { keyEnv: 'SHOP_KEY', keyHash: HASH, bins: [{ id: 'shop' }] },
    expect.stringMatching(/^keyHash .*cannot be used together with keyEnv\.$/),
  ],
  [bin({ id: 'A b' }), 'bins.0.id ("A b") takes 3 to 63 of a-z, 0-9 and -, and does not begin with -.'],
  [
    bin({ response: { status: 700, delayMs: 'long' }, ttlSeconds: 1 }),
    'bins.0.ttlSeconds (1): Too small: expected number to be >=60.',
    'bins.0.response.status (700): Too big: expected number to be <=599.',
    'bins.0.response.delayMs ("long"): Invalid input: expected number, received string.',
  ],
  [bin({ rules: [{ when: '' }] }), 'bins.0.rules is not supported yet: bins have no rules.'],
  [bin({ response: { headers: [['set-cookie', 'a=b']] } }), expect.stringMatching(/^bins\.0\.response\.headers\.0/)],
  [
    bin({ require: { auth: { type: 'bearer', token: '${NOBODY}' } } }),
    'bins.0.require.auth.token needs the environment variable NOBODY, which is not set.',
  ],
  [
    bin({ require: { auth: { type: 'basic', user: 'a:hunter2', password: 'x' } } }),
    'bins.0.require.auth.user contains a colon, which ends the user name in HTTP Basic.',
  ],
  [forward({ url: 'localhost:3000' }), 'bins.0.forwards.0.url ("localhost:3000") is not an http or https URL.'],
  [forward({ url: '${NO_KEY}' }), 'bins.0.forwards.0.url ("${NO_KEY}") is not an http or https URL.'],
  [
    forward({ headerChanges: [['x', '${EMPTY}']] }),
    'bins.0.forwards.0.headerChanges.0.1 needs the environment variable EMPTY, which is not set.',
  ],
  [forward({ rate: 'fast' }), 'bins.0.forwards.0.rate ("fast") must be a count and a window like 10/1s or 600/1m.'],
])('reports the mistakes in %j line by line', (content, ...lines) => {
  const told = mistakes(content)
  expect(told).toEqual(lines)
  expect(told.join()).not.toContain('hunter2')
})

test('reports a file that cannot be read', () => {
  expect(() => readBinsFile(join(directory, 'nothing.json'), ENV)).toThrow(/nothing\.json\): it cannot be read \(ENOENT\)\.$/)
  expect(() => readBinsFile(directory, ENV)).toThrow(/it cannot be read \(EISDIR\)/)
})
