import { createRequire } from 'node:module'
import { LinearWebhookClient } from '@linear/sdk/webhooks'
import Mux from '@mux/mux-node'
import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client'
import * as octokit from '@octokit/webhooks-methods'
import { WebhookEventVerifier } from '@onfido/api'
import { encodeSignatureHeader, isValidSignature } from '@sanity/webhook'
import * as gocardless from 'gocardless-nodejs/webhooks'
import Razorpay from 'razorpay'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import twilio from 'twilio'
import { headerValue } from '#lib/core/headers'
import type { Material, SignatureRequest } from '#lib/signatures/scheme'
import type { SchemeId } from '#lib/signatures/schemes/index'
import { FORM, material } from './requests'

const require = createRequire(import.meta.url)

/** A provider's own package. `now` must be the current time, because some packages read the clock themselves. */
export type Sdk = {
  package: string
  scheme: SchemeId
  material: Material
  body: string
  contentType?: string
  url?: string
  /** Headers, or a form body, as the package signs. Omitted where it only verifies. */
  sign?(
    body: string,
    now: number,
  ): Promise<{ headers?: Record<string, string>; body?: string }> | { headers?: Record<string, string>; body?: string }
  /** Whether the package accepts a request. Throwing means that it does not. */
  accepts(request: SignatureRequest, body: string): unknown
}

const WHSEC = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const TEXT = 'a secret, of the tests'
const JSON_BODY = '{"id": 1,\n "text": "Zoë & Søn", "big": 12345678901234567890, "url": "https:\\/\\/example.com\\/a"}'

const header = ({ headers }: SignatureRequest, name: string) => headerValue(headers, name) ?? ''
const allHeaders = ({ headers }: SignatureRequest) =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
const seconds = (now: number) => Math.floor(now / 1000)

const { BraintreeGateway, Environment } = require('braintree')
const braintree = new BraintreeGateway({
  environment: Environment.Sandbox,
  merchantId: 'merchant',
  publicKey: 'public_key',
  privateKey: 'private_key',
})

function standardWebhooks(name: string, scheme: SchemeId, prefix: string, webhook: StandardWebhook | SvixWebhook): Sdk {
  return {
    package: name,
    scheme,
    material: material(WHSEC),
    body: JSON_BODY,
    sign: (body, now) => ({
      headers: {
        [`${prefix}-id`]: 'msg_1',
        [`${prefix}-timestamp`]: String(seconds(now)),
        [`${prefix}-signature`]: webhook.sign('msg_1', new Date(now), body),
      },
    }),
    accepts: (request, body) => webhook.verify(body, allHeaders(request)) !== undefined,
  }
}

export const SDKS: readonly Sdk[] = [
  standardWebhooks('standardwebhooks', 'standard-webhooks', 'webhook', new StandardWebhook(WHSEC)),
  standardWebhooks('svix', 'svix', 'svix', new SvixWebhook(WHSEC)),
  {
    package: 'stripe',
    scheme: 'stripe',
    material: material(WHSEC),
    body: JSON_BODY,
    sign: (payload, now) => ({
      headers: {
        'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({ payload, secret: WHSEC, timestamp: seconds(now) }),
      },
    }),
    accepts: (request, body) => Stripe.webhooks.constructEvent(body, header(request, 'stripe-signature'), WHSEC),
  },
  {
    package: '@octokit/webhooks-methods',
    scheme: 'github',
    material: material(TEXT),
    body: JSON_BODY,
    sign: async (body) => ({ headers: { 'X-Hub-Signature-256': await octokit.sign(TEXT, body) } }),
    accepts: (request, body) => octokit.verify(TEXT, body, header(request, 'x-hub-signature-256')),
  },
  {
    package: 'twilio (form)',
    scheme: 'twilio',
    material: material(TEXT),
    body: 'From=%2B1415&CallSid=CA1&Body=a+b%26c&From=%2B1416&Empty=',
    contentType: FORM,
    sign: (body) => ({
      headers: {
        'X-Twilio-Signature': twilio.getExpectedTwilioSignature(TEXT, 'https://example.com/hook?a=1', formFields(body)),
      },
    }),
    accepts: (request, body) =>
      twilio.validateRequest(TEXT, header(request, 'x-twilio-signature'), request.url, formFields(body)),
  },
  {
    package: 'twilio (JSON)',
    scheme: 'twilio',
    material: material(TEXT),
    body: JSON_BODY,
    accepts: (request, body) => twilio.validateRequestWithBody(TEXT, header(request, 'x-twilio-signature'), request.url, body),
  },
  {
    package: '@sanity/webhook',
    scheme: 'sanity',
    material: material(TEXT),
    body: JSON_BODY,
    sign: async (body, now) => ({ headers: { 'sanity-webhook-signature': await encodeSignatureHeader(body, now, TEXT) } }),
    accepts: (request, body) => isValidSignature(body, header(request, 'sanity-webhook-signature'), TEXT),
  },
  {
    package: '@notionhq/client',
    scheme: 'notion',
    material: material(TEXT),
    body: JSON_BODY,
    sign: async (body) => ({ headers: { 'X-Notion-Signature': await signWebhookPayload({ body, verificationToken: TEXT }) } }),
    accepts: (request, body) =>
      verifyWebhookSignature({ body, signature: header(request, 'x-notion-signature'), verificationToken: TEXT }),
  },
  {
    package: 'braintree',
    scheme: 'braintree',
    material: material('private_key', 'public_key'),
    body: new URLSearchParams(braintree.webhookTesting.sampleNotification('check', '1')).toString(),
    contentType: FORM,
    sign: (body) => ({ body }),
    accepts(_, body) {
      const form = new URLSearchParams(body)
      return braintree.webhookNotification.parse(form.get('bt_signature'), form.get('bt_payload'))
    },
  },
  {
    package: '@linear/sdk',
    scheme: 'linear',
    material: material(TEXT),
    body: '{"action": "create", "webhookTimestamp": 1, "id": 1}',
    accepts: (request, body) => new LinearWebhookClient(TEXT).verify(Buffer.from(body), header(request, 'linear-signature')),
  },
  {
    package: '@mux/mux-node',
    scheme: 'mux',
    material: material(TEXT),
    body: JSON_BODY,
    accepts: async (request, body) => {
      await new Mux({ tokenId: 'a', tokenSecret: 'b' }).webhooks.verifySignature(body, allHeaders(request), TEXT)
      return true
    },
  },
  {
    package: 'razorpay',
    scheme: 'razorpay',
    material: material(TEXT),
    body: JSON_BODY,
    accepts: (request, body) => Razorpay.validateWebhookSignature(body, header(request, 'x-razorpay-signature'), TEXT),
  },
  {
    package: 'gocardless-nodejs',
    scheme: 'gocardless',
    material: material(TEXT),
    body: '{"events": [{"id": "EV1"}]}',
    accepts: (request, body) => gocardless.parse(body, TEXT, header(request, 'webhook-signature')),
  },
  {
    package: '@onfido/api',
    scheme: 'onfido',
    material: material(TEXT),
    body: '{"payload": {"resource_type": "check", "action": "check.completed", "object": {"id": "1"}}}',
    accepts: (request, body) => new WebhookEventVerifier(TEXT).readPayload(body, header(request, 'x-sha2-signature')),
  },
  {
    package: '@dropbox/sign',
    scheme: 'dropbox-sign',
    material: material(TEXT),
    body: `json=${encodeURIComponent('{"event": {"event_time": "1", "event_type": "account_confirmed", "event_hash": "none"}}')}`,
    contentType: FORM,
    accepts(_, body) {
      const { EventCallbackHelper, EventCallbackRequest } = require('@dropbox/sign')
      return EventCallbackHelper.isValid(TEXT, EventCallbackRequest.init(JSON.parse(new URLSearchParams(body).get('json')!)))
    },
  },
  {
    package: 'messagebird',
    scheme: 'messagebird',
    material: material(TEXT),
    body: JSON_BODY,
    async accepts(request, body) {
      const { createSecretKey } = await import('node:crypto')
      const { verify } = require('messagebird/lib/webhook-signature-jwt')
      const key = createSecretKey(Buffer.from(TEXT))
      await verify(request.url, Buffer.from(body), header(request, 'messagebird-signature-jwt'), key)
      return true
    },
  },
]

/** A form as Express and Twilio's library parse it: a list for a repeated name. */
function formFields(body: string): Record<string, string | string[]> {
  const form = new URLSearchParams(body)
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)!]),
  )
}
