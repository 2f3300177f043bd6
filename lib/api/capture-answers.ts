import { z } from 'zod'
import { type Capture, type CaptureSummary, VERDICTS } from '#lib/core/capture'
import { GATE_REFUSALS, REPLY_BY, type Reply } from '#lib/core/reply'
import { count, encodedBytes, rawHeaders, time } from './answers'

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
      'Not present: `body` is the whole body. For a reader of a `redacted` share: masked, or not shown at all. `omitted`: longer ' +
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
