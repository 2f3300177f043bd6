import { z } from 'zod'
import type { Nearest } from '#lib/core/filter/nearest'
import type { Elsewhere } from '#lib/services/waits/elsewhere'
import { ERROR_CODES, time } from './answers'

export const nearestAnswer: z.ZodType<Nearest> = z.strictObject({
  captureId: z.string(),
  seq: z.int().min(1),
  conditions: z.array(
    z.strictObject({
      text: z.string().describe('As it was typed, after `not` where it is negated.'),
      met: z.boolean(),
      found: z
        .string()
        .nullable()
        .describe(
          'What stands there, as JSON text: text in quotes, characters that do not show as escapes, cut at about 200 characters (`…`). null: nothing.',
        ),
    }),
  ),
})

export const elsewhereAnswer: z.ZodType<Elsewhere> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    status: z.int(),
    reason: z.enum(ERROR_CODES),
    binId: z.string().describe('As the capture URL named it: this bin, or an id that differs in at most two characters.'),
    captureId: z.string().optional().describe('Of what is stored of it.'),
    at: time,
  }),
  z.strictObject({
    kind: z.literal('match'),
    binId: z.string().describe('Another bin of yours.'),
    captureId: z.string(),
    at: time,
  }),
])
