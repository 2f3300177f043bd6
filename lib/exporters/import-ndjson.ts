import { z } from 'zod'
import { durationOf } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { addressField, headerPairs, methodField, noteField, readEntry, targetField, timeField } from './import-fields'
import type { ImportedCapture, ImportRules, ReadEntry } from './imported-capture'

const encodedBody = z.object({ encoding: z.enum(['utf8', 'base64']), data: z.string() }).transform((body, context) => {
  try {
    return decodeBytes(body)
  } catch {
    context.addIssue({ code: 'custom', message: 'is not base64' })
    return new Uint8Array()
  }
})

/** A capture as the API returns it. Only `method` and `url` are required. `id` and `seq` may be present; the import assigns new ones. */
const line = z
  .object({
    method: methodField,
    url: targetField,
    httpVersion: z.enum(['1.0', '1.1']).catch('1.1'),
    headers: headerPairs.default([]),
    trailers: headerPairs.default([]),
    body: encodedBody.default(new Uint8Array()),
    bodyShown: z.string().optional(),
    bodySize: z.int().min(0).default(0),
    truncated: z.boolean().default(false),
    aborted: z.boolean().default(false),
    remoteAddress: addressField.catch(''),
    receivedAt: timeField.optional(),
    durationMs: z.number().catch(0).transform(durationOf),
    pinned: z.boolean().catch(false),
    note: noteField,
  })
  .transform(
    ({ url, bodyShown, bodySize, receivedAt, ...rest }): Omit<ImportedCapture, 'receivedAt'> & { receivedAt?: number } => {
      const truncated = rest.truncated || rest.aborted || bodyShown === 'withheld' // exported through a redacted share, which left the body out
      const size = truncated ? Math.max(bodySize, rest.body.byteLength) : rest.body.byteLength
      return { ...rest, receivedAt, target: url, bodySize: size, truncated }
    },
  )

/** Reads a line written by the `ndjson` export. */
export function importNdjsonLine(text: string, rules: ImportRules): ReadEntry {
  return readEntry(line, text, rules)
}
