import { z } from 'zod'
import { ownerIdOf } from '#lib/services/actor'
import { resendCapture as resend } from '#lib/services/resend-capture'
import { takeRate } from '#lib/services/take-rate'
import { deliveryAnswer } from '../answers'
import { defineOperation } from '../operation'
import { encodedBody, headerChanges, headerList, requestMethod, targetUrl } from '../request-input'
import { signWish } from '../secret-input'

export const resendCapture = defineOperation({
  id: 'resendCapture',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/{capture}/resend',
  summary: 'Send a capture on to another endpoint',
  description:
    "What is given replaces the capture's own. Hop-by-hop headers, `host` and `content-length` are made anew. Redirects are not followed. " +
    'The answer is 200 whatever the target said, or did not say: see `status` and `error` of the delivery.',
  access: 'owner',
  params: ['bin', 'capture'],
  body: z.strictObject({
    url: targetUrl.describe('Its path and query are used as given.'),
    method: requestMethod.optional(),
    headers: headerList.optional(),
    headerChanges: headerChanges
      .optional()
      .describe(
        "Made to the header list, whether it is given or the capture's own: a value replaces all of that name, `null` takes them out.",
      ),
    body: encodedBody.optional(),
    sign: signWish
      .optional()
      .describe(
        'Signs it again for the target, after all other changes: with a fresh timestamp, and the URL of the target where that is signed.',
      ),
  }),
  // Base64 adds a third, and JSON escapes about as much; the service counts the bytes themselves.
  bodyBytesMax: ({ maxBodyBytes }) => maxBodyBytes * 2 + 1_048_576,
  answer: { status: 200, description: 'The delivery.', schema: deliveryAnswer },
  errors: ['target_forbidden', 'too_many_requests', 'secret_not_found'],
  async run(rt, { params, body }, { actor, signal }) {
    const headers = await takeRate(rt, 'resends', ownerIdOf(actor)!)
    return { data: await resend(rt, actor, params.bin, params.capture, body, signal), headers }
  },
})
