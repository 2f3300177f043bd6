import { z } from 'zod'
import { listBins as list } from '#lib/services/list-bins'
import { binAnswer } from '../bin-answers'
import { defineOperation } from '../operation'

export const listBins = defineOperation({
  id: 'listBins',
  method: 'GET',
  path: '/api/v1/bins',
  summary: 'List the bins of the caller',
  access: 'keyReader',
  params: [],
  answer: { status: 200, description: 'Newest activity first.', schema: z.strictObject({ bins: z.array(binAnswer) }) },
  run: async (rt, _input, { actor, origins }) => ({ data: { bins: await list(rt, actor, origins) } }),
})
