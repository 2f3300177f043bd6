import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig, SETTINGS, type Setting } from '#lib/config'

test('an empty environment gives the defaults', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    origin: null,
    captureOrigin: null,
    databaseUrl: 'file:./data/creel.db',
    redisUrl: null,
    maxBodyBytes: 10 * 1024 * 1024,
    maxCapturesPerBin: 10_000,
    binTtlMs: 30 * 86_400_000,
    maxDatabaseBytes: null,
    maxDeliveriesPerCapture: 50,
    maxDeliveryBytesPerBin: 64 * 1024 * 1024,
    maxPinnedBytesPerBin: 256 * 1024 * 1024,
    resendAllow: ['loopback'],
    forward: 'on',
    metricsPort: null,
    trustProxy: 0,
    logLevel: 'info',
    create: 'open',
    adminKey: null,
    secretKeys: null,
    binsFile: null,
    securityContact: null,
    limitBinsPerAddress: { count: 1000, windowSeconds: 3600 },
    limitCapturesPerBin: null,
    limitCapturesPerAddress: null,
    limitKeysPerOwner: { count: 600, windowSeconds: 3600 },
    limitAbortedPerBin: { count: 60, windowSeconds: 60 },
    limitResendsPerKey: { count: 1200, windowSeconds: 60 },
    limitDeliveriesPerOwner: { count: 30_000, windowSeconds: 60 },
    limitWritesPerKey: { count: 1200, windowSeconds: 60 },
    limitBytesPerBin: null,
    limitDelayedReplies: 2000,
    limitStreamsPerAddress: 1000,
    limitConnections: 20_000,
    limitConnectionsPerAddress: null,
  })
})

test('an empty or blank value, as in compose files, counts as not set', () => {
  expect(readConfig({ PORT: '', CREEL_ORIGIN: ' ', DATABASE_URL: '' })).toEqual(readConfig({}))
})

test.each([
  ['PORT', '0', { port: 0 }],
  ['PORT', '65535', { port: 65_535 }],
  ['HOST', '::', { host: '::' }],
  ['CREEL_ORIGIN', 'https://Creel.Example:443/', { origin: 'https://creel.example' }],
  ['CREEL_ORIGIN', 'http://localhost:8080', { origin: 'http://localhost:8080' }],
  ['CREEL_CAPTURE_ORIGIN', 'https://in.creel.example', { captureOrigin: 'https://in.creel.example' }],
  ['DATABASE_URL', 'file:/var/lib/creel/creel.db', { databaseUrl: 'file:/var/lib/creel/creel.db' }],
  ['DATABASE_URL', 'postgresql://u:p@db:5432/creel', { databaseUrl: 'postgresql://u:p@db:5432/creel' }],
  ['DATABASE_URL', 'postgres://u@localhost/creel?host=/run/pg', { databaseUrl: 'postgres://u@localhost/creel?host=/run/pg' }],
  ['REDIS_URL', 'rediss://:secret@redis:6380/1', { redisUrl: 'rediss://:secret@redis:6380/1' }],
  ['CREEL_MAX_BODY_BYTES', '1', { maxBodyBytes: 1 }],
  ['CREEL_MAX_BODY_BYTES', '512MiB', { maxBodyBytes: 536_870_912 }],
  ['CREEL_MAX_BODY_BYTES', '25 MB', { maxBodyBytes: 25_000_000 }],
  ['CREEL_MAX_BODY_BYTES', '1.5kib', { maxBodyBytes: 1_536 }],
  ['CREEL_MAX_DATABASE_BYTES', '20GiB', { maxDatabaseBytes: 21_474_836_480 }],
  ['CREEL_MAX_CAPTURES_PER_BIN', '1000000000', { maxCapturesPerBin: 1_000_000_000 }],
  ['CREEL_BIN_TTL', '0', { binTtlMs: null }],
  ['CREEL_BIN_TTL', '0d', { binTtlMs: null }],
  ['CREEL_BIN_TTL', '3600', { binTtlMs: 3_600_000 }],
  ['CREEL_BIN_TTL', '90m', { binTtlMs: 5_400_000 }],
  ['CREEL_BIN_TTL', '2w', { binTtlMs: 1_209_600_000 }],
  ['CREEL_RESEND_ALLOW', '10.0.0.0/8', { resendAllow: ['10.0.0.0/8'] }],
  [
    'CREEL_RESEND_ALLOW',
    '127.0.0.1, ::1, Api.Local:4000 [fd00::1]:80',
    { resendAllow: ['127.0.0.1', '::1', 'api.local:4000', '[fd00::1]:80'] },
  ],
  ['CREEL_RESEND_ALLOW', 'None', { resendAllow: [] }],
  ['CREEL_RESEND_ALLOW', 'loopback,10.0.0.0/8', { resendAllow: ['loopback', '10.0.0.0/8'] }],
  ['CREEL_METRICS_PORT', '9464', { metricsPort: 9_464 }],
  ['CREEL_TRUST_PROXY', '2', { trustProxy: 2 }],
  ['CREEL_LOG_LEVEL', 'WARN', { logLevel: 'warn' }],
  ['CREEL_ADMIN_KEY', 'a-secret-of-the-operator!', { adminKey: 'a-secret-of-the-operator!' }],
  ['CREEL_SECRET_KEY', 'AB'.repeat(32), { secretKeys: ['ab'.repeat(32)] }],
  ['CREEL_SECRET_KEY', `${'/'.repeat(41)}wA=, ${'0'.repeat(64)}`, { secretKeys: [`${'f'.repeat(62)}00`, '0'.repeat(64)] }],
  ['CREEL_BINS', './bins.json', { binsFile: './bins.json' }],
  ['CREEL_LIMIT_BINS', 'off', { limitBinsPerAddress: null }],
  ['CREEL_LIMIT_BINS', '10/h', { limitBinsPerAddress: { count: 10, windowSeconds: 3600 } }],
  ['CREEL_LIMIT_CAPTURES_PER_BIN', '600 / 1m', { limitCapturesPerBin: { count: 600, windowSeconds: 60 } }],
  ['CREEL_SECURITY_CONTACT', 'mailto:security@creel.example', { securityContact: 'mailto:security@creel.example' }],
  ['CREEL_LIMIT_ABORTED_PER_BIN', 'off', { limitAbortedPerBin: null }],
  ['CREEL_LIMIT_CAPTURES_PER_ADDRESS', '1/24D', { limitCapturesPerAddress: { count: 1, windowSeconds: 2_073_600 } }],
  ['CREEL_LIMIT_BYTES_PER_BIN', '1KiB', { limitBytesPerBin: 1024 }],
  ['CREEL_LIMIT_CONNECTIONS', 'OFF', { limitConnections: null }],
  ['CREEL_LIMIT_STREAMS', '1', { limitStreamsPerAddress: 1 }],
])('%s may be %j', (variable, value, expected) => {
  const noLocalTargets = { CREEL_RESEND_ALLOW: 'none' } // the default depends on other settings, see below
  expect(readConfig({ ...noLocalTargets, [variable]: value })).toEqual({ ...readConfig(noLocalTargets), ...expected })
})

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', 'http'],
  ['HOST', 'http://localhost'],
  ['CREEL_ORIGIN', 'creel.example'],
  ['CREEL_ORIGIN', 'ftp://creel.example'],
  ['CREEL_ORIGIN', 'https://creel.example/app'],
  ['CREEL_ORIGIN', 'https://creel.example?'],
  ['CREEL_ORIGIN', 'https://me@creel.example'],
  ['CREEL_SECURITY_CONTACT', 'security@creel.example'],
  ['CREEL_SECURITY_CONTACT', 'http://creel.example/'],
  ['CREEL_CAPTURE_ORIGIN', 'localhost:3000'],
  ['DATABASE_URL', './data/creel.db'],
  ['DATABASE_URL', 'file:'],
  ['DATABASE_URL', 'file::memory:'],
  ['DATABASE_URL', 'mysql://db/creel'],
  ['DATABASE_URL', 'postgresql://'],
  ['REDIS_URL', '127.0.0.1:6379'],
  ['CREEL_MAX_BODY_BYTES', '0'],
  ['CREEL_MAX_BODY_BYTES', '513MiB'],
  ['CREEL_MAX_BODY_BYTES', '10M'],
  ['CREEL_MAX_BODY_BYTES', '10,000'],
  ['CREEL_MAX_DATABASE_BYTES', '1023KiB'],
  ['CREEL_MAX_CAPTURES_PER_BIN', '0'],
  ['CREEL_MAX_CAPTURES_PER_BIN', 'many'],
  ['CREEL_BIN_TTL', '30 days'],
  ['CREEL_BIN_TTL', '-1'],
  ['CREEL_BIN_TTL', '101000d'],
  ['CREEL_METRICS_PORT', '0'],
  ['CREEL_TRUST_PROXY', 'true'],
  ['CREEL_LOG_LEVEL', 'loud'],
  ['CREEL_CREATE', 'closed'],
  ['CREEL_LIMIT_BINS', '100'],
  ['CREEL_LIMIT_BINS', '0/1h'],
  ['CREEL_LIMIT_BINS', '10/25d'],
  ['CREEL_LIMIT_BINS', '10/0s'],
  ['CREEL_LIMIT_RESENDS', '-1/1h'],
  ['CREEL_LIMIT_BYTES_PER_BIN', '1023'],
  ['CREEL_LIMIT_DELAYED_REPLIES', '0'],
  ['CREEL_LIMIT_CONNECTIONS', 'no'],
])('%s may not be %j, and the error says what it may be', (variable, value) => {
  const allowed = settings().find((setting) => setting.variable === variable)!.type.description!
  expect(mistakesOf({ [variable]: value })).toEqual([`${variable} is ${JSON.stringify(value)}; it must be ${allowed}.`])
})

test.each([
  ['10.0.0.0/33', 'has more than 32 bits'],
  ['127.0.0.1/8', 'write 127.0.0.0/8'],
  ['127.0.0.1/32,localhost', '"localhost" is neither'],
  ['localhost:65536', 'no port from 1 to 65535'],
  ['*', '"*" is neither'],
])('CREEL_RESEND_ALLOW may not be %j, and the error says why and what it may be', (value, why) => {
  const variable = 'CREEL_RESEND_ALLOW'
  const allowed = settings().find((setting) => setting.variable === variable)!.type.description!
  const [line, ...more] = mistakesOf({ [variable]: value })
  expect(line).toContain(`${variable} is ${JSON.stringify(value)}; it must be ${allowed} (`)
  expect(line).toContain(why)
  expect(more).toEqual([])
})

test('reports all mistakes at once', () => {
  expect(mistakesOf({ PORT: 'x', CREEL_TRUST_PROXY: 'yes', CREEL_ORGIN: 'https://a.example' })).toEqual([
    expect.stringMatching(/^PORT is "x"; it must be/),
    expect.stringMatching(/^CREEL_TRUST_PROXY is "yes"; it must be/),
    'CREEL_ORGIN is not a setting; perhaps CREEL_ORIGIN is meant. docs/configuration.md lists all.',
  ])
})

test('reports a misspelt setting, even if no known name is similar', () => {
  expect(mistakesOf({ CREEL_FROBNICATE: '1' })).toEqual(['CREEL_FROBNICATE is not a setting. docs/configuration.md lists all.'])
})

test('ignores variables that are not for Creel', () => {
  expect(readConfig({ NODE_ENV: 'production', CREELY: '1', MY_CREEL_PORT: '1', CREEL_BENCH_DIR: '/x' })).toEqual(readConfig({}))
})

test('accepts the variables of the CLI and of creel/test, which may run in the same environment', () => {
  expect(readConfig({ CREEL_URL: 'http://127.0.0.1:3000', CREEL_KEY: 'ck_0' })).toEqual(readConfig({}))
})

test.each([
  ['DATABASE_URL', 'mysql://root:hunter2@db/creel', '"mysql://…@db/creel"'],
  ['DATABASE_URL', 'root:hunter2@db/creel', '"…@db/creel"'],
  ['DATABASE_URL', 'mysql://db/creel?password=hunter2', '"mysql://db/creel?…"'],
  ['REDIS_URL', 'http://:hunter@2@redis', '"http://…@redis"'],
])('a mistake in %s does not print the password of %s', (variable, value, shown) => {
  expect(mistakesOf({ [variable]: value })).toEqual([expect.stringContaining(`${variable} is ${shown};`)])
})

test.each(['hunter2', 'a'.repeat(63), `${'a'.repeat(64)},`, `${'a'.repeat(64)},${'A'.repeat(64)}`, `${'/'.repeat(44)}`])(
  'a bad CREEL_SECRET_KEY is not printed: %s',
  (value) => {
    expect(mistakesOf({ CREEL_SECRET_KEY: value })).toEqual([
      expect.stringMatching(/^CREEL_SECRET_KEY is "…"; it must be 32 bytes/),
    ])
  },
)

test.each(['short', 'long enough but with spaces', 'x'.repeat(201), 'a/b:c@d?e'])(
  'a bad CREEL_ADMIN_KEY is not printed: %s',
  (value) => {
    expect(mistakesOf({ CREEL_ADMIN_KEY: value })).toEqual([
      expect.stringMatching(/^CREEL_ADMIN_KEY is "…"; it must be a secret/),
    ])
  },
)

test('closed creation requires an admin key, because otherwise nobody could get in', () => {
  expect(mistakesOf({ CREEL_CREATE: 'key' })).toEqual([expect.stringContaining('CREEL_ADMIN_KEY is not set')])
  expect(readConfig({ CREEL_CREATE: 'key', CREEL_ADMIN_KEY: 'x'.repeat(20) })).toMatchObject({ create: 'key' })
})

test('pages and metrics cannot share a port', () => {
  expect(mistakesOf({ PORT: '8080', CREEL_METRICS_PORT: '8080' })).toEqual([
    'CREEL_METRICS_PORT is "8080"; it must be another port than PORT.',
  ])
})

test('a capture origin equal to the origin counts as none, because no host would be left for the pages', () => {
  const { captureOrigin } = readConfig({ CREEL_ORIGIN: 'https://a.example', CREEL_CAPTURE_ORIGIN: 'https://a.example/' })
  expect(captureOrigin).toBeNull()
})

test('docs/configuration.md lists exactly the existing settings with defaults and allowed values', () => {
  const text = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]+)`|none) \| ([^|]+) \| [^|]+ \|$/gm)]
  const documented = rows.map(([, variable, fallback, allowed]) => ({ variable, fallback: fallback ?? null, allowed }))
  expect(documented).toEqual(
    settings().map(({ variable, fallback, type }) => ({ variable, fallback: fallback || null, allowed: type.description })),
  )
})

function settings(): Setting<unknown>[] {
  return Object.values<Setting<unknown>>(SETTINGS)
}

/** The lines of the error, without what begins each. */
function mistakesOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    const head = 'Creel cannot start: '
    return (error as Error).message.split('\n').map((line) => {
      expect(line).toContain(head)
      return line.slice(head.length)
    })
  }
  return []
}

test.each([
  {},
  { HOST: 'localhost' },
  { HOST: '::1' },
  { HOST: '127.0.0.5' },
  { CREEL_ORIGIN: 'http://localhost:3000' },
  { CREEL_ORIGIN: 'http://[::1]:3000' },
])('a resend may reach this machine if only this machine can reach Creel: %j', (env) => {
  expect(readConfig(env).resendAllow).toEqual(['loopback'])
})

test.each([
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: '192.168.1.5' },
  { HOST: 'localhost.example' },
  { CREEL_ORIGIN: 'https://tunnel.example' },
  { CREEL_CAPTURE_ORIGIN: 'https://in.example' },
  { CREEL_TRUST_PROXY: '1' },
  { CREEL_RESEND_ALLOW: 'none' },
])('a resend may not reach this machine unless the operator says so: %j', (env) => {
  expect(readConfig(env).resendAllow).toEqual([])
})

test('CREEL_RESEND_ALLOW replaces the default', () => {
  expect(readConfig({ CREEL_RESEND_ALLOW: '10.0.0.0/8' }).resendAllow).toEqual(['10.0.0.0/8'])
})
