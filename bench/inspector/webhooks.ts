import { WEBHOOK_HEADERS, webhookBody } from '../payload'

/** One request of a mixed bin. */
export type Webhook = { path: string; headers: Readonly<Record<string, string>>; body: Buffer }

/** The n-th request of an endless mix: of ten, four are GitHub's (1 to 6 KB), three are Stripe's (1.5 KB), and three are small JSON. */
export function webhook(n: number): Webhook {
  const place = n % 10
  if (place < 4) return fromGitHub(n)
  return place < 7 ? fromStripe(n) : small(n)
}

const GITHUB_EVENTS = ['push', 'issues', 'pull_request', 'workflow_run'] as const
const GITHUB_BODIES = [1000, 2000, 4000, 6000].map((size) => webhookBody(size).toString())

function fromGitHub(n: number): Webhook {
  const event = GITHUB_EVENTS[n % 4]!
  const headers = { ...Object.fromEntries(WEBHOOK_HEADERS), 'X-GitHub-Event': event, 'X-GitHub-Delivery': deliveryId(n) }
  const action = n % 3 === 0 ? 'closed' : 'opened'
  const body = GITHUB_BODIES[n % GITHUB_BODIES.length]!.replace('"opened"', `"${action}"`).replace(
    '"number":1347',
    `"number":${n}`,
  )
  return { path: '/github', headers, body: Buffer.from(body) }
}

const STRIPE_TYPES = ['invoice.paid', 'charge.refunded', 'customer.created'] as const

function fromStripe(n: number): Webhook {
  const type = STRIPE_TYPES[n % 3]!
  const object = { id: `in_${n}`, object: 'invoice', amount_due: (n * 7) % 100_000, currency: 'eur', lines: lines(n) }
  const event = { id: `evt_${n}`, object: 'event', api_version: '2026-01-01', type, livemode: false, data: { object } }
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'stripe-signature': `t=1764000000,v1=${'5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd'}`,
  }
  return { path: '/stripe', headers, body: Buffer.from(JSON.stringify(event, null, 2)) }
}

function lines(n: number): object[] {
  return Array.from({ length: 6 }, (_, i) => ({ id: `il_${n}_${i}`, amount: i * 100, description: 'One seat for a month' }))
}

function small(n: number): Webhook {
  const body = JSON.stringify({ order: n, amount: n % 1000, action: 'created' })
  return {
    path: `/orders/${n}`,
    headers: { 'content-type': 'application/json', 'user-agent': 'shop/2.1' },
    body: Buffer.from(body),
  }
}

function deliveryId(n: number): string {
  return `72d3162e-cc78-11e3-81ab-${String(n).padStart(12, '0')}`
}
