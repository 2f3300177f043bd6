import { z } from 'zod'
import { ownerIdOf } from '#lib/services/actor'
import { resendThrough } from '#lib/services/listeners/resend-through'
import { resendCapture as resend } from '#lib/services/resend-capture'
import { takeRate } from '#lib/services/take-rate'
import { deliveryAnswer } from '../delivery-answers'
import { defineOperation } from '../operation'
import { encodedBody, headerChanges, headerList, listenerName, requestMethod, targetUrl } from '../request-input'
import { signInput } from '../secret-input'

export const resendCapture = defineOperation({
  id: 'resendCapture',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/{capture}/resend',
  summary: 'Send a capture on to another endpoint',
  description:
    "Fields that are given replace the capture's own. Hop-by-hop headers, `host` and `content-length` are replaced. Redirects are not followed. " +
    'The response is 200 whatever the target responds, and also if it does not respond: see `status` and `error` of the delivery.',
  access: 'owner',
  params: ['bin', 'capture'],
  body: z
    .strictObject({
      url: targetUrl.optional().describe('Its path and query are used as given.'),
      through: listenerName
        .optional()
        .describe(
          'Instead of all other fields: the name of a connected listener, which sends the capture to its own target, by its own rules. If several have the name, the latest.',
        ),
      method: requestMethod.optional(),
      headers: headerList.optional(),
      headerChanges: headerChanges
        .optional()
        .describe(
          "Applied to the header list, whether it is given or the capture's own: a value replaces all headers of that name, `null` removes them.",
        ),
      body: encodedBody.optional(),
      sign: signInput
        .optional()
        .describe(
          'Signs it again for the target, after all other changes: with a fresh timestamp, and the URL of the target if the scheme signs it.',
        ),
    })
    .superRefine(({ url, through, ...changes }, context) => {
      const given = Object.entries({ url, ...changes }).filter(([, value]) => value !== undefined)
      if (through === undefined && url === undefined) context.addIssue({ code: 'custom', path: ['url'], message: 'is missing' })
      if (through === undefined) return
      for (const [name] of given) context.addIssue({ code: 'custom', path: [name], message: 'cannot be combined with `through`' })
    }),
  // Base64 adds a third, and JSON escapes about as much; the service counts the bytes themselves.
  bodyBytesMax: ({ maxBodyBytes }) => maxBodyBytes * 2 + 1_048_576,
  answer: { status: 200, description: 'The delivery.', schema: deliveryAnswer },
  errors: ['target_forbidden', 'too_many_requests', 'secret_not_found', 'listener_not_found', 'listener_silent'],
  async run(rt, { params, body }, { actor, signal }) {
    const headers = await takeRate(rt, 'resends', ownerIdOf(actor)!)
    const { through, url, ...changes } = body
    const data =
      through === undefined
        ? await resend(rt, actor, params.bin, params.capture, { url: url!, ...changes }, signal)
        : await resendThrough(rt, actor, params.bin, params.capture, through, signal)
    return { data, headers }
  },
})
