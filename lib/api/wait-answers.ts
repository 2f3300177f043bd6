import { z } from 'zod'
import type { Nearest } from '#lib/core/filter/nearest'
import type { Elsewhere } from '#lib/services/waits/elsewhere'
import { ERROR_CODES, time } from './answers'

export const nearestAnswer: z.ZodType<Nearest> = z.strictObject({
  captureId: z.string(),
  seq: z.int().min(1),
  conditions: z.array(
    z.strictObject({
      text: z.string().describe('The condition as typed, after `not` if it is negated.'),
      met: z.boolean(),
      found: z
        .string()
        .nullable()
        .describe(
          'The value found, as JSON: strings in quotes, invisible characters as escapes, truncated at about 200 characters (`…`). null: nothing.',
        ),
    }),
  ),
})

export const elsewhereAnswer: z.ZodType<Elsewhere> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    status: z.int(),
    reason: z.enum(ERROR_CODES),
    binId: z.string().describe('The id in the capture URL: this bin, or an id that differs in at most two characters.'),
    captureId: z.string().optional().describe('Set if what arrived of the request was stored.'),
    at: time,
  }),
  z.strictObject({
    kind: z.literal('match'),
    binId: z.string().describe('Another bin of yours.'),
    captureId: z.string(),
    at: time,
  }),
])
