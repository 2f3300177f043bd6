import { z } from 'zod'
import { LIMITS } from '#lib/core/limits'
import { reportDelivery as report } from '#lib/services/report-delivery'
import { plainText } from '../bin-input'
import { deliveryAnswer } from '../delivery-answers'
import { defineOperation } from '../operation'
import { encodedBody, headerList, requestMethod, targetUrl } from '../request-input'

const INTEGER_MAX = 2_147_483_647
const milliseconds = z.number().min(0).max(INTEGER_MAX)
const noBody = { encoding: 'utf8', data: '', truncated: false } as const
const noTimings = { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 0 } as const

const body = z
  .strictObject({
    url: targetUrl.describe('The URL that it was sent to.'),
    method: requestMethod,
    requestHeaders: headerList.default([]).meta({ default: [] }),
    requestBodySize: z.int().min(0).max(INTEGER_MAX).default(0).meta({ default: 0 }),
    status: z.int().min(100).max(999).nullable().describe('null if no response came; `error` says why.'),
    responseHeaders: headerList.default([]).meta({ default: [] }),
    responseBody: encodedBody
      .safeExtend({ truncated: z.boolean().default(false).meta({ default: false }) })
      .refine(({ encoding, data }) => Buffer.byteLength(data, encoding) <= LIMITS.responseBodyBytesKept, {
        path: ['data'],
        message: `has over ${LIMITS.responseBodyBytesKept} bytes; truncate it, and set \`truncated\``,
      })
      .default(noBody)
      .meta({ default: noBody }),
    error: z
      .strictObject({
        code: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'is not a snake_case word'),
        message: z
          .string()
          .max(1000)
          .refine(plainText, 'contains a control character, an invisible one, or one that reorders text'),
      })
      .nullable()
      .default(null)
      .meta({ default: null }),
    startedAt: z.iso
      .datetime({ offset: true })
      .transform((text) => Date.parse(text))
      .refine((ms) => ms >= 0, 'is before 1970')
      .optional()
      .describe('ISO 8601. Missing, or in the future: now.'),
    timings: z
      .strictObject({
        dnsMs: milliseconds.nullable(),
        connectMs: milliseconds.nullable(),
        firstByteMs: milliseconds.nullable(),
        totalMs: milliseconds,
      })
      .default(noTimings)
      .meta({ default: noTimings }),
    attempt: z
      .int()
      .min(1)
      .max(INTEGER_MAX)
      .nullable()
      .default(null)
      .meta({ default: null })
      .describe('The number of this try, if the program that sends retries.'),
    job: z
      .string()
      .max(100)
      .optional()
      .describe('The job by which the listener was asked to send it (`resend` on its event stream).'),
  })
  .refine(({ status, error }) => status !== null || error !== null, {
    path: ['error'],
    message: 'is missing: without a status, it must say why no response came',
  })

export const reportDelivery = defineOperation({
  id: 'reportDelivery',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/{capture}/deliveries',
  summary: 'Report a delivery that a CLI made',
  description:
    'For programs that send a capture from where they run, as `creel listen` does: this call itself sends nothing. The delivery has ' +
    '`via: "cli"`, is pushed to the watchers, and counts and is deleted like others.',
  access: 'owner',
  rate: 'deliveries',
  params: ['bin', 'capture'],
  body,
  // JSON escapes can make a body of a megabyte six times as long.
  bodyBytesMax: () => 6 * LIMITS.responseBodyBytesKept + LIMITS.jsonBodyBytesMax,
  answer: { status: 201, description: 'The delivery as stored.', schema: deliveryAnswer },
  run: async (rt, { params, body }, { actor }) => ({ data: await report(rt, actor, params.bin, params.capture, body) }),
})
