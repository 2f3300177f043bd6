import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { expectCaptures as expect } from '#lib/services/waits/expect-captures'
import { waitForCaptures as wait } from '#lib/services/waits/wait-for-captures'
import { captureAnswer, count } from '../answers'
import { filterSource } from '../filter-text'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'
import { elsewhereAnswer, nearestAnswer } from '../wait-answers'

const seconds = z.number().min(0).max(LIMITS.waitSecondsMax)
const toNumber = (value: unknown) => (typeof value === 'string' && /^\d{1,3}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value)
const after = 'The seq of the last capture that does not count; without it, only captures that come after the call.'

export const waitForCaptures = defineOperation({
  id: 'waitForCaptures',
  method: 'GET',
  path: '/api/v1/bins/{bin}/wait',
  summary: 'Wait until captures match',
  description:
    'Answers as soon as `count` captures match, those stored after `after` first, or when the time is over: then with `satisfied: false` and what came instead. ' +
    'It costs no polling. After a time-out go on with `after=nextAfter`, or, where some matched, with the old `after`. While a server stops it answers ' +
    '503 `server_stopping`: send the same call again.',
  access: 'viewer',
  params: ['bin'],
  query: z.strictObject({
    q: filterSource.default('').meta({ default: '' }).describe('Which captures, see docs/filter.md. Empty: any.'),
    after: queryNumber(0).optional().describe(after),
    count: queryNumber(1, LIMITS.waitCountMax).default(1).meta({ default: 1 }).describe('So many captures.'),
    timeout: z
      .preprocess(toNumber, seconds)
      .default(LIMITS.waitSecondsDefault)
      .meta({ default: LIMITS.waitSecondsDefault })
      .describe('Seconds. 0: look at what is stored.'),
    bodyMax: queryNumber(0).optional().describe('As for one capture: a longer body is left out.'),
  }),
  answer: {
    status: 200,
    description: 'What matched, and where it did not suffice, what nearly did.',
    schema: z.strictObject({
      satisfied: z.boolean(),
      captures: z
        .array(captureAnswer)
        .describe(
          'What matched, oldest first, also on a time-out. Bodies beyond 16 MiB (or `CREEL_MAX_BODY_BYTES`) in one answer are left out (`bodyShown: "omitted"`).',
        ),
      seen: count.describe('Captures in the window, after `after` and up to `nextAfter`.'),
      nextAfter: count.describe('The seq of the last capture given, where it was satisfied; else of the last one looked at.'),
      nearest: z.array(nearestAnswer).describe('Where it was not satisfied: at most 3, those that meet most conditions.'),
      elsewhere: z
        .array(elsewhereAnswer)
        .describe(
          'Where it was not satisfied, for keys that read all bins of their owner: what came at the same time, and not here.',
        ),
    }),
  },
  errors: ['too_many_requests', 'server_stopping'],
  run: async (rt, { params, query: { q, timeout, bodyMax, ...wish } }, { actor, address, signal }) => ({
    data: await wait(
      rt,
      actor,
      params.bin,
      { text: q, timeoutSeconds: timeout, bodyBytesMax: bodyMax, ...wish },
      { address, signal },
    ),
  }),
})

const name = z.string().max(200)
const named = { name: name.optional(), q: filterSource.describe('See docs/filter.md. Empty: any capture.') }

const expectBody = z
  .strictObject({
    after: z.int().min(0).optional().describe(after),
    within: seconds.describe('Seconds until all has to be there.'),
    settle: seconds
      .default(0)
      .meta({ default: 0 })
      .describe('Seconds for which, once all is there, nothing may come too often or that should not come.'),
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
      .describe('Each of `all` counts captures that came after the one with which the one before was met.'),
  })
  .refine(({ all, none }) => all.length + none.length > 0, { path: ['all'], message: 'is empty, and so is none' })
  .refine(({ within, settle }) => Math.max(within, settle) > LIMITS.waitSecondsMax || within + settle <= LIMITS.waitSecondsMax, {
    path: ['settle'],
    message: `and within are at most ${LIMITS.waitSecondsMax} together: proxies cut a longer call`,
  })

export const expectCaptures = defineOperation({
  id: 'expectCaptures',
  method: 'POST',
  path: '/api/v1/bins/{bin}/expect',
  summary: 'Say what should come, and what should not',
  description:
    'Waits until each of `all` matches at least `min` captures (1 where nothing is said), then for `settle` seconds whether too much comes. More than `max`, or ' +
    'anything that `none` matches, ends it at once. It changes nothing, so keys that only read and share links may call it.',
  access: 'viewer',
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
          count: count.describe('How many matched.'),
          captureIds: z.array(z.string()).describe('The first hundred of them.'),
          nearest: z.array(nearestAnswer).describe('Where too few matched: at most 3, those that meet most conditions.'),
        }),
      ),
    }),
  },
  errors: ['server_stopping'],
  run: async (rt, { params, body: { within, settle, all, none, ...wish } }, { actor, address, signal }) => {
    const named = <T extends { name?: string; q: string }>({ name, q }: T) => ({ name: name ?? null, text: q })
    const wanted = all.map((each) => ({ ...named(each), min: each.min, max: each.max ?? null }))
    return {
      data: await expect(
        rt,
        actor,
        params.bin,
        { ...wish, withinSeconds: within, settleSeconds: settle, all: wanted, none: none.map(named) },
        { address, signal },
      ),
    }
  },
})
