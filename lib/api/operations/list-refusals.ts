import { z } from 'zod'
import { listRefusals as list } from '#lib/services/list-refusals'
import { refusalAnswer } from '../answers'
import { defineOperation } from '../operation'

export const listRefusals = defineOperation({
  id: 'listRefusals',
  method: 'GET',
  path: '/api/v1/bins/{bin}/refusals',
  summary: 'List why requests to a bin were refused',
  description:
    'Requests that were not stored, because of a limit or because the database was unavailable. Counts are kept for a week after the last. A link to one capture does not show them.',
  access: 'reader',
  params: ['bin'],
  answer: {
    status: 200,
    description: 'Most frequent first.',
    schema: z.strictObject({ refusals: z.array(refusalAnswer) }),
  },
  run: async (rt, { params }, { actor }) => ({ data: { refusals: await list(rt, actor, params.bin) } }),
})
