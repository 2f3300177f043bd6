import { z } from 'zod'
import { getCapture as get } from '#lib/services/get-capture'
import { captureAnswer } from '../capture-answers'
import { defineOperation } from '../operation'
import { queryNumber } from '../query-number'

export const bodyMaxQuery = z.strictObject({
  bodyMax: queryNumber(0).optional().describe('Bytes. Without it, the body is included, however long it is.'),
})

export const getCapture = defineOperation({
  id: 'getCapture',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Get a capture, with headers and body',
  description:
    'With `bodyMax`, a longer body is left out, and `bodyShown` is `omitted`. `…/body` returns it as it came, which is the best way to load ' +
    'one of many megabytes.',
  access: 'reader',
  params: ['bin', 'capture'],
  query: bodyMaxQuery,
  answer: { status: 200, description: 'The request as it arrived.', schema: captureAnswer },
  run: async (rt, { params, query }, { actor }) => ({ data: await get(rt, actor, params.bin, params.capture, query.bodyMax) }),
})
