import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { listCaptures as list } from '#lib/services/list-captures'
import { summaryAnswer } from '../capture-answers'
import { filterText } from '../filter-text'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'

const query = z
  .strictObject({
    limit: queryNumber(1, LIMITS.pageSizeMax).default(LIMITS.pageSizeDefault).meta({ default: LIMITS.pageSizeDefault }),
    before: queryNumber(1).optional().describe('Only captures with a lower seq.'),
    after: queryNumber(0).optional().describe('Only captures with a higher seq, oldest first.'),
    method: z
      .string()
      .regex(/^[A-Za-z-]{1,32}$/, 'is not a request method')
      .transform((method) => method.toUpperCase())
      .optional()
      .describe('Only captures with this request method, in any case.'),
    q: filterText
      .optional()
      .describe('Only captures that match this filter, as in `header.x-github-event:push $.amount>100`; see docs/filter.md.'),
  })
  .refine(({ before, after }) => before === undefined || after === undefined, {
    path: ['after'],
    message: 'cannot be combined with before',
  })

const seqOrNull = z.int().nullable()

export const listCaptures = defineOperation({
  id: 'listCaptures',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures',
  summary: 'List captures',
  description:
    'Newest first; with `after`, oldest first. With `q`, one call searches the bin for at most about 200 ms: a page with few or no captures may ' +
    'have a next one.',
  access: 'reader',
  params: ['bin'],
  query,
  errors: ['too_many_requests'],
  answer: {
    status: 200,
    description: 'One page.',
    schema: z.strictObject({
      captures: z.array(summaryAnswer),
      nextBefore: seqOrNull.describe('`before` of the next page; null at the end, and if `after` was given.'),
      nextAfter: seqOrNull.describe('`after` of the next page; null at the end, and if `after` was not given.'),
      total: z.int().min(0).describe('All captures that match `method`, whatever the page; with `q`, those on this page.'),
    }),
  },
  run: async (rt, { params, query: { q, ...page } }, { actor, address, signal }) => ({
    data: await list(rt, actor, params.bin, { ...page, filter: q }, { address, signal }),
  }),
})
