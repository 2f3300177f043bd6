import { createHash } from 'node:crypto'
import { schemes } from '#lib/signatures/schemes/index'
import { BODY, type Case, explained, github, hmac, hubHeader, SECONDS, SECRET, stripe } from './explained'
import { aRequest, material, NOW, signedRequest } from './requests'

export const REQUEST_CASES: Case[] = [
  [
    'url_differs',
    true,
    'http in place of https',
    () =>
      explained(
        'square',
        signedRequest(schemes.square, aRequest(BODY), material(SECRET), { url: 'http://example.com/hook?a=1' }),
      ),
  ],
  [
    'url_differs',
    true,
    'a slash at the end',
    () =>
      explained(
        'square',
        signedRequest(schemes.square, aRequest(BODY), material(SECRET), { url: 'https://example.com/hook/' }),
        SECRET,
        {
          options: { now: NOW, url: 'https://example.com/hook' },
        },
      ),
  ],
  [
    'url_differs',
    true,
    'the host before a proxy',
    () => {
      const request = aRequest(
        '',
        { 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https' },
        'http://10.0.0.1:3000/hook',
      )
      return explained('twilio', signedRequest(schemes.twilio, request, material(SECRET), { url: 'https://shop.example/hook' }))
    },
  ],
  [
    'url_differs',
    false,
    'another host',
    () => explained('square', signedRequest(schemes.square, aRequest(BODY), material(SECRET), { url: 'https://shop.example/' })),
  ],
  ['timestamp_late', true, 'ten minutes old', () => explained('stripe', stripe(SECONDS - 600))],
  [
    'timestamp_future',
    true,
    'ten minutes ahead',
    () => explained('slack', signedRequest(schemes.slack, aRequest(BODY), material(SECRET), { now: NOW + 600_000 })),
  ],
  ['timestamp_unit', true, 'milliseconds sent and signed', () => explained('stripe', stripe(NOW))],
  [
    'timestamp_unit',
    true,
    'milliseconds signed, seconds sent',
    () => explained('stripe', stripe(SECONDS, `${SECONDS}000.${BODY}`)),
  ],
  [
    'encoding_differs',
    true,
    'base64 in place of hex',
    () => explained('github', aRequest(BODY, hubHeader(`sha256=${hmac(SECRET, BODY).digest('base64')}`))),
  ],
  [
    'encoding_differs',
    true,
    'capital digits',
    () => explained('github', aRequest(BODY, hubHeader(`sha256=${hmac(SECRET, BODY).digest('hex').toUpperCase()}`))),
  ],
  ['encoding_differs', true, 'no prefix', () => explained('github', aRequest(BODY, hubHeader(hmac(SECRET, BODY).digest('hex'))))],
  [
    'encoding_differs',
    true,
    'base64 without padding',
    () => explained('shopify', aRequest(BODY, { 'X-Shopify-Hmac-Sha256': hmac(SECRET, BODY).digest('base64').replace('=', '') })),
  ],
  [
    'algorithm_differs',
    true,
    'SHA-1',
    () => explained('github', aRequest(BODY, hubHeader(`sha256=${hmac(SECRET, BODY, 'sha1').digest('hex')}`))),
  ],
  [
    'algorithm_differs',
    true,
    'SHA-512',
    () => explained('github', aRequest(BODY, hubHeader(`sha256=${hmac(SECRET, BODY, 'sha512').digest('hex')}`))),
  ],
  [
    'algorithm_differs',
    true,
    'SHA-1, and the prefix says so',
    () => explained('github', aRequest(BODY, hubHeader(`sha1=${hmac(SECRET, BODY, 'sha1').digest('hex')}`))),
  ],
  [
    'algorithm_differs',
    true,
    'no HMAC',
    () =>
      explained(
        'github',
        aRequest(
          BODY,
          hubHeader(
            `sha256=${createHash('sha256')
              .update(SECRET + BODY)
              .digest('hex')}`,
          ),
        ),
      ),
  ],
  [
    'scheme_differs',
    true,
    'another provider',
    () => explained('github', signedRequest(schemes.shopify, aRequest(BODY), material(SECRET))),
  ],
  ['scheme_differs', true, 'a colon in place of the dot', () => explained('stripe', stripe(SECONDS, `${SECONDS}:${BODY}`))],
  [
    'scheme_differs',
    true,
    'no timestamp in the string',
    () =>
      explained(
        'slack',
        aRequest(BODY, {
          'X-Slack-Request-Timestamp': String(SECONDS),
          'X-Slack-Signature': `v0=${hmac(SECRET, BODY).digest('hex')}`,
        }),
      ),
  ],
  ['header_missing', false, 'no signature', () => explained('github', aRequest(BODY, { 'X-GitHub-Event': 'push' }))],
  [
    'header_missing',
    true,
    'in a header of another name',
    () => explained('github', aRequest(BODY, { 'X-Signature-256': `sha256=${hmac(SECRET, BODY).digest('hex')}` })),
  ],
  [
    'header_missing',
    false,
    'no timestamp',
    () => explained('slack', aRequest(BODY, { 'X-Slack-Signature': `v0=${'0'.repeat(64)}` })),
  ],
  ['header_malformed', false, 'something else', () => explained('github', aRequest(BODY, hubHeader('yes')))],
  ['header_malformed', false, 'too short', () => explained('github', aRequest(BODY, hubHeader('sha256=abcdef')))],
  ['header_malformed', false, 'no t=', () => explained('stripe', aRequest(BODY, { 'Stripe-Signature': `v1=${'0'.repeat(64)}` }))],
  [
    'second_signature_matches',
    true,
    'two keys',
    () => {
      const request = stripe(SECONDS)
      const headers = request.headers.map(([name, value]) => [name, value.replace('v1=', `v1=${'0'.repeat(64)},v1=`)] as const)
      return explained('stripe', { ...request, headers })
    },
  ],
  ['truncated_body', false, 'a body that was cut', () => explained('github', github('other'), SECRET, { truncated: true })],
  [
    'deliberate',
    false,
    'Xero',
    () =>
      explained(
        'xero',
        aRequest('{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"ABC"}', {
          'x-xero-signature': `${'A'.repeat(43)}=`,
        }),
      ),
  ],
  [
    'big_numbers',
    true,
    'a note',
    () => explained('github', { ...github(SECRET, '{"id":1.0}'), body: new TextEncoder().encode('{"id":1.0}') }),
  ],
  [
    'body_reserialised',
    false,
    'a note',
    () => explained('github', { ...github(SECRET, '{ "id": 1 }'), body: new TextEncoder().encode('{ "id": 1 }') }),
  ],
  ['secret_previous', true, 'a note', () => explained('github', github(SECRET), SECRET, { isOlderSecret: true })],
  ['unknown', false, 'another secret', () => explained('github', github('something else'))],
]
