import { z } from 'zod'
import { captureTarget } from '#lib/core/capture-target'
import { isHeaderName, isHeaderValue, type RawHeaders } from '#lib/core/headers'
import { jsonExcess } from '#lib/core/json-excess'
import { LIMITS } from '#lib/core/limits'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

/** As bytes on the wire, one character each: UTF-8 where a file holds what no byte can be. */
export function wireText(text: string): string {
  if (/^[\0-\xff]*$/.test(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

export const methodField = z.string().regex(/^[A-Z][A-Z-]{0,31}$/, 'is not a request method')

/** What a browser lists among its requests although no HTTP request was sent for it. */
const OTHER_SCHEME = /^(?:wss?|data|blob|file|about|ftp|javascript|mailto|[a-z]+-extension):/i

/** An absolute URL or a target; the part after the origin, and after `/in/{binId}` where the file came from a bin. */
export const targetField = z
  .string()
  .max(LIMITS.headerBytesMax, `is longer than the limit of ${LIMITS.headerBytesMax}`)
  .transform((url, context) => {
    const other = OTHER_SCHEME.exec(url)?.[0].toLowerCase()
    if (other) context.addIssue({ code: 'custom', message: `is a ${other} URL: only HTTP requests are imported` })
    const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? url
    const target = wireText(/^[/?]/.test(rest) ? rest : `/${rest}`)
    if (!other && !/^[\x21-\xff]+$/.test(target)) {
      context.addIssue({ code: 'custom', message: 'contains white space or control characters' })
    }
    const within = captureTarget(target)
    return within ? target.slice(`/in/${within.binId}`.length) : target
  })

/** The shortest header takes five bytes, so more of them are over the limit of the header block whatever they are. */
const HEADERS_MAX = Math.floor(LIMITS.headerBytesMax / 5)

/** Headers as pairs, checked by hand and up to the first fault: a schema for each of a hundred thousand entries would take seconds. */
export const headerPairs = z.array(z.unknown()).max(HEADERS_MAX).transform(readPairs)

/** HTTP/2 and 3 put `:method` and the like among the headers; a browser's HAR keeps them there. */
export const namedHeaders = z
  .array(z.unknown())
  .max(HEADERS_MAX)
  .transform((list, context) => {
    const pairs = list.map((each) => {
      const { name, value } = (each ?? {}) as { name?: unknown; value?: unknown }
      return [name, typeof value === 'string' ? value.trim() : value]
    })
    return readPairs(
      pairs.filter(([name]) => typeof name !== 'string' || !name.startsWith(':')),
      context,
    )
  })

function readPairs(list: readonly unknown[], context: z.RefinementCtx): [string, string][] {
  const pairs: [string, string][] = []
  for (const [i, pair] of list.entries()) {
    const [name, value] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]) : []
    const wire = typeof value === 'string' ? wireText(value) : null
    if (typeof name === 'string' && isHeaderName(name) && wire !== null && isHeaderValue(wire)) {
      pairs.push([name, wire])
      continue
    }
    context.addIssue({ code: 'custom', ...headerFault(i, name, wire) })
    return pairs
  }
  return pairs
}

function headerFault(index: number, name: unknown, value: string | null): { path: (string | number)[]; message: string } {
  if (typeof name !== 'string' || value === null) return { path: [index], message: 'is not a header: a name and a value' }
  return isHeaderName(name)
    ? { path: [index, 1], message: 'is not a legal header value' }
    : { path: [index, 0], message: 'is not a legal header name' }
}

/** From 1970 on; what lies ahead of this clock is taken as it stands, since nothing rests on it. */
export const timeField = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0, 'is before 1970')

/** A zone may follow an IPv6 address. */
export const addressField = z.string().regex(/^[0-9A-Za-z.:%_-]{0,45}$/)

/** What an owner wrote; a note that could not be written here is left out. */
export const noteField = z
  .string()
  .max(LIMITS.noteCharsMax)
  .refine((text) => !/[^\P{Cc}\n\r\t]|\p{Surrogate}/u.test(text))
  .nullish()
  .catch(null)
  .transform((text) => text || null)

const DURATION_MS_MAX = 2 ** 31 - 1

export function durationOf(ms: number): number {
  return Math.min(DURATION_MS_MAX, Math.max(0, Math.round(ms)))
}

/** Of one entry: many times what the largest header block needs, and read in some tens of milliseconds. */
const VALUES_MAX = 200_000

/** `rules.now` stands in where a file doesn't say when a request came. */
type UndatedCapture = Omit<ImportedCapture, 'receivedAt'> & { receivedAt?: number }

/** What the schema made of one entry, with its sizes held to what a capture may have. */
export function readEntry(schema: z.ZodType<UndatedCapture>, text: string, rules: ImportRules): ReadEntry {
  const excess = jsonExcess(text, VALUES_MAX)
  if (excess) return { fault: excess === 'values' ? `has more than ${VALUES_MAX} values` : 'is nested too deeply' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not JSON' }
  }
  const read = schema.safeParse(value)
  if (!read.success) return { fault: faultsOf(read.error) }
  const capture = { ...read.data, receivedAt: read.data.receivedAt ?? rules.now }
  const fault = sizeFault(capture, rules)
  return fault === null ? { capture } : { fault }
}

/** The first few; the rest of a wholly foreign shape would only repeat them. */
function faultsOf(error: z.ZodError): string {
  const faults = error.issues.slice(0, 3).map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' '))
  return faults.map((fault) => (fault.length > 300 ? `${fault.slice(0, 300)}…` : fault)).join('; ')
}

function sizeFault({ body, headers, trailers, target }: ImportedCapture, { bodyBytesMax }: ImportRules): string | null {
  if (body.byteLength > bodyBytesMax) return `the body has ${body.byteLength} bytes, over the limit of ${bodyBytesMax}`
  const head = target.length + headBytes(headers) + headBytes(trailers)
  return head > LIMITS.headerBytesMax ? `target and headers have ${head} bytes, over the limit of ${LIMITS.headerBytesMax}` : null
}

function headBytes(headers: RawHeaders): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length, 0)
}
