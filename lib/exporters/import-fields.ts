import { z } from 'zod'
import { captureTarget } from '#lib/core/capture-target'
import { isHeaderName, isHeaderValue, type RawHeaders } from '#lib/core/headers'
import { LIMITS } from '#lib/core/limits'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

/** As bytes on the wire, one character each: UTF-8 where a file holds what no byte can be. */
export function wireText(text: string): string {
  if (/^[\0-\xff]*$/.test(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

export const methodField = z.string().regex(/^[A-Z][A-Z-]{0,31}$/, 'is not a request method')

/** An absolute URL or a target; the part after the origin, and after `/in/{binId}` where the file came from a bin. */
export const targetField = z.string().transform((url, context) => {
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? url
  const target = wireText(/^[/?]/.test(rest) ? rest : `/${rest}`)
  if (!/^[\x21-\xff]+$/.test(target)) context.addIssue({ code: 'custom', message: 'holds white space or control characters' })
  const within = captureTarget(target)
  return within ? target.slice(`/in/${within.binId}`.length) : target
})

const headerName = z.string().refine(isHeaderName, 'is not a legal header name')
const headerText = z.string().transform(wireText).refine(isHeaderValue, 'is not a legal header value')
export const headerPair = z.tuple([headerName, headerText])

/** HTTP/2 and 3 put `:method` and the like among the headers; a browser's HAR keeps them there. */
export const namedHeaders = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .transform((list) => list.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name, value.trim()]))
  .pipe(z.array(headerPair))

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

/** What the schema made of one entry, with its sizes held to what a capture may have. */
export function readEntry(schema: z.ZodType<ImportedCapture>, text: string, rules: ImportRules): ReadEntry {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { fault: 'is not JSON' }
  }
  const read = schema.safeParse(value)
  if (!read.success) return { fault: faultsOf(read.error) }
  const fault = sizeFault(read.data, rules)
  return fault === null ? { capture: read.data } : { fault }
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
