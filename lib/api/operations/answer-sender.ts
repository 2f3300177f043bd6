import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { answerSender as answer } from '#lib/services/listeners/answer-sender'
import { defineOperation } from '../operation'
import { encodedBody, headerList, listenerName } from '../request-input'

const noBody = { encoding: 'utf8', data: '' } as const

const body = z.strictObject({
  listener: listenerName.describe('The name of the connected listener.'),
  status: z
    .int()
    .min(200)
    .max(599)
    .nullable()
    .describe('null: the target did not respond, and the response of the bin is sent at once.'),
  headers: headerList
    .refine(
      (headers) => headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= LIMITS.replyHeaderCharsMax,
      {
        message: `have over ${LIMITS.replyHeaderCharsMax} characters in total`,
      },
    )
    .default([])
    .meta({ default: [] })
    .describe("Headers that a bin's response may not have are left out."),
  body: encodedBody
    .refine(({ encoding, data }) => Buffer.byteLength(data, encoding) <= LIMITS.replyBodyCharsMax, {
      path: ['data'],
      message: `has over ${LIMITS.replyBodyCharsMax} bytes`,
    })
    .default(noBody)
    .meta({ default: noBody }),
})

export const answerSender = defineOperation({
  id: 'answerSender',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/{capture}/answer',
  summary: 'Answer the sender of a capture, for a connected listener',
  description:
    'While a listener with `answerMs` is connected (`GET …/events?listener=…&answerMs=…`), senders wait for this call, after their capture was ' +
    "committed. If it does not come in time, they get the bin's response. If nobody waits, nothing happens. `capture:updated` with `reply` says what was sent.",
  access: 'owner',
  rate: 'deliveries',
  params: ['bin', 'capture'],
  body,
  // JSON escapes can make a body six times as long.
  bodyBytesMax: () => 6 * LIMITS.replyBodyCharsMax + LIMITS.jsonBodyBytesMax,
  answer: { status: 204, description: 'Passed on.' },
  async run(rt, { params, body: { listener, status, ...rest } }, { actor }) {
    await answer(rt, actor, params.bin, params.capture, { listener, answer: status === null ? null : { status, ...rest } })
    return { data: undefined }
  },
})
