import { z } from 'zod'
import { decodeBytes } from '#lib/core/content'
import { faultsOf, headerPair, methodField, sizeFault, targetField, timeField } from './import-fields'
import type { Imported, ImportedCapture, ImportLimits } from './imported-capture'

const encodedBody = z.object({ encoding: z.enum(['utf8', 'base64']), data: z.string() }).transform((body, context) => {
  try {
    return decodeBytes(body)
  } catch {
    context.addIssue({ code: 'custom', message: 'is not base64' })
    return new Uint8Array()
  }
})

/** A capture as the API shows it; only `method` and `url` are needed. Fields that are made anew (`id`, `seq`) may be there. */
const line = z
  .object({
    method: methodField,
    url: targetField,
    httpVersion: z
      .string()
      .regex(/^\d\.\d$/, 'is not an HTTP version')
      .default('1.1'),
    headers: z.array(headerPair).default([]),
    trailers: z.array(headerPair).default([]),
    body: encodedBody.optional(),
    bodySize: z.int().min(0).optional(),
    truncated: z.boolean().default(false),
    remoteAddress: z.string().max(45).default(''),
    receivedAt: timeField.optional(),
    durationMs: z.number().min(0).default(0),
  })
  .transform(({ url, body = new Uint8Array(), bodySize, receivedAt = Number.NaN, ...rest }): ImportedCapture => {
    const size = rest.truncated ? Math.max(bodySize ?? 0, body.byteLength) : body.byteLength
    return { ...rest, target: url, body, bodySize: size, receivedAt }
  })

/** Reads what `ndjson` wrote. `now`, in milliseconds, stands where a line does not say when it came. Empty lines are passed over. */
export function importNdjson(text: string, limits: ImportLimits, now: number): Imported {
  const imported: Imported = { captures: [], errors: [] }
  let number = 0
  for (const each of text.split('\n')) {
    number++
    if (each.trim() === '') continue
    if (imported.captures.length >= limits.capturesMax) {
      imported.errors.push({ path: `line ${number}`, message: `is over the limit of ${limits.capturesMax} captures` })
      break
    }
    importLine(imported, each, number, limits, now)
  }
  return imported
}

function importLine({ captures, errors }: Imported, text: string, number: number, limits: ImportLimits, now: number): void {
  const where = `line ${number}`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    errors.push({ path: where, message: 'is not JSON' })
    return
  }
  const read = line.safeParse(value)
  if (!read.success) {
    errors.push(...faultsOf(read.error, where))
    return
  }
  const fault = sizeFault(read.data, limits)
  if (fault) errors.push({ path: where, message: fault })
  else captures.push({ ...read.data, receivedAt: Number.isNaN(read.data.receivedAt) ? now : read.data.receivedAt })
}
