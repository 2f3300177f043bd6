import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { updateCapture as update } from '#lib/services/update-capture'
import { summaryAnswer } from '../answers'
import { plainText } from '../bin-input'
import { defineOperation } from '../operation'

const note = z
  .string()
  .trim()
  .max(LIMITS.noteCharsMax)
  .refine(plainText, 'holds a control character')
  .transform((text) => text || null)
  .nullable()
  .describe('null or nothing but white space: no note.')

export const updateCapture = defineOperation({
  id: 'updateCapture',
  method: 'PATCH',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Pin a capture or let it go, write a note beside it',
  description: 'Retention leaves a pinned capture alone. The request itself never changes.',
  access: 'owner',
  params: ['bin', 'capture'],
  body: z.strictObject({ pinned: z.boolean().optional(), note: note.optional() }),
  answer: { status: 200, description: 'The capture as it is now.', schema: summaryAnswer },
  run: async (rt, { params, body }, { owner }) => ({ data: await update(rt, owner, params.bin, params.capture, body) }),
})
