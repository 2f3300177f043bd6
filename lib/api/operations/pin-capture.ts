import { z } from 'zod'
import { pinCapture as pin } from '#lib/services/pin-capture'
import { summaryAnswer } from '../answers'
import { defineOperation } from '../operation'

export const pinCapture = defineOperation({
  id: 'pinCapture',
  method: 'PATCH',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Pin a capture, or let it go',
  description: 'Retention leaves a pinned capture alone.',
  access: 'owner',
  params: ['bin', 'capture'],
  body: z.strictObject({ pinned: z.boolean() }),
  answer: { status: 200, description: 'The capture as it is now.', schema: summaryAnswer },
  run: async (rt, { params, body }, { owner }) => ({ data: await pin(rt, owner, params.bin, params.capture, body.pinned) }),
})
