import { z } from 'zod'
import type { TimelinePage } from '#lib/scan/scan'
import { getTimeline as get } from '#lib/services/get-timeline'
import { count, time } from '../answers'
import { filterText } from '../filter-text'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'

const BUCKET_MS_MAX = 36_525 * 24 * 3_600_000

const query = z.strictObject({
  bucket: queryNumber(1, BUCKET_MS_MAX)
    .optional()
    .describe('Width of a bucket in milliseconds; by default, the smallest with which the whole bin fits in 120 buckets.'),
  before: queryNumber(1).optional().describe('Only captures with a lower seq.'),
  after: queryNumber(0).optional().describe('Only captures with a higher seq.'),
  q: filterText.optional().describe('Only captures that match this filter; see docs/filter.md.'),
})

const counts = z.record(z.string(), z.int().min(1))

const bucket = z.strictObject({
  at: time.describe('When it begins: a multiple of `bucketMs` since 1970. It ends before the next one begins.'),
  count,
  methods: counts.describe('How many by request method.'),
  providers: counts.describe('How many by sender. Those of unknown senders are not included.'),
  verdicts: counts
    .optional()
    .describe(
      'How many by the verdict on their signature, without those that have none. Only for a bin that has, or had, secrets.',
    ),
  bytes: count.describe('Sum of the body sizes.'),
  bytesMax: count,
  lag: z
    .strictObject({ count: z.int().min(1), sumMs: z.number().min(0), maxMs: z.number().min(0) })
    .nullable()
    .describe(
      'From sending to arrival, for captures whose sender says when it sent. null if none says so, and through a `redacted` share.',
    ),
})

const answer: z.ZodType<TimelinePage> = z.strictObject({
  bucketMs: z.int().min(1),
  buckets: z.array(bucket).describe('Earliest first. Empty buckets are left out.'),
  firstAt: time.nullable().describe('When the oldest capture of the bin arrived, whatever the query; null if there is none.'),
  lastAt: time.nullable(),
  throughSeq: count.describe('The highest seq that was counted. Pass it as `after` to count later captures.'),
  nextBefore: z.int().nullable().describe('`before` of the next call; null if everything was counted.'),
  unchecked: z
    .strictObject({ from: z.int(), through: z.int() })
    .nullable()
    .describe('Signatures of captures in this range of seqs are being checked, so `verdicts` will change. null: none.'),
})

export const getTimeline = defineOperation({
  id: 'getTimeline',
  method: 'GET',
  path: '/api/v1/bins/{bin}/timeline',
  summary: 'Count captures over time',
  description:
    'Arrivals, sizes and sender lag in time buckets. One call scans the bin from the newest capture backwards for about 200 ms, then says ' +
    'with `nextBefore` where to continue. Add up buckets with the same time from two responses.',
  access: 'reader',
  params: ['bin'],
  query,
  errors: ['too_many_requests'],
  answer: { status: 200, description: 'The counts.', schema: answer },
  run: async (rt, { params, query: { bucket: bucketMs, before, after, q } }, { actor, address, signal }) => ({
    data: await get(rt, actor, params.bin, { bucketMs, before, after, filter: q }, { address, signal }),
  }),
})
