import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { expectCaptures as expect } from '#lib/services/waits/expect-captures'
import { waitForCaptures as wait } from '#lib/services/waits/wait-for-captures'
import { count } from '../answers'
import { captureAnswer } from '../capture-answers'
import { filterSource } from '../filter-text'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'
import { elsewhereAnswer, nearestAnswer } from '../wait-answers'

const seconds = z.number().min(0).max(LIMITS.waitSecondsMax)
const toNumber = (value: unknown) => (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value)
const allowed = { error: `must be a number of seconds from 0 to ${LIMITS.waitSecondsMax}` }
const after = 'The seq of the last capture that does not count; without it, only captures that come after the call.'

export const waitForCaptures = defineOperation({
  id: 'waitForCaptures',
  method: 'GET',
  path: '/api/v1/bins/{bin}/wait',
  summary: 'Wait until captures match',
  description:
    'Returns as soon as `count` captures match (stored ones after `after` count too), or when the time is up, then with `satisfied: false` and what arrived ' +
    'instead. After a time-out continue with `after=nextAfter` or, if some matched, with the same `after`. A server that is stopping returns ' +
    '503 `server_stopping`: send the same call again.',
  access: 'reader',
  params: ['bin'],
  query: z.strictObject({
    q: filterSource.default('').meta({ default: '' }).describe('Which captures; see docs/filter.md. Empty: any.'),
    after: queryNumber(0).optional().describe(after),
    count: queryNumber(1, LIMITS.waitCountMax).default(1).meta({ default: 1 }).describe('How many captures to wait for.'),
    timeout: z
      .preprocess(toNumber, z.number(allowed).min(0, allowed).max(LIMITS.waitSecondsMax, allowed))
      .default(LIMITS.waitSecondsDefault)
      .meta({ default: LIMITS.waitSecondsDefault })
      .describe('Seconds. 0: only look at stored captures.'),
    bodyMax: queryNumber(0).optional().describe('Leaves out longer bodies, as for one capture.'),
  }),
  answer: {
    status: 200,
    description: 'The matches and, if there are too few, the nearest misses.',
    schema: z.strictObject({
      satisfied: z.boolean(),
      captures: z
        .array(captureAnswer)
        .describe(
          'The matches, oldest first, also on a time-out. When bodies exceed 16 MiB (or `CREEL_MAX_BODY_BYTES`) in one response, the rest are left out (`bodyShown: "omitted"`).',
        ),
      seen: count.describe('Captures in the window, after `after` and up to `nextAfter`.'),
      nextAfter: count.describe(
        'If satisfied, the seq of the last match; otherwise that of the last capture that was looked at.',
      ),
      nearest: z.array(nearestAnswer).describe('If not satisfied: at most 3 captures, those that meet the most conditions.'),
      elsewhere: z
        .array(elsewhereAnswer)
        .describe(
          'If not satisfied, for keys that read all bins of their owner: what arrived at the same time, but not in this bin.',
        ),
    }),
  },
  errors: ['too_many_requests', 'server_stopping'],
  run: async (rt, { params, query: { q, timeout, bodyMax, ...input } }, { actor, address, signal }) => ({
    data: await wait(
      rt,
      actor,
      params.bin,
      { text: q, timeoutSeconds: timeout, bodyBytesMax: bodyMax, ...input },
      { address, signal },
    ),
  }),
})

const name = z.string().max(200)
const named = { name: name.optional(), q: filterSource.describe('See docs/filter.md. Empty: any capture.') }

const expectBody = z
  .strictObject({
    after: z.int().min(0).optional().describe(after),
    within: seconds.describe('Seconds within which all of `all` must be met.'),
    settle: seconds
      .default(0)
      .meta({ default: 0 })
      .describe('Seconds to wait, once all of `all` are met, for captures that arrive too often or match `none`.'),
    all: z
      .array(
        z
          .strictObject({
            ...named,
            min: z.int().min(0).max(100_000).default(1).meta({ default: 1 }),
            max: z.int().min(0).max(100_000).optional(),
          })
          .refine(({ min, max }) => max === undefined || min <= max, { path: ['max'], message: 'is less than min' }),
      )
      .max(LIMITS.expectationsMax),
    none: z.array(z.strictObject(named)).max(LIMITS.expectationsMax).default([]).meta({ default: [] }),
    inOrder: z
      .boolean()
      .default(false)
      .meta({ default: false })
      .describe('Each of `all` counts only captures after the one that met the previous.'),
  })
  .refine(({ all, none }) => all.length + none.length > 0, { path: ['all'], message: 'is empty, and so is `none`' })
  .refine(({ within, settle }) => Math.max(within, settle) > LIMITS.waitSecondsMax || within + settle <= LIMITS.waitSecondsMax, {
    path: ['settle'],
    message: `and within may be at most ${LIMITS.waitSecondsMax} in total: proxies cut off longer calls`,
  })

export const expectCaptures = defineOperation({
  id: 'expectCaptures',
  method: 'POST',
  path: '/api/v1/bins/{bin}/expect',
  summary: 'Expect some captures, and no others',
  description:
    'Waits until each of `all` matches at least `min` captures (default 1), then `settle` seconds for captures that should not arrive. More than `max`, or ' +
    'any match of `none`, ends it at once. It changes nothing, so read-only keys and share links may call it.',
  access: 'reader',
  rate: null,
  params: ['bin'],
  body: expectBody,
  answer: {
    status: 200,
    description: 'One result for each of `all`, then of `none`.',
    schema: z.strictObject({
      satisfied: z.boolean(),
      results: z.array(
        z.strictObject({
          name: z.string().nullable(),
          q: z.string(),
          met: z.boolean(),
          count: count.describe('How many matched; with `inOrder`, only those that came in order.'),
          captureIds: z.array(z.string()).describe('The first hundred of them.'),
          nearest: z
            .array(nearestAnswer)
            .describe(
              'If too few matched: at most 3 captures, those that meet the most conditions. With `inOrder`, captures that match but came too early have ' +
                'one more condition, `inOrder: after …`, which is not met.',
            ),
        }),
      ),
    }),
  },
  errors: ['server_stopping'],
  run: async (rt, { params, body: { within, settle, all, none, ...input } }, { actor, address, signal }) => {
    const named = <T extends { name?: string; q: string }>({ name, q }: T) => ({ name: name ?? null, text: q })
    const wanted = all.map((each) => ({ ...named(each), min: each.min, max: each.max ?? null }))
    return {
      data: await expect(
        rt,
        actor,
        params.bin,
        { ...input, withinSeconds: within, settleSeconds: settle, all: wanted, none: none.map(named) },
        { address, signal },
      ),
    }
  },
})
