import { z } from 'zod'
import { durationOf } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { headerParameters } from '#lib/core/content-type'
import { headerValue, type RawHeaders } from '#lib/core/headers'
import { addressField, methodField, namedHeaders, noteField, readEntry, targetField, timeField } from './import-fields'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

/** Forms with more fields are rejected: every program keeps such a form as text. */
const PARAMS_MAX = 10_000
/** `isRebuilt`: from a form's fields, so perhaps of another length than the body that was sent. */
type Body = { bytes: Uint8Array; isRebuilt: boolean }

const param = z.object({ name: z.string(), value: z.string().optional(), fileName: z.string().optional() })

/** Some programs write `encoding` where we write `_encoding`. */
const postData = z
  .object({
    text: z.string().optional(),
    _encoding: z.literal('base64').optional(),
    encoding: z.string().optional(),
    params: z.array(z.unknown()).max(PARAMS_MAX).pipe(z.array(param)).nullish(),
  })
  .transform(({ text, params, ...data }, context): Body | null => {
    if (text !== undefined) return bytesOf(text, data._encoding ?? data.encoding, context)
    return params?.length ? formBody(params, context) : null
  })

/** HTTP Toolkit puts binary bodies here. */
const content = z
  .object({ text: z.string(), encoding: z.string().optional() })
  .transform(({ text, encoding }, context) => bytesOf(text, encoding, context))

function bytesOf(data: string, encoding: string | undefined, context: z.RefinementCtx): Body {
  try {
    return { bytes: decodeBytes({ encoding: encoding === 'base64' ? 'base64' : 'utf8', data }), isRebuilt: false }
  } catch {
    context.addIssue({ code: 'custom', message: 'is not base64' })
    return { bytes: new Uint8Array(), isRebuilt: false }
  }
}

/** Some programs keep a form's fields instead of its text. Uploaded files are not in the HAR, so they cannot be imported. */
function formBody(params: readonly z.output<typeof param>[], context: z.RefinementCtx): Body {
  if (params.some(({ fileName }) => fileName !== undefined)) {
    context.addIssue({ code: 'custom', message: 'names files without their bytes' })
  }
  const text = new URLSearchParams(params.map(({ name, value = '' }) => [name, value])).toString()
  return { bytes: new TextEncoder().encode(text), isRebuilt: true }
}

const entry = z
  .object({
    startedDateTime: timeField,
    time: z.number().catch(0),
    request: z.object({
      method: methodField,
      url: targetField,
      httpVersion: z.string().catch(''),
      headers: namedHeaders,
      bodySize: z.number().catch(0),
      postData: postData.nullish(),
      _content: content.nullish(),
    }),
    _seq: z.int().optional().catch(undefined),
    _remoteAddress: addressField.catch(''),
    _trailers: namedHeaders.catch([]),
    _aborted: z.boolean().catch(false),
    _truncatedFrom: z.int().min(0).optional().catch(undefined),
    _pinned: z.boolean().catch(false),
    _note: noteField,
  })
  .transform(({ request, ...entry }): ImportedCapture => {
    const found = request._content ?? request.postData ?? null
    const body = found?.bytes ?? new Uint8Array()
    const isOurs = entry._seq !== undefined
    const cutFrom = entry._truncatedFrom ?? (isOurs ? sizeIfOmitted(request, found) : sizeIfMissing(request, found))
    return {
      method: request.method,
      target: request.url,
      httpVersion: /^HTTP\/1\.0$/i.test(request.httpVersion) ? '1.0' : '1.1',
      headers: request.headers,
      trailers: entry._trailers,
      body,
      bodySize: Math.max(cutFrom, body.byteLength),
      truncated: entry._aborted || cutFrom > body.byteLength,
      aborted: entry._aborted,
      remoteAddress: entry._remoteAddress,
      receivedAt: entry.startedDateTime,
      durationMs: durationOf(entry.time),
      pinned: entry._pinned,
      note: entry._note,
    }
  })

type Sized = { headers: RawHeaders; bodySize: number }

/** Creel's own files say which bodies were truncated. Without that mark, a body is missing only if a redacted link left it out. */
function sizeIfOmitted({ bodySize }: Sized, body: Body | null): number {
  return body === null ? asSize(bodySize) : 0
}

/**
 * The length of the body that was sent, if the file plainly lacks it or its end; otherwise 0. -1 as `bodySize` means unknown. Some
 * programs write 0 for a body that they did not keep, so an empty body is also compared with `content-length`.
 */
function sizeIfMissing({ headers, bodySize }: Sized, body: Body | null): number {
  if (body !== null && (body.isRebuilt || !isTextAsSent(headers))) return 0
  if (body !== null && body.bytes.byteLength > 0) return asSize(bodySize)
  return asSize(bodySize) || asSize(Number(headerValue(headers, 'content-length')))
}

function asSize(count: number): number {
  return Number.isSafeInteger(count) && count > 0 ? count : 0
}

/** False if the text may be shorter than the bytes that were sent: it was decompressed, or is in a charset such as UTF-16. */
function isTextAsSent(headers: RawHeaders): boolean {
  const encoding = headerValue(headers, 'content-encoding') ?? 'identity'
  const charset = headerParameters(headerValue(headers, 'content-type') ?? '').get('charset') ?? 'utf-8'
  return /^(?:identity)?$/i.test(encoding.trim()) && /^(?:utf-?8|(?:us-)?ascii)$/i.test(charset)
}

/** Reads the request of one entry of a HAR file, ours or a browser's. The response is ignored. */
export function importHarEntry(text: string, rules: ImportRules): ReadEntry {
  return readEntry(entry, text, rules)
}
