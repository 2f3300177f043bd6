import { z } from 'zod'
import { ERRORS, type ErrorCode, type Problem } from '#lib/core/errors'
import { CAPTURE_REFUSALS, type Refusal } from '#lib/core/refusal'
import type { ImportReport } from '#lib/services/import-captures'

// The answers of the API and the fields that they share. They have the types of lib/core, so that the document cannot drift from them.

export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]

export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
export const count = z.int().min(0)
export const rawHeaders = z
  .array(z.tuple([z.string(), z.string()]))
  .describe('Names in their original case and order, duplicates kept, values with bytes over 0x7F as Latin-1.')
export const encodedBytes = {
  encoding: z.enum(['utf8', 'base64']).describe('`utf8` only if decoding and encoding it again gives the same bytes.'),
  data: z.string(),
}

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
