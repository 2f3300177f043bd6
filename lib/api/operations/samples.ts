import { z } from 'zod'
import type { SampleProviderFacts, SentSample } from '#lib/core/sample'
import { ownerIdOf } from '#lib/services/actor'
import { listSamples as list } from '#lib/services/samples/list-samples'
import { sendSample as send } from '#lib/services/samples/send-sample'
import { takeRate } from '#lib/services/take-rate'
import { deliveryAnswer } from '../delivery-answers'
import { defineOperation } from '../operation'
import { targetUrl } from '../request-input'
import { secretText } from '../secret-input'

const sampleAnswer: z.ZodType<SampleProviderFacts> = z.strictObject({
  provider: z.string().describe('The id of a sender.'),
  label: z.string(),
  events: z.array(z.string()),
  schemes: z
    .array(z.string())
    .describe('Schemes of secrets that can sign it, the usual one first. Empty: only the provider has the signing key.'),
})

const sentAnswer: z.ZodType<SentSample> = z.strictObject({
  captureId: z.string(),
  scheme: z.string().nullable().describe('How it is signed; null: unsigned.'),
  secretId: z
    .string()
    .nullable()
    .describe('A secret of the bin. null: it is unsigned, or signed with a secret that is not stored.'),
  delivery: deliveryAnswer.nullable().describe('The delivery to `url`; null without one.'),
})

const input = z
  .strictObject({
    provider: z.string().max(100).describe('One of `GET /api/v1/samples`.'),
    event: z.string().max(200),
    secretId: z.string().max(100).optional().describe('A secret of this bin.'),
    scheme: z
      .string()
      .max(100)
      .optional()
      .describe('Alone: a new secret of this scheme is created, stored in the bin and never shown.'),
    secret: secretText.optional().describe('With `scheme`: the secret to sign with. It is not stored.'),
    url: targetUrl.optional().describe('The URL that the bin then sends it to, signed again for that URL.'),
  })
  .refine(({ secret, scheme }) => secret === undefined || scheme !== undefined, {
    path: ['scheme'],
    message: 'is missing: it says how to sign with the secret',
  })
  .refine(({ secretId, scheme }) => secretId === undefined || scheme === undefined, {
    path: ['secretId'],
    message: 'cannot be combined with scheme',
  })

export const listSamples = defineOperation({
  id: 'listSamples',
  method: 'GET',
  path: '/api/v1/samples',
  summary: 'List the providers whose requests Creel can generate',
  access: 'anyone',
  params: [],
  answer: {
    status: 200,
    description: 'Most used providers first.',
    schema: z.strictObject({ samples: z.array(sampleAnswer) }),
  },
  run: async () => ({ data: { samples: list() } }),
})

export const sendSample = defineOperation({
  id: 'sendSample',
  method: 'POST',
  path: '/api/v1/bins/{bin}/samples',
  summary: 'Send a sample request of a provider',
  description:
    'Generates a request as the provider would send it, with new ids and the current time, signs it and stores it in the bin like any other. With `url`, it ' +
    'is then sent there as by a resend. Without `secretId` and `scheme` it is signed with the newest secret of the bin that fits, ' +
    'or not signed if there is none. It does not have to meet what the bin requires of its senders, and no response is sent.',
  access: 'owner',
  params: ['bin'],
  body: input,
  answer: { status: 201, description: 'The capture, and the delivery if there is one.', schema: sentAnswer },
  errors: [
    'target_forbidden',
    'too_many_requests',
    'secret_not_found',
    'secret_key_missing',
    'secrets_full',
    'capture_not_found',
  ],
  async run(rt, { params, body }, { actor, address, origins, signal }) {
    const headers = await takeRate(rt, 'resends', ownerIdOf(actor)!)
    const caller = { address, captureOrigin: origins.capture, signal }
    return { data: await send(rt, actor, params.bin, body, caller), headers }
  },
})
