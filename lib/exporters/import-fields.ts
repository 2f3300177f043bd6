import { z } from 'zod'
import { captureTarget } from '#lib/core/capture-target'
import { isHeaderName, isHeaderValue } from '#lib/core/headers'
import type { ImportedCapture, ImportLimits } from './imported-capture'

/** As bytes on the wire, one character each: UTF-8 where a file holds what no byte can be. */
export function wireText(text: string): string {
  if (/^[\0-\xff]*$/.test(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

export const methodField = z.string().regex(/^[A-Z][A-Z-]{0,31}$/, 'is not a request method')

/** An absolute URL or a target; the part after the origin, and after `/in/{binId}` where the file came from a bin. */
export const targetField = z.string().transform((url, context) => {
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? url
  const target = wireText(rest.startsWith('/') ? rest : `/${rest}`)
  if (!/^[\x21-\xff]+$/.test(target)) context.addIssue({ code: 'custom', message: 'holds white space or control characters' })
  const within = captureTarget(target)
  return within ? within.path + (within.query === null ? '' : `?${within.query}`) : target
})

const headerName = z.string().refine(isHeaderName, 'is not a legal header name')
const headerText = z.string().transform(wireText).refine(isHeaderValue, 'is not a legal header value')
export const headerPair = z.tuple([headerName, headerText])

/** HTTP/2 and 3 put `:method` and the like among the headers; a browser's HAR keeps them there. */
export const namedHeaders = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .transform((list) => list.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name, value.trim()]))
  .pipe(z.array(headerPair))

export const timeField = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Why it cannot be stored, or null where it can. */
export function sizeFault({ body }: ImportedCapture, { bodyBytesMax }: ImportLimits): string | null {
  return body.byteLength > bodyBytesMax ? `the body has ${body.byteLength} bytes, over the limit of ${bodyBytesMax}` : null
}

/** The first few faults of one capture; the rest of a wholly foreign shape would only repeat them. */
export function faultsOf(error: z.ZodError, prefix: string): { path: string; message: string }[] {
  return error.issues.slice(0, 5).map(({ path, message }) => ({ path: [prefix, ...path].join('.'), message }))
}
