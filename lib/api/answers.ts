import { z } from 'zod'
import type { AccessKey, CreatedKey } from '#lib/core/access-key'
import type { Bin, BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { type Capture, type CaptureSummary, VERDICTS } from '#lib/core/capture'
import { DELIVERY_VIA, type Delivery, type ListedDelivery } from '#lib/core/delivery'
import { ERRORS, type ErrorCode, type Problem } from '#lib/core/errors'
import { CAPTURE_REFUSALS, type Refusal } from '#lib/core/refusal'
import { GATE_REFUSALS, REPLY_BY, type Reply } from '#lib/core/reply'
import type { Share } from '#lib/core/share'
import type { CreatedShare } from '#lib/services/create-share'
import type { ImportReport } from '#lib/services/import-captures'
import type { Session } from '#lib/services/keys/session'

// The answers of the API. Typed with the shapes of lib/core, so that the document cannot drift from them.

export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]

export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
export const count = z.int().min(0)
const rawHeaders = z
  .array(z.tuple([z.string(), z.string()]))
  .describe('Names in their original case and order, duplicates kept, values with bytes over 0x7F as Latin-1.')
const encodedBytes = {
  encoding: z.enum(['utf8', 'base64']).describe('`utf8` only if decoding and encoding it again gives the same bytes.'),
  data: z.string(),
}

export const binResponseAnswer: z.ZodType<BinResponse> = z.strictObject({
  status: z.int().min(200).max(599),
  headers: rawHeaders,
  body: z.string().nullable().describe('null: the default body, `{"captured":"<captureId>"}`.'),
  delayMs: count,
})

export const requireAnswer: z.ZodType<BinRequire> = z.strictObject({
  signature: z.literal(true).optional(),
  auth: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('basic'), user: z.string(), password: z.string() }),
      z.strictObject({ type: z.literal('bearer'), token: z.string() }),
      z.strictObject({ type: z.literal('header'), name: z.string(), value: z.string() }),
      z.strictObject({ type: z.literal('query'), name: z.string(), value: z.string() }),
    ])
    .optional(),
})

const binFields = {
  id: z.string(),
  name: z.string().nullable(),
  captureUrl: z.url().describe('Anyone with this URL can send. It gives no right to read.'),
  inspectUrl: z.url(),
  createdAt: time,
  expiresAt: time.nullable().describe('null: kept for ever.'),
  captureCount: count,
  byteCount: count,
  lastSeq: count,
  lastCaptureAt: time.nullable(),
  response: binResponseAnswer,
  require: requireAnswer
    .nullable()
    .describe('What senders must provide to avoid a 401; null: nothing. Secret values are shown as `•••`.'),
}
export const binAnswer: z.ZodType<Bin> = z.strictObject(binFields)

export const createdBinAnswer: z.ZodType<Bin & { accessKey?: string }> = z.strictObject({
  ...binFields,
  accessKey: z.string().optional().describe('Only if the caller had no key. Shown only this once; the cookie holds it too.'),
})

const replyAnswer: z.ZodType<Reply> = z.strictObject({
  status: z.int(),
  by: z
    .enum(REPLY_BY)
    .describe(
      '`response`: as the bin is set up. `limit`: the body was too large. `gate`: it failed what the bin requires. `listener`: the target of a connected listener responded.',
    ),
  gate: z.enum(GATE_REFUSALS).optional().describe('Why, if `by` is `gate`.'),
  delayMs: count.describe(
    'As configured; skipped if too many senders are waiting already. With `by: "listener"`: how long its response took.',
  ),
})

const summaryFields = {
  id: z.string(),
  seq: z.int().min(1).describe('1, 2, 3 … within its bin, in commit order, without gaps. Never reused.'),
  binId: z.string(),
  method: z.string(),
  path: z.string().describe('The part after `/in/{binId}`, as on the wire; `/` if there is none.'),
  query: z.string().nullable().describe('The part after the first `?`; null if there is none.'),
  contentType: z.string().nullable(),
  bodySize: count.describe('Bytes as sent. If `truncated`: the declared length, or the bytes that came.'),
  truncated: z.boolean().describe('`body` holds only the first bytes: it was over the limit, or the sender disconnected.'),
  aborted: z.boolean().describe('The connection ended before the body was complete. Then `truncated` is true, too.'),
  remoteAddress: z.string(),
  receivedAt: time,
  userAgent: z.string().nullable(),
  pinned: z.boolean().describe('Retention does not delete a pinned capture.'),
  note: z.string().nullable().describe("The owner's note."),
  messageId: z
    .string()
    .nullable()
    .describe("The sender's id of its message, the same in every attempt: `X-GitHub-Delivery`, Stripe's event id and the like."),
  bodyCrc32: z
    .string()
    .nullable()
    .describe('CRC-32 of the stored body, 8 hex digits; null if it was stored by an earlier version, or is hidden by this link.'),
  sender: z
    .strictObject({
      provider: z.string().nullable().describe('null: unknown.'),
      label: z.string().nullable(),
      event: z
        .string()
        .nullable()
        .describe(
          "In the sender's words. Of an unknown sender: `type`, `event` or `action` of its JSON, if that is a short string.",
        ),
      summary: z.string().nullable(),
    })
    .nullable()
    .describe('Who sent it and which event it is, by headers and body; null if neither is known. It proves nothing.'),
  reply: replyAnswer
    .nullable()
    .describe(
      'The response that the sender got. null: none (an import, or a sender that disconnected), unknown, or the sender still waits for a listener.',
    ),
  signature: z
    .strictObject({
      verdict: z
        .enum(VERDICTS)
        .describe(
          '`late`: correct, but its timestamp was outside the tolerance on arrival. `missing`: the bin has a secret of this provider, but the request has no signature.',
        ),
      scheme: z.string(),
      secretId: z.string().describe('The secret of the bin that gave the verdict.'),
      signedAt: time.nullable(),
      ageSeconds: z.int().nullable().describe('On arrival; negative if it was signed for a later time.'),
    })
    .nullable()
    .describe('The verdict on its signature with the secrets of the bin; null if none applies, or it is not checked yet.'),
}
export const summaryAnswer: z.ZodType<CaptureSummary> = z.strictObject(summaryFields)

export const captureAnswer: z.ZodType<Capture> = z.strictObject({
  ...summaryFields,
  url: z.string().describe('The request target as on the wire.'),
  httpVersion: z.string(),
  headers: rawHeaders,
  trailers: rawHeaders,
  body: z.strictObject(encodedBytes),
  bodyShown: z
    .enum(['masked', 'withheld', 'omitted'])
    .optional()
    .describe(
      'Not present: `body` is the whole body. For a viewer of a `redacted` share: masked, or not shown at all. `omitted`: longer ' +
        'than `bodyMax`. `data` is empty if it is withheld or omitted.',
    ),
  withheldReason: z
    .enum(['too_large', 'too_deep', 'too_complex', 'unreadable'])
    .optional()
    .describe('Why the body is withheld: `unreadable` is anything but complete JSON, one JSON value per line, or a form.'),
  bodySha256: z
    .string()
    .nullable()
    .describe(
      'Hex, of the stored bytes; null if anything of this capture is hidden, because a short secret could be guessed from it.',
    ),
  durationMs: z.number().min(0).describe('From the end of the header block to the last byte of the body.'),
})

const milliseconds = z.number().min(0)

const deliveryFields = {
  id: z.string(),
  captureId: z.string(),
  url: z.string(),
  method: z.string(),
  requestHeaders: rawHeaders,
  requestBodySize: count,
  status: z.int().nullable().describe('null if no response came; `error` says why.'),
  responseHeaders: rawHeaders,
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  warning: z
    .string()
    .optional()
    .describe(
      'Violations of HTTP in a response that could be parsed anyway; for a forward, also that trailers were not sent. Missing if there are none.',
    ),
  startedAt: time,
  timings: z.strictObject({
    dnsMs: milliseconds.nullable(),
    connectMs: milliseconds.nullable(),
    firstByteMs: milliseconds.nullable(),
    totalMs: milliseconds,
  }),
  via: z.enum(DELIVERY_VIA).describe('`cli`: sent from a machine where `creel listen` runs.'),
  forwardId: z.string().nullable().describe('The forward that sent it.'),
  attempt: z.int().min(1).nullable().describe('The number of this try, if the program that sends retries; null: not counted.'),
}

export const deliveryAnswer: z.ZodType<Delivery> = z.strictObject({
  ...deliveryFields,
  responseBody: z.strictObject({ ...encodedBytes, truncated: z.boolean() }),
})

export const listedDeliveryAnswer: z.ZodType<ListedDelivery> = z.strictObject({
  ...deliveryFields,
  responseBody: z.strictObject({
    encoding: encodedBytes.encoding,
    data: encodedBytes.data.optional().describe('Not present if the body has over 64 KiB.'),
    truncated: z.boolean(),
    omittedBytes: count.optional().describe('If `data` is left out: how many bytes `GET …/deliveries/{delivery}` returns.'),
  }),
})

export const cursorAnswer = z.strictObject({
  seq: count.describe('The seq of the last capture that the reader has handled; 0: none.'),
})

export const listenerAnswer = z.strictObject({
  name: z.string(),
  answerMs: count
    .nullable()
    .describe('The longest time that senders wait for the response of its target; null: they do not wait.'),
  connectedAt: time,
})

export const refusalAnswer: z.ZodType<Refusal> = z.strictObject({
  reason: z.enum(CAPTURE_REFUSALS),
  count,
  lastAt: time,
})

export const importAnswer: z.ZodType<ImportReport> = z.strictObject({
  imported: count,
  skippedCount: count.describe('Entries that are invalid or over a limit.'),
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
  lastUsedAt: time.nullable().describe('Precise to the minute; null: never.'),
})

export const createdShareAnswer: z.ZodType<CreatedShare> = z.strictObject({
  ...shareFields,
  url: z.url().describe('For a browser: it exchanges the token for a cookie and removes it from the address.'),
  token: z.string().describe('`cs_…`. Shown only this once.'),
})

const sessionKeyFields = {
  id: z.string(),
  label: z.string().nullable(),
  scope: z.enum(['full', 'read']),
  createdAt: time,
  lastUsedAt: time.nullable().describe('Precise to the minute; null: never.'),
  expiresAt: time.nullable().describe('null: never.'),
}
const keyFields = {
  ...sessionKeyFields,
  bins: z.array(z.string()).nullable().describe('The bins that the key may read; null: all. Deleted ones are left out.'),
  current: z.boolean().describe('Whether it is the key of this call.'),
}
export const accessKeyAnswer: z.ZodType<AccessKey> = z.strictObject(keyFields)

export const createdKeyAnswer: z.ZodType<CreatedKey> = z.strictObject({
  ...keyFields,
  accessKey: z.string().describe('`ck_…`. Shown only this once.'),
})

export const sessionAnswer: z.ZodType<Session> = z.strictObject({
  owner: z.strictObject({ id: z.string(), createdAt: time }),
  key: z.strictObject(sessionKeyFields),
})

export const problemAnswer: z.ZodType<Problem> = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES).describe('Stable; docs/errors.md says what to do.'),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('One for each invalid field.'),
})
