import { z } from 'zod'
import { deleteCaptures as deleteAll } from '#lib/services/delete-captures'
import { count } from '../answers'
import { filterText } from '../filter-text'
import { defineOperation } from '../operation'

const body = z
  .strictObject({
    ids: z.array(z.string()).optional().describe('These captures, including pinned ones. Unknown ids are skipped.'),
    q: filterText.optional().describe('All captures that match this filter, except pinned ones; see docs/filter.md.'),
  })
  .refine(({ ids, q }) => (ids === undefined) !== (q === undefined), {
    path: ['ids'],
    message: 'give exactly one of ids and q',
  })

export const deleteCaptures = defineOperation({
  id: 'deleteCaptures',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/delete',
  summary: 'Delete many captures',
  description:
    'Their deliveries are deleted too. The call continues if its caller disconnects. Captures that arrive after the call are kept. Watchers get ' +
    '`bin:cleared` if none is left, else `capture:deleted` for each one.',
  access: 'owner',
  params: ['bin'],
  body,
  errors: ['too_many_requests'],
  answer: { status: 200, description: 'How many were deleted.', schema: z.strictObject({ deleted: count }) },
  async run(rt, { params, body: { ids, q } }, { actor }) {
    const wanted = ids === undefined ? { filter: q! } : { ids }
    return { data: { deleted: await deleteAll(rt, actor, params.bin, wanted) } }
  },
})
