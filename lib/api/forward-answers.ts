import { z } from 'zod'
import { FORWARD_ORDERS, FORWARD_STATES, type Forward } from '#lib/core/forward/forward'
import { count, time } from './answers'

export const forwardSettingsAnswer = {
  name: z.string(),
  url: z.string(),
  q: z.string().nullable(),
  path: z.enum(['keep', 'drop']),
  headerChanges: z.array(z.tuple([z.string(), z.string().nullable()])),
  sign: z.strictObject({ secretId: z.string() }).nullable(),
  order: z.enum(FORWARD_ORDERS),
  concurrency: z.int(),
  rate: z.string().nullable(),
  retry: z.strictObject({ schedule: z.array(z.string()), jitter: z.number(), giveUpAfter: z.string() }),
  enabled: z.boolean(),
}

export const forwardAnswer: z.ZodType<Forward> = z.strictObject({
  id: z.string(),
  ...forwardSettingsAnswer,
  createdAt: time,
  state: z
    .enum(FORWARD_STATES)
    .describe(
      '`paused`: not enabled, or paused by a 410. `open`: the target is failing, and nothing is sent before `nextAttemptAt`.',
    ),
  lag: count.describe('Captures that it has not reached yet.'),
  pending: count.describe('Captures that were tried and will be retried.'),
  dead: count.describe('Captures that it gave up on; `forward:dead` finds them.'),
  oldestPendingAt: time.nullable().describe('When the oldest capture arrived that is not forwarded yet.'),
  nextAttemptAt: time.nullable(),
  lastError: z.string().nullable().describe('The last failure, as a sentence.'),
})
