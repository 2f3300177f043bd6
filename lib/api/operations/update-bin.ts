import { updateBin as update } from '#lib/services/update-bin'
import { binAnswer } from '../bin-answers'
import { updateBinInput } from '../bin-input'
import { defineOperation } from '../operation'

export const updateBin = defineOperation({
  id: 'updateBin',
  method: 'PATCH',
  path: '/api/v1/bins/{bin}',
  summary: 'Change a bin',
  description:
    'Changes the fields that are given and keeps the others, also inside `response` (its `headers` are replaced as a whole). ' +
    'null clears a field. `ttlSeconds` counts from now.',
  access: 'owner',
  params: ['bin'],
  body: updateBinInput,
  answer: { status: 200, description: 'The bin as it is now.', schema: binAnswer },
  run: async (rt, { params, body }, { actor, origins }) => ({ data: await update(rt, actor, params.bin, body, origins) }),
})
