import { z } from 'zod'
import { decodeBytes } from '#lib/core/content'
import { faultsOf, methodField, namedHeaders, sizeFault, targetField, timeField } from './import-fields'
import type { Imported, ImportedCapture, ImportLimits } from './imported-capture'

/** `encoding` is what some programs write instead of our `_encoding`. */
const postData = z
  .object({
    text: z.string().optional(),
    _encoding: z.literal('base64').optional(),
    encoding: z.string().optional(),
    params: z.array(z.object({ name: z.string(), value: z.string().optional(), fileName: z.string().optional() })).optional(),
  })
  .transform(({ text, params = [], ...data }, context) => {
    if (text === undefined) return formBody(params, context)
    try {
      return decodeBytes({ encoding: data._encoding ?? (data.encoding === 'base64' ? 'base64' : 'utf8'), data: text })
    } catch {
      context.addIssue({ code: 'custom', message: 'is not base64' })
      return new Uint8Array()
    }
  })

/** Some programs keep the fields of a form instead of its text; what was uploaded with it is not there to be imported. */
function formBody(params: readonly { name: string; value?: string; fileName?: string }[], context: z.RefinementCtx): Uint8Array {
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
      postData: postData.nullish(),
    }),
    _remoteAddress: z.string().max(45).catch(''),
    _trailers: namedHeaders.catch([]),
    _truncatedFrom: z.int().min(0).optional().catch(undefined),
  })
  .transform(({ request, ...entry }): ImportedCapture => {
    const body = request.postData ?? new Uint8Array()
    const cutFrom = entry._truncatedFrom ?? 0
    return {
      method: request.method,
      target: request.url,
      httpVersion: /^HTTP\/1\.0$/i.test(request.httpVersion) ? '1.0' : '1.1',
      headers: request.headers,
      trailers: entry._trailers,
      body,
      bodySize: Math.max(cutFrom, body.byteLength),
      truncated: cutFrom > body.byteLength,
      remoteAddress: entry._remoteAddress,
      receivedAt: entry.startedDateTime,
      durationMs: Math.max(0, entry.time),
    }
  })

const harFile = z.object({ log: z.object({ entries: z.array(z.unknown()) }) })

/** Reads the requests of a HAR file, ours or a browser's; answers are passed over. An entry that is faulty is left out and named. */
export function importHar(text: string, limits: ImportLimits): Imported {
  const imported: Imported = { captures: [], errors: [] }
  const file = harFile.safeParse(jsonOf(text))
  if (!file.success) return { captures: [], errors: [{ path: 'log.entries', message: 'is missing: this is not a HAR file' }] }
  for (const [i, value] of file.data.log.entries.entries()) {
    if (imported.captures.length >= limits.capturesMax) {
      imported.errors.push({ path: `log.entries.${i}`, message: `is over the limit of ${limits.capturesMax} captures` })
      break
    }
    importEntry(imported, value, `log.entries.${i}`, limits)
  }
  return imported
}

function importEntry({ captures, errors }: Imported, value: unknown, where: string, limits: ImportLimits): void {
  const read = entry.safeParse(value)
  if (!read.success) {
    errors.push(...faultsOf(read.error, where))
    return
  }
  const fault = sizeFault(read.data, limits)
  if (fault) errors.push({ path: where, message: fault })
  else captures.push(read.data)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
