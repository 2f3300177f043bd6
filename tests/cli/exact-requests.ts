import * as octokit from '@octokit/webhooks-methods'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { expect } from 'vitest'
import { githubWebhooks, SECRET } from '../e2e/github-webhooks'
import { arrivalOf, type OddRequest } from './odd-requests'

// Requests that must reach a program byte for byte through `creel listen` or a forward, and be accepted by the providers' SDKs.

/** The requests that a program at `port` received, in the order of sending. */
export type Through = { port: number; arrived: readonly Buffer[]; connection?: 'close' | 'keep-alive' }

export const GITHUB_WEBHOOKS: readonly OddRequest[] = githubWebhooks(300).map(({ event, headers, body }, index) => ({
  name: event,
  method: 'POST',
  target: `/${index}`,
  headers: headers.filter(([name]) => name !== 'content-length'),
  body,
}))

/** Parses head and body. */
function parsed(request: Buffer) {
  const end = request.indexOf('\r\n\r\n')
  const [, ...lines] = request.toString('latin1', 0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 2)]))
  return { headers, body: request.subarray(end + 4).toString('utf8') }
}

export async function expectVerifiedByOctokit({ port, arrived, connection = 'close' }: Through): Promise<void> {
  for (const [index, webhook] of GITHUB_WEBHOOKS.entries()) {
    expect(arrived[index]!.equals(arrivalOf(webhook, port, connection)), webhook.name).toBe(true)
    const { headers, body } = parsed(arrived[index]!)
    expect(await octokit.verify(SECRET, body, headers['x-hub-signature-256']!), webhook.name).toBe(true)
  }
}

export function expectExact(requests: readonly OddRequest[], { port, arrived, connection = 'close' }: Through): void {
  for (const [index, request] of requests.entries()) {
    expect(arrived[index]!.toString('latin1').slice(0, 9_000), request.name).toBe(
      arrivalOf(request, port, connection).toString('latin1').slice(0, 9_000),
    )
    expect(arrived[index]!.equals(arrivalOf(request, port, connection)), request.name).toBe(true)
  }
}

/** A Stripe and a Svix request, signed now, with blanks, escapes and big numbers. */
export function signedBySdks() {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const payload = '{"id": 1,\n "text": "Zo\u00eb & S\u00f8n", "big": 12345678901234567890, "url": "https:\\/\\/example.com\\/a"}'
  const now = new Date()
  const timestamp = Math.floor(now.getTime() / 1000)
  const svix = new SvixWebhook(secret)
  const signed = (name: string, headers: [string, string][]): OddRequest => ({
    name,
    method: 'POST',
    target: '/hook',
    headers: [['content-type', 'application/json'], ...headers],
    body: Buffer.from(payload),
  })
  const requests = [
    signed('stripe', [['Stripe-Signature', Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })]]),
    signed('svix', [
      ['svix-id', 'msg_1'],
      ['svix-timestamp', String(timestamp)],
      ['svix-signature', svix.sign('msg_1', now, payload)],
    ]),
  ]
  return {
    requests,
    expectVerified({ arrived }: Through) {
      const [stripe, other] = arrived.map(parsed)
      expect(Stripe.webhooks.constructEvent(stripe!.body, stripe!.headers['stripe-signature']!, secret)).toMatchObject({ id: 1 })
      expect(svix.verify(other!.body, other!.headers as Record<string, string>)).toMatchObject({ id: 1 })
    },
  }
}
