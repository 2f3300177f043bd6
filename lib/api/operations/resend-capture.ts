import { z } from 'zod'
import { isHeaderName, isHeaderValue } from '#lib/core/headers'
import { resendCapture as resend } from '#lib/services/resend-capture'
import { takeRate } from '#lib/services/take-rate'
import { deliveryAnswer } from '../answers'
import { defineOperation } from '../operation'

const url = z
  .string()
  .max(8192)
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), 'is not an http or https URL')

const headerName = z.string().max(256).refine(isHeaderName, 'is not a legal header name')
const headerText = z.string().max(65_536).refine(isHeaderValue, 'is not a legal header value')

const body = z
  .strictObject({ encoding: z.enum(['utf8', 'base64']), data: z.string() })
  .refine(({ encoding, data }) => encoding === 'utf8' || isBase64(data), {
    path: ['data'],
    message: 'is not base64 with padding',
  })

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
    url: url.describe('Its path and query are used as given.'),
    method: z
      .string()
      .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/, 'is not a request method')
      .optional(),
    headers: z
      .array(z.tuple([headerName, headerText]))
      .max(500)
      .optional(),
    headerChanges: z
      .array(z.tuple([headerName, headerText.nullable()]))
      .max(100)
      .optional()
      .describe(
        "Made to the header list, whether it is given or the capture's own: a value replaces all of that name, `null` takes them out.",
      ),
    body: body.optional(),
  }),
  // Base64 adds a third, and JSON escapes about as much; the service counts the bytes themselves.
  bodyBytesMax: ({ maxBodyBytes }) => maxBodyBytes * 2 + 1_048_576,
  answer: { status: 200, description: 'The delivery.', schema: deliveryAnswer },
  errors: ['target_forbidden', 'too_many_requests'],
  async run(rt, { params, body }, { owner }) {
    const headers = await takeRate(rt, 'resends', owner!.hash)
    return { data: await resend(rt, owner, params.bin, params.capture, body), headers }
  },
})

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
