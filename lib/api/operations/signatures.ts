import { z } from 'zod'
import { checkSignature as check } from '#lib/services/signatures/check-signature'
import { explainCapture as explain } from '#lib/services/signatures/explain-capture'
import { signCapture as signFor } from '#lib/services/signatures/sign-capture'
import { defineOperation } from '../operation'
import { encodedBody, headerChanges, headerList, requestMethod, targetUrl } from '../request-input'
import { customTemplate, secretText, signInput } from '../secret-input'
import { signatureReportAnswer } from '../signature-answers'

export const checkSignature = defineOperation({
  id: 'checkSignature',
  method: 'POST',
  path: '/api/v1/signature-check',
  summary: 'Check the signature of a request that is not stored',
  description: 'Says whether it is valid and, if not, why. Nothing is stored.',
  access: 'keyReader',
  params: [],
  body: z.strictObject({
    scheme: z.string().max(100).describe('An id of `GET /api/v1/signature-schemes`, or `custom`.'),
    secret: secretText.optional(),
    publicKey: secretText.optional().describe('Hex, base64, a PEM key or a PEM certificate.'),
    custom: customTemplate.optional(),
    method: requestMethod.default('POST'),
    url: targetUrl.nullable().default(null).describe('The URL that the provider called. Required if the scheme signs it.'),
    headers: headerList,
    body: encodedBody,
    now: z.iso.datetime({ offset: true }).nullable().default(null).describe('When it arrived. Default: now.'),
  }),
  // Base64 adds a third, and JSON escapes about as much.
  bodyBytesMax: ({ maxBodyBytes }) => maxBodyBytes * 2 + 1_048_576,
  answer: { status: 200, description: 'The report.', schema: signatureReportAnswer },
  async run(rt, { body: { body, now, ...rest } }) {
    const bytes = Buffer.from(body.data, body.encoding)
    return { data: await check(rt, { ...rest, body: bytes, now: now === null ? null : Date.parse(now) }) }
  },
})

export const explainSignature = defineOperation({
  id: 'explainSignature',
  method: 'GET',
  path: '/api/v1/bins/{bin}/captures/{capture}/signature',
  summary: "Check a capture's signature",
  description:
    "With the secrets of its bin, as of its arrival. If it is not valid, the owner's other secrets are tried too. Through a share link the " +
    'expected value is left out; through a redacted one, everything that comes from the request.',
  access: 'reader',
  params: ['bin', 'capture'],
  answer: {
    status: 200,
    description: 'The report; with `verdict: null` if no secret applies.',
    schema: signatureReportAnswer,
  },
  run: async (rt, { params }, { actor }) => ({ data: await explain(rt, actor, params.bin, params.capture) }),
})

export const signCapture = defineOperation({
  id: 'signCapture',
  method: 'POST',
  path: '/api/v1/bins/{bin}/captures/{capture}/sign',
  summary: 'Sign a capture for a target that the caller sends it to',
  description:
    'Like `sign` of a resend, for programs that send a capture from where they run, as `creel listen --sign` does. Nothing is sent. The secret stays ' +
    'on the server, unless the scheme sends the secret itself, as that of GitLab does.',
  access: 'owner',
  rate: 'deliveries',
  params: ['bin', 'capture'],
  body: z.strictObject({
    url: targetUrl.describe('The URL it will be sent to; some schemes sign it.'),
    headerChanges: headerChanges.optional().describe("Changes to the capture's header list before it is signed."),
    sign: signInput,
  }),
  answer: {
    status: 200,
    description: 'The request to send.',
    schema: z.strictObject({
      url: z.string(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: encodedBody.nullable().describe("null: the capture's own."),
    }),
  },
  errors: ['secret_not_found'],
  run: async (rt, { params, body }, { actor }) => ({ data: await signFor(rt, actor, params.bin, params.capture, body) }),
})
