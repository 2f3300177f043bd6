import { getBin as get } from '#lib/services/get-bin'
import { binAnswer } from '../bin-answers'
import { defineOperation } from '../operation'

export const getBin = defineOperation({
  id: 'getBin',
  method: 'GET',
  path: '/api/v1/bins/{bin}',
  summary: 'Get a bin',
  access: 'reader',
  params: ['bin'],
  answer: { status: 200, description: 'The bin.', schema: binAnswer },
  run: async (rt, { params }, { actor, origins }) => ({ data: await get(rt, actor, params.bin, origins) }),
})
