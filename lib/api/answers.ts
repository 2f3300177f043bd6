import { z } from 'zod'
import type { Bin, BinResponse } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { ERRORS, type ErrorCode, type Problem } from '#lib/core/errors'
import { CAPTURE_REFUSALS, type Refusal } from '#lib/core/refusal'
import type { Share } from '#lib/core/share'
import type { CreatedShare } from '#lib/services/create-share'
import type { ImportReport } from '#lib/services/import-captures'

// What the API answers with. Typed by the shapes of lib/core, so that the document cannot drift from them.

export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
export const count = z.int().min(0)
const rawHeaders = z
  .array(z.tuple([z.string(), z.string()]))
  .describe('Names in their original case and order, duplicates kept, values with bytes over 0x7F as latin-1.')
const encodedBytes = {
  encoding: z.enum(['utf8', 'base64']).describe('`utf8` only where decoding and encoding again gives the same bytes.'),
  data: z.string(),
}

export const binResponseAnswer: z.ZodType<BinResponse> = z.strictObject({
  status: z.int().min(200).max(599),
  headers: rawHeaders,
  body: z.string().nullable().describe('null: the default body, `{"captured":"<captureId>"}`.'),
  delayMs: count,
})

const binFields = {
  id: z.string(),
  name: z.string().nullable(),
  captureUrl: z.url().describe('Whoever knows it can send; it gives no right to read.'),
  inspectUrl: z.url(),
  createdAt: time,
  expiresAt: time.nullable().describe('null: kept for ever.'),
  captureCount: count,
  byteCount: count,
  lastSeq: count,
  lastCaptureAt: time.nullable(),
  response: binResponseAnswer,
}
export const binAnswer: z.ZodType<Bin> = z.strictObject(binFields)

export const createdBinAnswer: z.ZodType<Bin & { accessKey?: string }> = z.strictObject({
  ...binFields,
  accessKey: z.string().optional().describe('Only where the caller had no key. Shown this once; the cookie holds it too.'),
})

const summaryFields = {
  id: z.string(),
  seq: z.int().min(1).describe('1, 2, 3 … within its bin, in commit order, no gaps, never used again.'),
  binId: z.string(),
  method: z.string(),
  path: z.string().describe('What follows `/in/{binId}`, as on the wire; `/` where nothing does.'),
  query: z.string().nullable().describe('What follows the first `?`; null where there is none.'),
  contentType: z.string().nullable(),
  bodySize: count.describe('Bytes as sent; where `truncated`, the declared length or what had come.'),
  truncated: z.boolean(),
  remoteAddress: z.string(),
  receivedAt: time,
  userAgent: z.string().nullable(),
  pinned: z.boolean().describe('Retention leaves a pinned capture alone.'),
  note: z.string().nullable().describe('What the owner wrote beside it.'),
  messageId: z
    .string()
    .nullable()
    .describe(
      "The sender's id of what it delivers, by the headers (`webhook-id`, `X-GitHub-Delivery` and the like): the same in every attempt.",
    ),
  bodyCrc32: z
    .string()
    .nullable()
    .describe(
      'CRC-32 of the body that is stored, 8 hex digits; null: stored by an earlier version, or not told through this link.',
    ),
  sender: z
    .strictObject({ provider: z.string(), label: z.string(), event: z.string().nullable(), summary: z.string().nullable() })
    .nullable()
    .describe(
      'Who sent it and which event it is, by headers, in a Capture by the body too; null: nobody known. It proves nothing.',
    ),
}
export const summaryAnswer: z.ZodType<CaptureSummary> = z.strictObject(summaryFields)

export const captureAnswer: z.ZodType<Capture> = z.strictObject({
  ...summaryFields,
  url: z.string().describe('The request target as it stood on the wire.'),
  httpVersion: z.string(),
  headers: rawHeaders,
  trailers: rawHeaders,
  body: z.strictObject(encodedBytes),
  bodyShown: z
    .enum(['masked', 'withheld', 'omitted'])
    .optional()
    .describe(
      'Not there: `body` is the body. For a viewer of a `redacted` share: without its credentials, or not shown at all. `omitted`: longer ' +
        'than `bodyMax`. `data` is empty where it is withheld or omitted.',
    ),
  bodySha256: z.string().describe('Hex. Of the bytes that are stored.'),
  durationMs: z.number().min(0).describe('From the end of the header block to the last byte of the body.'),
})

const milliseconds = z.number().min(0)

export const deliveryAnswer: z.ZodType<Delivery> = z.strictObject({
  id: z.string(),
  captureId: z.string(),
  url: z.string(),
  method: z.string(),
  requestHeaders: rawHeaders,
  requestBodySize: count,
  status: z.int().nullable().describe('null where no answer came; `error` says why.'),
  responseHeaders: rawHeaders,
  responseBody: z.strictObject({ ...encodedBytes, truncated: z.boolean() }),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  startedAt: time,
  timings: z.strictObject({
    dnsMs: milliseconds.nullable(),
    connectMs: milliseconds.nullable(),
    firstByteMs: milliseconds.nullable(),
    totalMs: milliseconds,
  }),
})

export const refusalAnswer: z.ZodType<Refusal> = z.strictObject({
  reason: z.enum(CAPTURE_REFUSALS),
  count,
  lastAt: time,
})

export const importAnswer: z.ZodType<ImportReport> = z.strictObject({
  imported: count,
  skippedCount: count.describe('Entries that are no captures, or are over a limit.'),
  skipped: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .describe('The first of them: where in the file (`line 3`, `log.entries.2`), and why.'),
})

const shareFields = {
  id: z.string(),
  captureId: z.string().nullable().describe('null: the whole bin.'),
  show: z.enum(['everything', 'redacted']),
  createdAt: time,
  expiresAt: time,
}
export const shareAnswer: z.ZodType<Share> = z.strictObject({
  ...shareFields,
  lastUsedAt: time.nullable().describe('To the minute; null: never.'),
})

export const createdShareAnswer: z.ZodType<CreatedShare> = z.strictObject({
  ...shareFields,
  url: z.url().describe('For a browser: it exchanges the token for a cookie and takes it out of the address.'),
  token: z.string().describe('`cs_…`. Shown this once.'),
})

export const problemAnswer: z.ZodType<Problem> = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).describe('Stable; docs/errors.md says what to do.'),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('One for each bad field.'),
})

/** Named in the document, under `#/components/schemas`. */
export const NAMED_ANSWERS = {
  BinResponse: binResponseAnswer,
  Bin: binAnswer,
  CreatedBin: createdBinAnswer,
  CaptureSummary: summaryAnswer,
  Capture: captureAnswer,
  Delivery: deliveryAnswer,
  Refusal: refusalAnswer,
  ImportReport: importAnswer,
  Share: shareAnswer,
  CreatedShare: createdShareAnswer,
  Problem: problemAnswer,
} satisfies Record<string, z.ZodType>
