import { z } from 'zod'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { FORWARD_ORDERS, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { durationMs, readForwardRate } from '#lib/core/forward/retry'
import { LIMITS } from '#lib/core/limits'
import { lineOfText } from './bin-input'
import { filterSource } from './filter-text'
import { hasNoNul, headerChanges, NUL_FAULT, targetUrl } from './request-input'

// The fields of POST and PATCH …/forwards.

const DAY_MS = 24 * 3600 * 1000

function duration(minMs: number, maxMs: number, allowed: string) {
  return z.string().refine((text) => {
    const ms = durationMs(text)
    return ms !== null && ms >= minMs && ms <= maxMs
  }, `must be a duration ${allowed}, like 500ms, 30s, 10m, 1h or 2d`)
}

/** Whether a capture is forwarded must not depend on what the forward has done with it. */
const forwardFilter = filterSource.refine(hasNoNul, NUL_FAULT).superRefine((text, context) => {
  const parsed = parseFilter(text)
  if (!parsed.ok || !filterNeeds(parsed.filter).forward) return
  context.addIssue({ code: 'custom', message: 'must not use `forward:`, because it says how far a capture is forwarded' })
})

const retry = z
  .strictObject({
    schedule: z
      .array(duration(100, DAY_MS, 'from 100ms to 1d'))
      .min(1)
      .max(50)
      .default([...RETRY_DEFAULT.schedule])
      .describe('The pauses between tries; the last one repeats.'),
    jitter: z.number().min(0).max(1).default(RETRY_DEFAULT.jitter).describe('0.2: each pause is up to 20 % shorter or longer.'),
    giveUpAfter: duration(100, 30 * DAY_MS, 'from 100ms to 30d')
      .default(RETRY_DEFAULT.giveUpAfter)
      .describe('A capture that still fails this long after its first try is dead: it is not retried.'),
  })
  .describe(
    'Retried after network errors, 408, 425, 429 and 5xx. `retry-after` is obeyed up to an hour. Other failures are dead at once; 410 pauses the forward.',
  )

const fields = {
  name: lineOfText(LIMITS.labelCharsMax),
  url: targetUrl.describe('Without user and password: send an `authorization` header with `headerChanges`.'),
  q: forwardFilter.nullable().describe('Which captures; see docs/filter.md. `forward:` is not allowed. null: all.'),
  path: z
    .enum(['keep', 'drop'])
    .describe(
      "`keep`: the capture's path and query are appended to those of `url`, and a path that could leave that of `url` is not sent. `drop`: `url` is used as it is.",
    ),
  headerChanges: headerChanges.describe(
    "Changes to the capture's headers: a value replaces all headers of that name, `null` removes them.",
  ),
  sign: z
    .strictObject({ secretId: z.string().max(100).describe('A secret of this bin.') })
    .nullable()
    .describe('Signs each delivery again, with a fresh timestamp.'),
  order: z
    .enum(FORWARD_ORDERS)
    .describe('`strict`: in the order of arrival, one at a time; a waiting capture blocks those behind it.'),
  concurrency: z.int().min(1).max(100).describe('How many requests may be in flight at once; `strict` sends one at a time.'),
  rate: z
    .string()
    .refine((text) => readForwardRate(text) !== null, 'must be a count and a window like 10/1s or 600/1m')
    .nullable()
    .describe('At most this many, as in `10/1s`. null: no limit.'),
  retry,
  enabled: z.boolean().describe('While it is false, captures wait.'),
}

export const newForward = z.strictObject({
  name: fields.name,
  url: fields.url,
  q: fields.q.default(null).transform(orNull),
  path: fields.path.default('keep'),
  headerChanges: fields.headerChanges.default([]),
  sign: fields.sign.default(null),
  order: fields.order.default('none'),
  concurrency: fields.concurrency.default(4),
  rate: fields.rate.default(null),
  retry: fields.retry.default({ ...RETRY_DEFAULT, schedule: [...RETRY_DEFAULT.schedule] }),
  enabled: fields.enabled.default(true),
})

export const changedForward = z.strictObject({
  name: fields.name.optional(),
  url: fields.url.optional(),
  q: fields.q.optional().transform((q) => (q === undefined ? undefined : orNull(q))),
  path: fields.path.optional(),
  headerChanges: fields.headerChanges.optional(),
  sign: fields.sign.optional(),
  order: fields.order.optional(),
  concurrency: fields.concurrency.optional(),
  rate: fields.rate.optional(),
  retry: fields.retry.optional().describe('Replaced as a whole: a missing member becomes the default.'),
  enabled: fields.enabled.optional().describe('`true` resumes it, also after a 410.'),
})

/** An empty filter matches all. */
function orNull(q: string | null): string | null {
  return q === null || q.trim() === '' ? null : q
}
