import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { EventWebhook } from '@sendgrid/eventwebhook'
import { verifyKey } from 'discord-interactions'
import { describe, expect, test } from 'vitest'
import { schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'
import { aRequest, material, signedRequest } from './requests'
import { SDKS, type Sdk } from './sdks'

const text = (body: Uint8Array) => new TextDecoder().decode(body)
const requestOf = ({ body, contentType = 'application/json' }: Sdk) => aRequest(body, { 'content-type': contentType })

const accepts = async (sdk: Sdk, request: ReturnType<typeof aRequest>) => {
  try {
    return Boolean(await sdk.accepts(request, text(request.body)))
  } catch {
    return false
  }
}

const otherBody = (request: ReturnType<typeof aRequest>) => ({
  ...request,
  body: new TextEncoder().encode(text(request.body).replace(/\d/, '9')),
})

describe.each(SDKS.map((sdk) => [sdk.package, sdk] as const))('%s', (_, sdk) => {
  const scheme = schemes[sdk.scheme]

  test('accepts what Creel signs, and rejects a change', async () => {
    const now = Date.now()
    const request = signedRequest(scheme, requestOf(sdk), sdk.material, { now })
    expect(await accepts(sdk, request)).toBe(true)
    const broken = signedRequest(scheme, requestOf(sdk), sdk.material, { now, break: 'signature' })
    expect(await accepts(sdk, broken)).toBe(false)
    if (scheme.signsBody && sdk.scheme !== 'braintree') expect(await accepts(sdk, otherBody(request))).toBe(false)
  })
})

describe.each(SDKS.filter(({ sign }) => sign).map((sdk) => [sdk.package, sdk] as const))('%s', (_, sdk) => {
  const scheme = schemes[sdk.scheme]

  test('signs what Creel finds valid', async () => {
    const now = Date.now()
    const signed = await sdk.sign!(sdk.body, now)
    const request = aRequest(signed.body ?? sdk.body, {
      'content-type': sdk.contentType ?? 'application/json',
      ...signed.headers,
    })
    expect(verify(scheme, request, sdk.material, { now }).verdict).toBe('valid')
    expect(verify(scheme, request, material('another secret'), { now }).verdict).toBe('invalid')
  })
})

test('@sendgrid/eventwebhook accepts a signature made with our own key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const body = '[{"email":"a@example.com"}]\r\n'
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = signWith('sha256', Buffer.from(timestamp + body), privateKey).toString('base64')
  const request = aRequest(body, {
    'X-Twilio-Email-Event-Webhook-Signature': signature,
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
  })
  const sendgrid = new EventWebhook()
  expect(sendgrid.verifySignature(sendgrid.convertPublicKeyToECDSA(key), body, signature, timestamp)).toBe(true)
  expect(verify(schemes.sendgrid, request, material(null, key), { now: Date.now() }).verdict).toBe('valid')
  expect(
    verify(schemes.sendgrid, { ...request, body: Buffer.from(body.trim()) }, material(null, key), { now: Date.now() }).verdict,
  ).toBe('invalid')
})

test('discord-interactions accepts a signature made with our own key', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  const [body, timestamp] = ['{"type":1}', String(Math.floor(Date.now() / 1000))]
  const signature = signWith(null, Buffer.from(timestamp + body), privateKey).toString('hex')
  const request = aRequest(body, { 'X-Signature-Ed25519': signature, 'X-Signature-Timestamp': timestamp })
  expect(await verifyKey(body, signature, timestamp, key)).toBe(true)
  expect(verify(schemes.discord, request, material(null, key), { now: Date.now() }).verdict).toBe('valid')
  expect(await verifyKey('{"type":2}', signature, timestamp, key)).toBe(false)
})
