import { z } from 'zod'
import { listShares as list } from '#lib/services/list-shares'
import { shareAnswer } from '../access-answers'
import { defineOperation } from '../operation'

export const listShares = defineOperation({
  id: 'listShares',
  method: 'GET',
  path: '/api/v1/bins/{bin}/shares',
  summary: 'List the share links of a bin',
  access: 'keyReader',
  params: ['bin'],
  answer: {
    status: 200,
    description: 'Active links only, newest first.',
    schema: z.strictObject({ shares: z.array(shareAnswer) }),
  },
  run: async (rt, { params }, { actor }) => ({ data: { shares: await list(rt, actor, params.bin) } }),
})
