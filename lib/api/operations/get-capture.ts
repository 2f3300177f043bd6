import { getCapture as get } from '#lib/services/get-capture'
import { captureAnswer } from '../answers'
import { defineOperation } from '../operation'

export const getCapture = defineOperation({
  id: 'getCapture',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Get a capture, with headers and body',
  access: 'owner',
  params: ['bin', 'capture'],
  answer: { status: 200, description: 'The request as it arrived.', schema: captureAnswer },
  run: async (rt, { params }, { owner }) => ({ data: await get(rt, owner, params.bin, params.capture) }),
})
