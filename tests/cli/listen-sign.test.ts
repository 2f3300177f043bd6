import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { CLOSING_ANSWER, startReceiver } from '../lib/net/receiver'
import { answerRest } from '../server/answer-rest'
import { type Creel, startCreel } from '../server/start-creel'
import { environmentOf, ownerOf, recordsOf, sent, startListening } from './listening'
import { runCli } from './run-cli'

const SECRET = 'whsec_0123456789abcdef'
const BODY = '{"id": "evt_1", "amount": 1099}'

let creel: Creel

beforeAll(async () => {
  creel = await startCreel({ fallback: answerRest })
})
afterAll(() => creel.close())

const signature = (timestamp = Math.floor(Date.now() / 1000)) =>
  Stripe.webhooks.generateTestHeaderString({ payload: BODY, secret: SECRET, timestamp })
const capture = (bin: StoredBin, header: string, path = '/') =>
  fetch(`${creel.url}/in/${bin.id}${path}`, { method: 'POST', body: BODY, headers: { 'stripe-signature': header } })

async function binWithSecret() {
  const bin = await creel.createBin()
  const { id } = await ownerOf(creel).addSecret({ bin: bin.id, body: { scheme: 'stripe', secret: SECRET } })
  return { bin, id }
}

test('--sign: an old capture arrives with a current signature, which the SDK accepts', async () => {
  const { bin, id } = await binWithSecret()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`, '--sign', id, '-H', 'X-Mine: 1'])
  await capture(bin, signature(1_600_000_000))
  await cli.until(sent(1))
  const [head, body] = receiver.requests[0]!.toString().split('\r\n\r\n')
  const [, header] = /^stripe-signature: (.*)$/im.exec(head!)!
  expect(Stripe.webhooks.constructEvent(body!, header!, SECRET)).toMatchObject({ id: 'evt_1' })
  expect(head).toMatch(/^X-Mine: 1$/m)
  expect(head).toMatch(/^x-creel-hops: 1$/m)
  expect(cli.stdout() + cli.stderr()).not.toContain(SECRET)
})

test('--sign exits at once if the bin lacks the secret or the key is read-only', async () => {
  const { bin, id } = await binWithSecret()
  const unknown = await runCli(['listen', bin.id, '--to', '3000', '--sign', 'sec_nothing'], { env: environmentOf(creel) })
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain(id)
  const { accessKey } = await ownerOf(creel).createKey({ body: { scope: 'read' } })
  await capture(bin, signature())
  const reading = await runCli(['listen', bin.id, '--to', '3000', '--sign', id, '--from', '1'], {
    env: { CREEL_URL: creel.url, CREEL_KEY: accessKey },
  })
  expect(reading.code).toBe(3)
})

test('--only-verified sends only captures with a valid signature', async () => {
  const { bin } = await binWithSecret()
  const receiver = await startReceiver(CLOSING_ANSWER)
  const cli = await startListening(creel, bin, ['--to', `${receiver.port}`, '--only-verified', '--in-order'])
  await capture(bin, 't=1,v1=00', '/wrong')
  await fetch(`${creel.url}/in/${bin.id}/nothing`, { method: 'POST', body: '{}' })
  await capture(bin, signature(), '/right')
  await cli.until(sent(1))
  expect(recordsOf(cli, 'skipped').map(({ path, reason }) => [path, reason])).toEqual([
    ['/wrong', 'unverified'],
    ['/nothing', 'unverified'],
  ])
  expect(receiver.requests.map((request) => request.toString().split(' ')[1])).toEqual(['/right'])
})

test('creel resend --sign signs again with the current time; a secret that the bin lacks is a usage error', async () => {
  const { bin, id } = await binWithSecret()
  await capture(bin, signature(1_600_000_000))
  const receiver = await startReceiver(CLOSING_ANSWER)
  const args = ['resend', bin.id, '1', '--to', `${receiver.port}`]
  const done = await runCli([...args, '--sign', id, '-H', 'X-Mine: 1'], { env: environmentOf(creel) })
  expect(done.code).toBe(0)
  const [head, body] = receiver.requests[0]!.toString().split('\r\n\r\n')
  const [, header] = /^stripe-signature: (.*)$/im.exec(head!)!
  expect(Stripe.webhooks.constructEvent(body!, header!, SECRET)).toMatchObject({ id: 'evt_1' })
  expect(head).toMatch(/^X-Mine: 1$/m)
  const unknown = await runCli([...args, '--sign', 'sec_nothing'], { env: environmentOf(creel) })
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain(id)
  expect(receiver.requests).toHaveLength(1)
})
