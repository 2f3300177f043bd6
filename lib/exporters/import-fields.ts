import { z } from 'zod'
import { captureTarget } from '#lib/core/capture-target'
import { isHeaderName, isHeaderValue, type RawHeaders } from '#lib/core/headers'
import { jsonExcess } from '#lib/core/json-excess'
import { LIMITS } from '#lib/core/limits'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

/** Converts text to wire form, one character per byte. Text with characters above 0xFF becomes UTF-8 bytes. */
export function wireText(text: string): string {
  if (/^[\0-\xff]*$/.test(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

export const methodField = z.string().regex(/^[A-Z][A-Z-]{0,31}$/, 'is not a request method')

/** Schemes that a browser lists among its requests although it sends no HTTP request for them. */
const OTHER_SCHEME = /^(?:wss?|data|blob|file|about|ftp|javascript|mailto|[a-z]+-extension):/i

/** Reads an absolute URL or a request target. Keeps what follows the origin, and `/in/{binId}` if the file came from a bin. */
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

/** The shortest header takes five bytes, so more headers than this always exceed the limit of the header block. */
const HEADERS_MAX = Math.floor(LIMITS.headerBytesMax / 5)

/** Headers as pairs. Checked by hand, up to the first fault: a zod schema would take seconds for a hundred thousand entries. */
export const headerPairs = z.array(z.unknown()).max(HEADERS_MAX).transform(readPairs)

/** Headers as objects. A browser's HAR also lists HTTP/2 and HTTP/3 pseudo-headers such as `:method`, which are not headers here. */
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
    ? { path: [index, 1], message: 'is not a valid header value' }
    : { path: [index, 0], message: 'is not a valid header name' }
}

/** From 1970 on. Times in the future are accepted, since nothing depends on them. */
export const timeField = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0, 'is before 1970')

/** An IPv6 address may end with a zone. */
export const addressField = z.string().regex(/^[0-9A-Za-z.:%_-]{0,45}$/)

/** The owner's note. A note that Creel would not accept is dropped. */
export const noteField = z
  .string()
  .max(LIMITS.noteCharsMax)
  .refine((text) => !/[^\P{Cc}\n\r\t]|\p{Surrogate}/u.test(text))
  .nullish()
  .catch(null)
  .transform((text) => text || null)

/** Limit on the JSON values of one entry: far more than the largest header block needs, and still parsed in tens of milliseconds. */
const VALUES_MAX = 200_000

/** `rules.now` is used if the file has no time for the request. */
type UndatedCapture = Omit<ImportedCapture, 'receivedAt'> & { receivedAt?: number }

/** Parses one entry with the schema and enforces a capture's size limits. */
export function readEntry(schema: z.ZodType<UndatedCapture>, text: string, rules: ImportRules): ReadEntry {
  const excess = jsonExcess(text, VALUES_MAX)
  if (excess) return { fault: excess === 'values' ? `has more than ${VALUES_MAX} values` : 'is nested too deeply' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not JSON', broken: true }
  }
  const read = schema.safeParse(value)
  if (!read.success) return { fault: faultsOf(read.error) }
  const capture = { ...read.data, receivedAt: read.data.receivedAt ?? rules.now }
  const fault = sizeFault(capture, rules)
  return fault === null ? { capture } : { fault }
}

/** Only the first few faults: in a file of another format, the rest would only repeat them. */
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
