import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { createShare as create } from '#lib/services/create-share'
import { createdShareAnswer } from '../access-answers'
import { defineOperation } from '../operation'

export const createShare = defineOperation({
  id: 'createShare',
  method: 'POST',
  path: '/api/v1/bins/{bin}/shares',
  summary: 'Create a share link',
  description:
    'A read-only view of the bin, or of one capture, for anyone who has the link. As `Authorization: Bearer cs_…` the token works for the ' +
    'GET calls on this bin and for its stream, and for nothing else. `redacted` masks what looks like a credential in headers, query, JSON ' +
    'and form fields, and withholds other bodies; it does not look for personal data.',
  access: 'owner',
  params: ['bin'],
  body: z.strictObject({
    captureId: z.string().max(100).optional().describe('Only this capture; without it, the whole bin.'),
    ttlSeconds: z
      .int()
      .min(60)
      .max(LIMITS.shareSecondsMax)
      .default(LIMITS.shareSecondsDefault)
      .meta({ default: LIMITS.shareSecondsDefault }),
    show: z.enum(['everything', 'redacted']),
  }),
  answer: { status: 201, description: 'The link. Its token is shown only this once.', schema: createdShareAnswer },
  errors: ['capture_not_found', 'too_many_requests'],
  run: async (rt, { params, body }, { actor, origins }) => ({ data: await create(rt, actor, params.bin, body, origins) }),
})
