import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../../scripts/sources.mjs'
import { githubWebhooks } from './github-webhooks'

// Requests like those of real senders, one for each viewer.

export type SampleRequest = { path: string; method?: string; headers?: Record<string, string>; body?: string | Buffer | FormData }

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const text = (data: unknown) => JSON.stringify(data, null, 2)
const base64url = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url')

const STRIPE = {
  headers: {
    ...JSON_TYPE,
    'stripe-signature': 't=1764037000,v1=5257a869e7ec',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  },
  body: text({
    id: 'evt_1SWx7hLkdIwHu7ix',
    object: 'event',
    api_version: '2025-10-29.clover',
    created: 1764037000,
    data: {
      object: {
        id: 'in_1SWx7fLkdIwHu7ix',
        object: 'invoice',
        amount_due: 4900,
        amount_paid: 4900,
        currency: 'eur',
        customer: 'cus_TTwM0ZVk9x',
        customer_email: 'ada@example.com',
        lines: { object: 'list', data: [{ id: 'il_1SWx7f', amount: 4900, description: 'Team plan, December' }], has_more: false },
        status: 'paid',
      },
    },
    livemode: false,
    pending_webhooks: 1,
    type: 'invoice.paid',
  }),
}

const ORDER = {
  id: 5678901234567890123n.toString(),
  name: '#1042',
  currency: 'EUR',
  total_price: '129.90',
  customer: { first_name: 'Grace', last_name: 'Hopper', email: 'grace@example.com', verified_email: true },
  line_items: [
    { sku: 'LAMP-01', title: 'Desk lamp, oak', quantity: 2, price: '49.95' },
    { sku: 'BULB-E27', title: 'Bulb E27, warm', quantity: 2, price: '15.00' },
  ],
  shipping_address: { city: 'Zürich', country_code: 'CH', zip: '8004' },
  note: null,
}

const TOKEN = [
  { alg: 'HS256', typ: 'JWT' },
  { sub: 'user_42', scope: 'orders:write', iat: 1764037000, exp: 1764040600 },
].map(base64url)

function bugReport(): FormData {
  const form = new FormData()
  form.set('title', 'The list jumps')
  form.set('priority', 'high')
  form.set('screenshot', new Blob([picture()], { type: 'image/png' }), 'screen.png')
  return form
}

const picture = () => readFileSync(join(ROOT, 'docs/images/phone.png'))

/** Oldest first. `stripe` appears twice, because Stripe retries after a failure. */
export function sampleRequests(): Record<string, SampleRequest> {
  const github = githubWebhooks(300)
  const hook = (event: string): SampleRequest => {
    const { headers, body } = github.find((each) => each.event === event)!
    return { path: '/github', headers: Object.fromEntries(headers.filter(([name]) => name !== 'content-length')), body }
  }
  return {
    health: { path: '/health?from=uptime&region=eu-central-1', method: 'GET', headers: { 'user-agent': 'UptimeRobot/2.0' } },
    csv: {
      path: '/exports',
      headers: { 'content-type': 'text/csv' },
      body: 'sku,title,price\nLAMP-01,"Desk lamp, oak",49.95\nBULB-E27,Bulb,15.00\n',
    },
    xml: {
      path: '/soap',
      headers: { 'content-type': 'text/xml' },
      body: '<?xml version="1.0"?><order id="7"><item sku="LAMP-01">2</item></order>',
    },
    html: {
      path: '/mail',
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><h1>Welcome</h1><p>Confirm your address.</p>',
    },
    text: { path: '/log', headers: { 'content-type': 'text/plain' }, body: 'deploy 1.4.2 done in 48 s\n' },
    ndjson: {
      path: '/events',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{"n":1,"type":"opened"}\n{"n":2,"type":"clicked"}\n',
    },
    graphql: {
      path: '/graphql',
      headers: JSON_TYPE,
      body: text({ query: 'query Order($id: ID!) { order(id: $id) { total } }', variables: { id: '7' } }),
    },
    broken: { path: '/orders', headers: JSON_TYPE, body: '{"order": 17, "items": [1, 2,, 3]}' },
    binary: {
      path: '/telemetry',
      headers: { 'content-type': 'application/octet-stream' },
      body: createHash('sha512').update('creel').digest(),
    },
    pdf: {
      path: '/invoices/1042.pdf',
      method: 'PUT',
      headers: { 'content-type': 'application/pdf' },
      body: '%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n',
    },
    image: { path: '/avatars/ada.png', method: 'PUT', headers: { 'content-type': 'image/png' }, body: picture() },
    gzip: { path: '/batch', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync(text(ORDER)) },
    jwt: {
      path: '/login',
      headers: JSON_TYPE,
      body: text({ user: 'ada', token: `${TOKEN.join('.')}.c2lnbmF0dXJl`, at: 1764037000 }),
    },
    multipart: { path: '/bugs', body: bugReport() },
    empty: { path: '/carts/7f3a', method: 'DELETE' },
    slack: {
      path: '/slack',
      headers: { ...FORM_TYPE, 'x-slack-signature': 'v0=a2114d57', 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
      body: 'token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&command=%2Fdeploy&text=api+to+production&user_name=ada',
    },
    shopify: {
      path: '/shopify',
      headers: {
        ...JSON_TYPE,
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': 'b54557e4-bdd9',
        'x-shopify-hmac-sha256': 'XWmrwMey6OsLMeiZKwP4FppHH3cmAiiJJAweH5Jo4bM=',
      },
      body: text(ORDER),
    },
    stripe: { path: '/stripe', ...STRIPE },
    pull: hook('pull_request'),
    again: { path: '/stripe', ...STRIPE },
    push: hook('push'),
  }
}

/** Sends them one after another. Resolves with the ids of their captures. */
export async function sendSamples(captureUrl: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const [name, { path, method = 'POST', headers, body }] of Object.entries(sampleRequests())) {
    const response = await fetch(captureUrl + path, { method, headers, body: body as BodyInit | undefined })
    ids[name] = response.headers.get('x-creel-capture')!
  }
  return ids
}
