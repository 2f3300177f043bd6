import { z } from 'zod'
import { DELIVERY_VIA, type Delivery, type ListedDelivery } from '#lib/core/delivery'
import { count, encodedBytes, rawHeaders, time } from './answers'

const milliseconds = z.number().min(0)

const deliveryFields = {
  id: z.string(),
  captureId: z.string(),
  url: z.string(),
  method: z.string(),
  requestHeaders: rawHeaders,
  requestBodySize: count,
  status: z.int().nullable().describe('null if no response came; `error` says why.'),
  responseHeaders: rawHeaders,
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  warning: z
    .string()
    .optional()
    .describe(
      'Violations of HTTP in a response that could be parsed anyway; for a forward, also that trailers were not sent. Missing if there are none.',
    ),
  startedAt: time,
  timings: z.strictObject({
    dnsMs: milliseconds.nullable(),
    connectMs: milliseconds.nullable(),
    firstByteMs: milliseconds.nullable(),
    totalMs: milliseconds,
  }),
  via: z.enum(DELIVERY_VIA).describe('`cli`: sent from a machine where `creel listen` runs.'),
  forwardId: z.string().nullable().describe('The forward that sent it.'),
  attempt: z.int().min(1).nullable().describe('The number of this try, if the program that sends retries; null: not counted.'),
}

export const deliveryAnswer: z.ZodType<Delivery> = z.strictObject({
  ...deliveryFields,
  responseBody: z.strictObject({ ...encodedBytes, truncated: z.boolean() }),
})

export const listedDeliveryAnswer: z.ZodType<ListedDelivery> = z.strictObject({
  ...deliveryFields,
  responseBody: z.strictObject({
    encoding: encodedBytes.encoding,
    data: encodedBytes.data.optional().describe('Not present if the body has over 64 KiB.'),
    truncated: z.boolean(),
    omittedBytes: count.optional().describe('If `data` is left out: how many bytes `GET …/deliveries/{delivery}` returns.'),
  }),
})
