import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { updateCapture as update } from '#lib/services/update-capture'
import { plainText } from '../bin-input'
import { captureAnswer } from '../capture-answers'
import { defineOperation } from '../operation'
import { bodyMaxQuery } from './get-capture'

const note = z
  .string()
  .trim()
  .max(LIMITS.noteCharsMax)
  .refine(plainText, 'contains a control character, an invisible one, or one that reorders text')
  .transform((text) => text || null)
  .nullable()
  .describe('null or only white space: no note.')

export const updateCapture = defineOperation({
  id: 'updateCapture',
  method: 'PATCH',
  path: '/api/v1/bins/{bin}/captures/{capture}',
  summary: 'Pin or unpin a capture, or change its note',
  description:
    'Retention does not delete pinned captures, so they are limited: above the limit, 409 `pins_full`. The request itself never changes.',
  access: 'owner',
  params: ['bin', 'capture'],
  query: bodyMaxQuery,
  body: z.strictObject({ pinned: z.boolean().optional(), note: note.optional() }),
  answer: { status: 200, description: 'The capture as it is now.', schema: captureAnswer },
  errors: ['pins_full'],
  run: async (rt, { params, query, body }, { actor }) => ({
    data: await update(rt, actor, params.bin, params.capture, body, query.bodyMax),
  }),
})
