import { z } from 'zod'
import { parseUrl } from '#lib/core/parse-url'
import { parseAllowEntry } from '#lib/net/allow-list'
import { readSealingKey } from '#lib/vault/read-key'

// The kinds of value that a setting may have. Each describes what it allows; error lines and docs/configuration.md repeat that text.

/** Text -> value; a `read` that returns undefined refuses the text. */
function kind<T>(allowed: string, read: (text: string) => T | undefined) {
  return z
    .string()
    .transform((text, context): T => {
      const value = read(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: `must be ${allowed}` })
      return z.NEVER
    })
    .describe(allowed)
}

export function wholeNumber(min: number, max: number, allowed = `a whole number from ${min} to ${max}`) {
  return kind(allowed, (text) => within(/^\d{1,15}$/.test(text) ? Number(text) : undefined, min, max))
}

export const port = wholeNumber(0, 65_535, 'a port from 0 to 65535; 0 takes any free one')

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

/** In bytes. `example` shows how to write it with a unit. */
export function size(min: number, max: number, range: string, example: string) {
  return kind(`a size from ${range}, in bytes or like ${example}`, (text) => {
    const [, amount, unit = 'b'] = /^(\d{1,15}(?:\.\d{1,3})?) ?([kmgt]?i?b)?$/i.exec(text) ?? []
    const unitBytes = UNIT_BYTES[unit.toLowerCase()]
    return amount === undefined || unitBytes === undefined ? undefined : within(Math.floor(Number(amount) * unitBytes), min, max)
  })
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }
const SECONDS_MAX = 100 * 365 * 86_400

/** In milliseconds; null for 0, which means for ever. */
export const lifetime = kind('seconds, or like 90m, 12h or 30d, at most 100 years; 0 means for ever', (text) => {
  const [, amount, unit = 's'] = /^(\d{1,12})([smhdw])?$/i.exec(text) ?? []
  const seconds = within(amount === undefined ? undefined : Number(amount) * UNIT_SECONDS[unit.toLowerCase()]!, 0, SECONDS_MAX)
  return seconds === undefined ? undefined : seconds * 1000 || null
})

/** As `URL.origin` writes it: lower case, without the default port. */
export const origin = kind('an origin like https://creel.example, without path', (text) => {
  const url = parseUrl(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined
  return url.pathname === '/' && !/[?#]/.test(text) ? url.origin : undefined
})

export const host = kind('an address or name to listen on, like 127.0.0.1, 0.0.0.0 or ::', (text) =>
  /^[a-z0-9._:%-]+$/i.test(text) ? text : undefined,
)

export const databaseUrl = kind('file:PATH for SQLite or postgresql://USER:PASSWORD@HOST:PORT/DATABASE', (text) => {
  if (/^file:[^?#]+$/.test(text)) return text === 'file::memory:' ? undefined : text
  return /^postgres(ql)?:\/\/.+/.test(text) && parseUrl(text) ? text : undefined
})

export const filePath = kind('the path of a file', (text) => text)

export const redisUrl = kind('redis://HOST:PORT or rediss://HOST:PORT', (text) =>
  /^rediss?:\/\/.+/.test(text) && parseUrl(text) ? text : undefined,
)

const TARGETS = 'none, or CIDRs, host:port pairs and loopback, separated by commas: 127.0.0.1/32,localhost:4000'

/** The entries that `parseAllowEntry` accepts, in lower case; an error line gives its reason. */
export const targets = z
  .string()
  .transform((text, context): string[] => {
    const entries = text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean)
    if (entries.join() === 'none') return []
    for (const fault of entries.map(targetFault)) {
      if (fault !== null) context.addIssue({ code: 'custom', message: `must be ${TARGETS} (${fault})` })
    }
    return entries
  })
  .describe(TARGETS)

function targetFault(entry: string): string | null {
  try {
    parseAllowEntry(entry)
    return null
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

/** At most `count` per fixed window; the window starts at the first hit. */
export type Rate = { count: number; windowSeconds: number }

/** null: no limit. */
export const rate = kind('off, or a count and a window like 600/1m', (text) => {
  if (text.toLowerCase() === 'off') return null
  const [, count, amount = '1', unit] = /^(\d{1,9}) ?\/ ?(\d{1,6})?([smhd])$/i.exec(text) ?? []
  if (count === undefined || unit === undefined) return undefined
  const windowSeconds = within(Number(amount) * UNIT_SECONDS[unit.toLowerCase()]!, 1, 24 * 86_400)
  return windowSeconds === undefined || Number(count) === 0 ? undefined : { count: Number(count), windowSeconds }
})

/** null: no limit. */
export function countOrOff(max: number) {
  return kind(`off, or a whole number from 1 to ${max}`, (text) =>
    text.toLowerCase() === 'off' ? null : within(/^\d{1,15}$/.test(text) ? Number(text) : undefined, 1, max),
  )
}

export const secretKey = kind('a secret of 20 to 200 letters, digits and signs, without spaces', (text) =>
  /^[\x21-\x7e]{20,200}$/.test(text) ? text : undefined,
)

/** As hex. The first is in use, the others are older. */
export const sealingKeys = kind('32 bytes in base64 or hex; older keys may follow, separated by commas', (text) => {
  const keys = text.split(',').map((each) => readSealingKey(each.trim()))
  const hex = keys.map((key) => (key ? Buffer.from(key).toString('hex') : null)).filter((key) => key !== null)
  return hex.length === keys.length && new Set(hex).size === hex.length ? hex : undefined
})

/** `Contact` as in RFC 9116 section 2.5.3. */
export const contact = kind('mailto:ADDRESS, tel:NUMBER or https://URL', (text) =>
  /^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d.()-]+|https:\/\/[^\s]+)$/i.test(text) && parseUrl(text) ? text : undefined,
)

export function oneOf<const T extends string>(words: readonly T[]) {
  return kind(words.join(', '), (text) => words.find((word) => word === text.toLowerCase()))
}

function within(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined
}
