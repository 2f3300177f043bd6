import { z } from 'zod'
import { listShares as list } from '#lib/services/list-shares'
import { shareAnswer } from '../answers'
import { defineOperation } from '../operation'

export const listShares = defineOperation({
  id: 'listShares',
  method: 'GET',
  path: '/api/v1/bins/{bin}/shares',
  summary: 'List the share links of a bin',
  access: 'owner',
  params: ['bin'],
  answer: {
    status: 200,
    description: 'Those that work, newest first.',
    schema: z.strictObject({ shares: z.array(shareAnswer) }),
  },
  run: async (rt, { params }, { owner }) => ({ data: { shares: await list(rt, owner, params.bin) } }),
})
