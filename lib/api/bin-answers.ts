import { z } from 'zod'
import type { Bin, BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { count, rawHeaders, time } from './answers'

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
