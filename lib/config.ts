import type { z } from 'zod'
import {
  contact,
  countOrOff,
  databaseUrl,
  filePath,
  host,
  lifetime,
  oneOf,
  origin,
  port,
  type Rate,
  rate,
  redisUrl,
  sealingKeys,
  secretKey,
  size,
  targets,
  wholeNumber,
} from './config-values'
import { isLoopbackName, LOOPBACK } from './core/loopback'
import { nearestWord } from './core/nearest-word'

/** The settings of this process; see docs/configuration.md. */
export type Config = {
  port: number
  host: string
  /** Public origin; null: taken from each request. */
  origin: string | null
  captureOrigin: string | null
  databaseUrl: string
  redisUrl: string | null
  maxBodyBytes: number
  maxCapturesPerBin: number
  /** null: for ever. */
  binTtlMs: number | null
  maxDatabaseBytes: number | null
  maxDeliveriesPerCapture: number
  maxDeliveryBytesPerBin: number
  maxPinnedBytesPerBin: number
  /** CIDRs, `host:port` pairs and `loopback`, which is the default if only this machine can reach Creel. */
  resendAllow: readonly string[]
  /** `off`: forwards can neither be created nor run. */
  forward: 'on' | 'off'
  metricsPort: number | null
  trustProxy: number
  logLevel: string
  /** `key`: creating a bin takes an access key, and only the operator creates new owners. */
  create: 'open' | 'key'
  adminKey: string | null
  /** Keys of 32 bytes, in hex, that seal the secrets of bins. The first seals, the others only open. */
  secretKeys: readonly string[] | null
  /** A file of declared bins, applied at startup. */
  binsFile: string | null
  /** Where to report a vulnerability of this installation; null: the help page. */
  securityContact: string | null
  /** Limits; null: off. Rates count over all processes that share a Redis, the others in each process. */
  limitBinsPerAddress: Rate | null
  limitCapturesPerBin: Rate | null
  limitCapturesPerAddress: Rate | null
  limitKeysPerOwner: Rate | null
  limitAbortedPerBin: Rate | null
  limitResendsPerKey: Rate | null
  limitDeliveriesPerOwner: Rate | null
  limitWritesPerKey: Rate | null
  limitBytesPerBin: number | null
  limitDelayedReplies: number | null
  limitStreamsPerAddress: number | null
  limitConnections: number | null
  limitConnectionsPerAddress: number | null
}

/** `fallback` is read as if it had been set; null: the setting is off. Secret values never appear in error lines. */
export type Setting<T> = { variable: string; fallback: string | null; type: z.ZodType<T, string>; secret?: 'in part' | 'wholly' }

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** Every setting. docs/configuration.md lists the same; a test compares them. */
export const SETTINGS = {
  port: { variable: 'PORT', fallback: '3000', type: port },
  host: { variable: 'HOST', fallback: '127.0.0.1', type: host },
  origin: { variable: 'CREEL_ORIGIN', fallback: null, type: origin },
  captureOrigin: { variable: 'CREEL_CAPTURE_ORIGIN', fallback: null, type: origin },
  databaseUrl: { variable: 'DATABASE_URL', fallback: 'file:./data/creel.db', type: databaseUrl, secret: 'in part' },
  redisUrl: { variable: 'REDIS_URL', fallback: null, type: redisUrl, secret: 'in part' },
  maxBodyBytes: { variable: 'CREEL_MAX_BODY_BYTES', fallback: '10MiB', type: size(1, 2 ** 29, '1 byte to 512MiB', '10MiB') },
  maxCapturesPerBin: { variable: 'CREEL_MAX_CAPTURES_PER_BIN', fallback: '10000', type: wholeNumber(1, 1_000_000_000) },
  binTtlMs: { variable: 'CREEL_BIN_TTL', fallback: '30d', type: lifetime },
  maxDatabaseBytes: { variable: 'CREEL_MAX_DATABASE_BYTES', fallback: null, type: size(2 ** 20, 2 ** 50, '1MiB', '20GiB') },
  maxDeliveriesPerCapture: { variable: 'CREEL_MAX_DELIVERIES_PER_CAPTURE', fallback: '50', type: wholeNumber(1, 1_000_000) },
  maxDeliveryBytesPerBin: {
    variable: 'CREEL_MAX_DELIVERY_BYTES_PER_BIN',
    fallback: '64MiB',
    type: size(2 ** 20, 2 ** 50, '1MiB', '64MiB'),
  },
  maxPinnedBytesPerBin: {
    variable: 'CREEL_MAX_PINNED_BYTES_PER_BIN',
    fallback: '256MiB',
    type: size(1024, 2 ** 50, '1KiB', '256MiB'),
  },
  resendAllow: { variable: 'CREEL_RESEND_ALLOW', fallback: '', type: targets },
  forward: { variable: 'CREEL_FORWARD', fallback: 'on', type: oneOf(['on', 'off']) },
  metricsPort: { variable: 'CREEL_METRICS_PORT', fallback: null, type: wholeNumber(1, 65_535, 'a port from 1 to 65535') },
  trustProxy: { variable: 'CREEL_TRUST_PROXY', fallback: '0', type: wholeNumber(0, 100) },
  logLevel: { variable: 'CREEL_LOG_LEVEL', fallback: 'info', type: oneOf(LOG_LEVELS) },
  create: { variable: 'CREEL_CREATE', fallback: 'open', type: oneOf(['open', 'key']) },
  adminKey: { variable: 'CREEL_ADMIN_KEY', fallback: null, type: secretKey, secret: 'wholly' },
  secretKeys: { variable: 'CREEL_SECRET_KEY', fallback: null, type: sealingKeys, secret: 'wholly' },
  binsFile: { variable: 'CREEL_BINS', fallback: null, type: filePath },
  securityContact: { variable: 'CREEL_SECURITY_CONTACT', fallback: null, type: contact },
  limitBinsPerAddress: { variable: 'CREEL_LIMIT_BINS', fallback: '1000/1h', type: rate },
  limitCapturesPerBin: { variable: 'CREEL_LIMIT_CAPTURES_PER_BIN', fallback: 'off', type: rate },
  limitCapturesPerAddress: { variable: 'CREEL_LIMIT_CAPTURES_PER_ADDRESS', fallback: 'off', type: rate },
  limitKeysPerOwner: { variable: 'CREEL_LIMIT_KEYS', fallback: '600/1h', type: rate },
  limitAbortedPerBin: { variable: 'CREEL_LIMIT_ABORTED_PER_BIN', fallback: '60/1m', type: rate },
  limitResendsPerKey: { variable: 'CREEL_LIMIT_RESENDS', fallback: '1200/1m', type: rate },
  limitDeliveriesPerOwner: { variable: 'CREEL_LIMIT_DELIVERIES', fallback: '30000/1m', type: rate },
  limitWritesPerKey: { variable: 'CREEL_LIMIT_WRITES', fallback: '1200/1m', type: rate },
  limitBytesPerBin: { variable: 'CREEL_LIMIT_BYTES_PER_BIN', fallback: null, type: size(1024, 2 ** 50, '1KiB', '1GiB') },
  limitDelayedReplies: { variable: 'CREEL_LIMIT_DELAYED_REPLIES', fallback: '2000', type: countOrOff(1_000_000) },
  limitStreamsPerAddress: { variable: 'CREEL_LIMIT_STREAMS', fallback: '1000', type: countOrOff(1_000_000) },
  limitConnections: { variable: 'CREEL_LIMIT_CONNECTIONS', fallback: '20000', type: countOrOff(1_000_000) },
  limitConnectionsPerAddress: { variable: 'CREEL_LIMIT_CONNECTIONS_PER_ADDRESS', fallback: 'off', type: countOrOff(1_000_000) },
} satisfies { [K in keyof Config]: Setting<Config[K]> }

/**
 * Settings of other programs that run in the same environment: the first two of the CLI and `creel/test`, the last of the benchmark.
 */
const NOT_OURS: ReadonlySet<string> = new Set(['CREEL_URL', 'CREEL_KEY', 'CREEL_BENCH_DIR'])

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The settings from the environment, with defaults for the rest. An empty value counts as not set.
 * @throws Error with one line for each mistake: variable, value, what is allowed. An unknown `CREEL_…` is a mistake too.
 */
export function readConfig(env: Environment): Config {
  const mistakes: string[] = []
  const config: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const read = readSetting(setting, env[setting.variable]?.trim())
    if ('mistake' in read) mistakes.push(read.mistake)
    else config[key] = read.value
  }
  mistakes.push(...unknownVariables(env))
  if (mistakes.length === 0) mistakes.push(...contradictions(config as Config))
  if (mistakes.length > 0) throw new Error(mistakes.map((mistake) => `Creel cannot start: ${mistake}`).join('\n'))
  return withLocalTargets(withoutDoubledOrigin(config as Config), env)
}

function readSetting(
  { variable, fallback, type, secret }: Setting<unknown>,
  given = '',
): { value: unknown } | { mistake: string } {
  const text = given === '' ? fallback : given
  if (text === null) return { value: null }
  const { success, data, error } = type.safeParse(text)
  if (success) return { value: data }
  const shown = secret === 'wholly' ? '…' : secret ? withoutCredentials(text) : text
  return { mistake: `${variable} is ${JSON.stringify(shown)}; it ${error.issues[0]!.message}.` }
}

function unknownVariables(env: Environment): string[] {
  const known = Object.values<Setting<unknown>>(SETTINGS).map(({ variable }) => variable)
  return Object.keys(env)
    .filter((name) => name.startsWith('CREEL_') && !known.includes(name) && !NOT_OURS.has(name))
    .map((name) => {
      const meant = nearestWord(name, known)
      return `${name} is not a setting${meant ? `; perhaps ${meant} is meant` : ''}. docs/configuration.md lists all.`
    })
}

function contradictions({ port, metricsPort, create, adminKey }: Config): string[] {
  const mistakes: string[] = []
  if (port === metricsPort) mistakes.push(`CREEL_METRICS_PORT is "${metricsPort}"; it must be another port than PORT.`)
  if (create === 'key' && adminKey === null) {
    mistakes.push('CREEL_CREATE is "key" and CREEL_ADMIN_KEY is not set: nobody could ever get an access key.')
  }
  return mistakes
}

/**
 * Allows resends to this machine's own ports if only this machine can reach Creel. A public origin or a trusted proxy means that others
 * reach a loopback address, so then the operator has to name the targets.
 */
function withLocalTargets(config: Config, env: Environment): Config {
  const { origin, captureOrigin, host, trustProxy } = config
  const given = env[SETTINGS.resendAllow.variable]?.trim()
  const isLocal = [origin, captureOrigin].every((url) => url === null || isLoopbackName(hostnameOf(url)))
  return given || !isLoopbackName(host) || !isLocal || trustProxy > 0 ? config : { ...config, resendAllow: [LOOPBACK] }
}

/** IPv6 without its brackets. */
function hostnameOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '')
}

/** One origin for both is the same as none for captures: the pages' host refuses captures only if they have a separate host. */
function withoutDoubledOrigin(config: Config): Config {
  return config.captureOrigin === config.origin ? { ...config, captureOrigin: null } : config
}

/** The part before an `@`, or a query, may contain a password. */
function withoutCredentials(text: string): string {
  return text.replace(/^([a-z]+:\/\/)?.*@/is, '$1…@').replace(/\?.*/s, '?…')
}
