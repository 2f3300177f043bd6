import { z } from 'zod'
import { durationOf } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { addressField, methodField, namedHeaders, noteField, readEntry, targetField, timeField } from './import-fields'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

/** Forms with more fields are rejected: every program keeps such a form as text. */
const PARAMS_MAX = 10_000
const param = z.object({ name: z.string(), value: z.string().optional(), fileName: z.string().optional() })

/** Some programs write `encoding` where we write `_encoding`. */
const postData = z
  .object({
    text: z.string().optional(),
    _encoding: z.literal('base64').optional(),
    encoding: z.string().optional(),
    params: z.array(z.unknown()).max(PARAMS_MAX).pipe(z.array(param)).nullish(),
  })
  .transform(({ text, params, ...data }, context) => {
    if (text === undefined) return formBody(params ?? [], context)
    return bytesOf(text, data._encoding ?? data.encoding, context)
  })

/** HTTP Toolkit puts binary bodies here. */
const content = z
  .object({ text: z.string(), encoding: z.string().optional() })
  .transform(({ text, encoding }, context) => bytesOf(text, encoding, context))

function bytesOf(data: string, encoding: string | undefined, context: z.RefinementCtx): Uint8Array {
  try {
    return decodeBytes({ encoding: encoding === 'base64' ? 'base64' : 'utf8', data })
  } catch {
    context.addIssue({ code: 'custom', message: 'is not base64' })
    return new Uint8Array()
  }
}

/** Some programs keep a form's fields instead of its text. Uploaded files are not in the HAR, so they cannot be imported. */
function formBody(params: readonly z.output<typeof param>[], context: z.RefinementCtx): Uint8Array {
  if (params.some(({ fileName }) => fileName !== undefined)) {
    context.addIssue({ code: 'custom', message: 'names files without their bytes' })
  }
  return new TextEncoder().encode(new URLSearchParams(params.map(({ name, value = '' }) => [name, value])).toString())
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
      _requestBodyStatus: z.string().optional().catch(undefined),
    }),
    _remoteAddress: addressField.catch(''),
    _trailers: namedHeaders.catch([]),
    _aborted: z.boolean().catch(false),
    _truncatedFrom: z.int().min(0).optional().catch(undefined),
    _pinned: z.boolean().catch(false),
    _note: noteField,
  })
  .transform(({ request, ...entry }): ImportedCapture => {
    const body = request._content ?? request.postData ?? new Uint8Array()
    const cutFrom = entry._truncatedFrom ?? discardedBytes(request)
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

/** HTTP Toolkit marks bodies that it did not keep. */
function discardedBytes({ bodySize, _requestBodyStatus }: { bodySize: number; _requestBodyStatus?: string }): number {
  return _requestBodyStatus?.startsWith('discarded') && Number.isSafeInteger(bodySize) ? Math.max(0, bodySize) : 0
}

/** Reads the request of one entry of a HAR file, ours or a browser's. The response is ignored. */
export function importHarEntry(text: string, rules: ImportRules): ReadEntry {
  return readEntry(entry, text, rules)
}
