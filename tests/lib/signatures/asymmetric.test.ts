import { createHash, createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readPublicKey } from '#lib/signatures/crypto/public-key'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'
import { verify } from '#lib/signatures/verify'
import { aRequest, material, NOW } from './requests'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsaPem = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const SECONDS = NOW / 1000

const verdict = (
  id: SchemeId,
  request: ReturnType<typeof aRequest>,
  secret: ReturnType<typeof material>,
  keys?: Map<string, string>,
) => verify(schemes[id], request, secret, { now: NOW, ...(keys ? { keys } : {}) })

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const rsaJwt = (claims: object, kid = 'k1') => {
  const input = `${part({ alg: 'RS256', kid })}.${part(claims)}`
  return `${input}.${signWith('sha256', Buffer.from(input), rsa.privateKey).toString('base64url')}`
}

describe('reads a public key from', () => {
  const ed = generateKeyPairSync('ed25519').publicKey
  const der = (key: typeof ed, type: 'spki') => key.export({ format: 'der', type })
  test.each([
    ['PEM of RSA', rsaPem, 'rsa'],
    ['PKCS #1', rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString(), 'rsa'],
    ['base64 of DER', der(ec.publicKey, 'spki').toString('base64'), 'p256'],
    ['hex of DER', der(ec.publicKey, 'spki').toString('hex'), 'p256'],
    ['hex of Ed25519', der(ed, 'spki').subarray(-32).toString('hex'), 'ed25519'],
    ['base64 of Ed25519', der(ed, 'spki').subarray(-32).toString('base64'), 'ed25519'],
    ['PEM of Ed25519', ed.export({ format: 'pem', type: 'spki' }).toString(), 'ed25519'],
    ['a JWK of RSA', JSON.stringify(rsa.publicKey.export({ format: 'jwk' })), 'rsa'],
    ['a JWK of P-256', JSON.stringify(ec.publicKey.export({ format: 'jwk' })), 'p256'],
    ['a JWK of Ed25519', JSON.stringify(ed.export({ format: 'jwk' })), 'ed25519'],
  ])('%s', (_, text, type) => {
    expect(readPublicKey(text)?.type).toBe(type)
  })

  test('reads all of these as the same key, kept as DER', () => {
    const spki = rsa.publicKey.export({ format: 'der', type: 'spki' })
    expect(Buffer.from(readPublicKey(rsaPem)!.spki)).toEqual(spki)
    expect(Buffer.from(readPublicKey(JSON.stringify(rsa.publicKey.export({ format: 'jwk' })))!.spki)).toEqual(spki)
    expect(Buffer.from(readPublicKey(JSON.stringify(ec.publicKey.export({ format: 'jwk' })))!.spki)).toEqual(
      der(ec.publicKey, 'spki'),
    )
  })

  test.each([
    '',
    'x',
    '{',
    '{}',
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    '00'.repeat(31),
    '3082ffff',
    'MA==',
  ])('nothing in %j', (text) => expect(readPublicKey(text)).toBeNull())
})

describe.each([
  ['1', 'sha1'],
  ['2', 'sha256'],
])('an SNS message of version %s', (SignatureVersion, hash) => {
  const url = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem'
  const message: Record<string, string> = {
    Type: 'Notification',
    MessageId: 'm1',
    TopicArn: 'arn:aws:sns:eu-west-1:1:t',
    Message: 'Zoë',
    Timestamp: new Date(NOW).toISOString(),
    SignatureVersion,
    SigningCertURL: url,
  }
  const signed = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'].map((name) => `${name}\n${message[name]}\n`).join('')
  message.Signature = signWith(hash, Buffer.from(signed), rsa.privateKey).toString('base64')
  const request = aRequest(JSON.stringify(message))

  test("is valid with Amazon's certificate or a pasted key", () => {
    expect(verdict('aws-sns', request, material(null), new Map([[url, rsaPem]])).verdict).toBe('valid')
    expect(verdict('aws-sns', request, material(null, rsaPem)).verdict).toBe('valid')
  })

  test('names the document that is needed', () => {
    expect(verdict('aws-sns', request, material(null))).toMatchObject({ verdict: null, needsKey: url })
  })

  test.each([
    'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
    'https://sns.eu-west-1.amazonaws.com/a.pem?x=1',
  ])('never requests %s', (SigningCertURL) => {
    expect(verdict('aws-sns', aRequest(JSON.stringify({ ...message, SigningCertURL })), material(null))).toMatchObject({
      verdict: 'invalid',
      needsKey: null,
    })
  })
})

test('PayPal: transmission id, time, webhook id, and the checksum of the body', () => {
  const body = '{"id":"WH-1","n":1}'
  const time = new Date(NOW).toISOString()
  const signed = `id-1|${time}|WEBHOOK-1|${crc32(body)}`
  const certUrl = 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-ab66f33d'
  const request = aRequest(body, {
    'PAYPAL-TRANSMISSION-ID': 'id-1',
    'PAYPAL-TRANSMISSION-TIME': time,
    'PAYPAL-TRANSMISSION-SIG': signWith('sha256', Buffer.from(signed), rsa.privateKey).toString('base64'),
    'PAYPAL-CERT-URL': certUrl,
  })
  expect(verdict('paypal', request, material('WEBHOOK-1', rsaPem)).verdict).toBe('valid')
  expect(verdict('paypal', request, material('WH-1', rsaPem)).verdict).toBe('invalid')
  expect(verdict('paypal', request, material('WEBHOOK-1'))).toMatchObject({ verdict: null, needsKey: certUrl })
})

test('Plaid: ES256 and the hash of the body', () => {
  const body = '{\n  "webhook_type": "ITEM"\n}'

  const claims = { iat: SECONDS, request_body_sha256: createHash('sha256').update(body).digest('hex') }
  const input = `${part({ alg: 'ES256', kid: 'k1', typ: 'JWT' })}.${part(claims)}`
  const signature = signWith('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  )
  const request = aRequest(body, { 'Plaid-Verification': `${input}.${signature}` })
  const jwk = JSON.stringify({ ...ec.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' })
  expect(verdict('plaid', request, material(jwk)).verdict).toBe('valid')
  expect(verdict('plaid', request, material(JSON.stringify({ ...JSON.parse(jwk), kid: 'k2' }))).verdict).toBe('invalid')
  expect(verdict('plaid', { ...request, body: Buffer.from('{"webhook_type":"ITEM"}') }, material(jwk)).verdict).toBe('invalid')
  expect(verify(schemes.plaid, request, material(jwk), { now: NOW + 301_000 }).verdict).toBe('late')
})

describe('Google', () => {
  const url = 'https://example.com/hook?a=1'
  const keysUrl = 'https://www.googleapis.com/oauth2/v3/certs'
  const keys = new Map([[keysUrl, JSON.stringify({ keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'k1' }] })]])
  const claims = {
    iss: 'https://accounts.google.com',
    aud: url,
    email: 'a@b.iam.gserviceaccount.com',
    iat: SECONDS,
    exp: SECONDS + 3600,
  }
  const bearer = (all: object, kid?: string) => aRequest('{}', { authorization: `Bearer ${rsaJwt(all, kid)}` })

  test('Pub/Sub: an ID token for this URL, with the keys that Google publishes', () => {
    expect(verdict('google-pubsub', bearer(claims), material(null), keys).verdict).toBe('valid')
    expect(verdict('google-pubsub', bearer(claims), material(null))).toMatchObject({ verdict: null, needsKey: keysUrl })
    expect(verdict('google-pubsub', bearer({ ...claims, aud: 'other' }), material(null), keys).verdict).toBe('invalid')
    expect(verdict('google-pubsub', bearer({ ...claims, aud: 'other' }), material('other'), keys).verdict).toBe('valid')
    expect(verdict('google-pubsub', bearer({ ...claims, exp: SECONDS - 1 }), material(null), keys).verdict).toBe('late')
    expect(verdict('google-pubsub', bearer({ ...claims, iss: 'https://evil.example' }), material(null), keys).verdict).toBe(
      'invalid',
    )
    expect(verdict('google-pubsub', bearer(claims, 'k2'), material(null), keys).verdict).toBe('invalid')
  })

  test("Chat: accepts only Google Chat's own account", () => {
    expect(
      verdict('google-chat', bearer({ ...claims, email: 'chat@system.gserviceaccount.com' }), material(null), keys).verdict,
    ).toBe('valid')
    expect(verdict('google-chat', bearer(claims), material(null), keys).verdict).toBe('invalid')
  })

  test('rejects a token that is signed with the public key as a shared secret', () => {
    const input = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`

    const forged = `${input}.${createHmac('sha256', rsaPem).update(input).digest('base64url')}`
    expect(verdict('google-pubsub', aRequest('{}', { authorization: `Bearer ${forged}` }), material(null, rsaPem)).verdict).toBe(
      'invalid',
    )
  })
})
