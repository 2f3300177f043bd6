import * as octokit from '@octokit/webhooks-methods'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { StoredBin } from '#lib/store/store'
import { githubWebhooks, SECRET } from '../e2e/github-webhooks'
import { OK, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { sendRaw } from '../server/raw-client'
import { type Creel, startCreel } from '../server/start-creel'
import { arrivalOf, ODD_REQUESTS, type OddRequest, wireOf } from './odd-requests'
import { isReady, startCli } from './run-cli'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

/** Sends them to a bin that `creel listen` follows. Gives what the program at the target read, in the same order. */
async function through(requests: readonly OddRequest[], bin: StoredBin) {
  const receiver = await startReceiver(OK)
  const cli = await startCli(['listen', bin.id, '--to', `${receiver.port}`, '--json', '--in-order'], {
    env: { CREEL_URL: creel.url, CREEL_KEY: creel.accessKey },
  })
  onTestFinished(async () => {
    cli.ctrlC()
    await cli.ended
  })
  await cli.until(isReady)
  for (const request of requests) {
    const { status } = await sendRaw(creel.port, ...wireOf(request, bin.id))
    expect(status, request.name).toBe(200)
  }
  const delivered = () => cli.stdout().split('"type":"delivery"').length - 1
  await cli.until(() => delivered() >= requests.length)
  expect(delivered()).toBe(requests.length)
  return { port: receiver.port, arrived: receiver.requests, records: cli.records() }
}

/** Head and body as a program reads them. */
function parsed(request: Buffer) {
  const end = request.indexOf('\r\n\r\n')
  const [, ...lines] = request.toString('latin1', 0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 2)]))
  return { headers, body: request.subarray(end + 4).toString('utf8') }
}

test('300 GitHub webhooks reach the target byte for byte, and octokit finds each signature right', {
  timeout: 120_000,
}, async () => {
  const webhooks = githubWebhooks(300).map(({ event, headers, body }, index) => ({
    name: event,
    method: 'POST',
    target: `/${index}`,
    headers: headers.filter(([name]) => name !== 'content-length'),
    body,
  }))
  const { port, arrived } = await through(webhooks, await creel.createBin())
  for (const [index, webhook] of webhooks.entries()) {
    expect(arrived[index]!.equals(arrivalOf(webhook, port)), webhook.name).toBe(true)
    const { headers, body } = parsed(arrived[index]!)
    expect(await octokit.verify(SECRET, body, headers['x-hub-signature-256']!), webhook.name).toBe(true)
  }
})

test(`${ODD_REQUESTS.length} odd requests reach the target byte for byte, and trailers are named as dropped`, {
  timeout: 60_000,
}, async () => {
  expect(ODD_REQUESTS.length).toBeGreaterThanOrEqual(60)
  const { port, arrived, records } = await through(ODD_REQUESTS, await creel.createBin())
  for (const [index, request] of ODD_REQUESTS.entries()) {
    expect(arrived[index]!.toString('latin1').slice(0, 9_000), request.name).toBe(
      arrivalOf(request, port).toString('latin1').slice(0, 9_000),
    )
    expect(arrived[index]!.equals(arrivalOf(request, port)), request.name).toBe(true)
  }
  const dropped = records.filter(({ trailersDropped }) => trailersDropped !== undefined)
  expect(dropped.map(({ trailersDropped }) => trailersDropped)).toEqual([2])
})

test('the SDKs of stripe and svix find right what they signed, with blanks, escapes and big numbers in it', async () => {
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
  const { arrived } = await through(
    [
      signed('stripe', [['Stripe-Signature', Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })]]),
      signed('svix', [
        ['svix-id', 'msg_1'],
        ['svix-timestamp', String(timestamp)],
        ['svix-signature', svix.sign('msg_1', now, payload)],
      ]),
    ],
    await creel.createBin(),
  )
  const [stripe, other] = arrived.map(parsed)
  expect(Stripe.webhooks.constructEvent(stripe!.body, stripe!.headers['stripe-signature']!, secret)).toMatchObject({ id: 1 })
  expect(svix.verify(other!.body, other!.headers as Record<string, string>)).toMatchObject({ id: 1 })
})
