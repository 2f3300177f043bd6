import { z } from 'zod'
import { isHeaderName, isHeaderValue } from '#lib/core/headers'
import { parseUrl } from '#lib/core/parse-url'

// The parts of a request that is sent on, or was.

/** PostgreSQL cannot store NUL in a text. */
export const hasNoNul = (text: string) => !text.includes('\0')
export const NUL_FAULT = 'contains a NUL character, which cannot be stored'

export const targetUrl = z
  .string()
  .max(8192)
  .refine((text) => /^https?:\/\//i.test(text) && parseUrl(text) !== null, 'is not an http or https URL')
  .refine(hasNoNul, NUL_FAULT)

export const requestMethod = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/, 'is not a request method')

const headerName = z.string().max(256).refine(isHeaderName, 'is not a valid header name')
const headerText = z.string().max(65_536).refine(isHeaderValue, 'is not a valid header value')

export const headerList = z.array(z.tuple([headerName, headerText])).max(500)

/** Changes to a header list: a value replaces all headers of that name, `null` removes them. */
export const headerChanges = z.array(z.tuple([headerName, headerText.nullable()])).max(100)

export const encodedBody = z
  .strictObject({ encoding: z.enum(['utf8', 'base64']), data: z.string() })
  .refine(({ encoding, data }) => encoding === 'utf8' || isBase64(data), {
    path: ['data'],
    message: 'is not base64 with padding',
  })

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

export const listenerName = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'takes 1 to 100 of A-Z, a-z, 0-9, ".", "_" and "-"')
