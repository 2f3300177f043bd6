import { getCapture as get } from '#lib/services/get-capture'
import { captureAnswer } from '../answers'
import { defineOperation } from '../operation'

export const getCapture = defineOperation({
  id: 'getCapture',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Get a capture, with headers and body',
  access: 'viewer',
  params: ['bin', 'capture'],
  answer: { status: 200, description: 'The request as it arrived.', schema: captureAnswer },
  run: async (rt, { params }, { viewer }) => ({ data: await get(rt, viewer, params.bin, params.capture) }),
})
