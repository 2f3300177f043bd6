import { BODY, type Case, explained, github, hmac, other, SECONDS, SECRET, stripe } from './explained'
import { aRequest, FORM } from './requests'

export const SECRET_AND_BODY_CASES: Case[] = [
  [
    'wrong_secret_other_bin',
    true,
    'the secret of another bin',
    () => explained('github', github('other'), SECRET, { others: [other('other_bin', 'other')] }),
  ],
  [
    'secret_previous',
    true,
    'the previous secret',
    () => explained('github', github('old'), SECRET, { others: [other('previous', 'old')] }),
  ],
  ['wrong_secret_kind', false, 'an API key', () => explained('stripe', stripe(SECONDS), 'sk_test_4eC39HqLyjWDarjtT1zdp7dc')],
  [
    'wrong_secret_kind',
    false,
    'a key that is not base64',
    () => explained('airtable', aRequest(BODY, { 'X-Airtable-Content-MAC': `hmac-sha256=${'0'.repeat(64)}` }), '§§§'),
  ],
  ['secret_whitespace', true, 'a space behind the stored secret', () => explained('github', github('abc'), 'abc ')],
  ['secret_whitespace', true, 'a line feed in the key of the sender', () => explained('github', github('abc\n'), 'abc')],
  ['secret_whitespace', true, 'quotes', () => explained('github', github('abc'), '"abc"')],
  ['secret_whitespace', true, 'a zero-width space', () => explained('github', github('abc'), 'abc\u200b')],
  [
    'secret_encoding',
    true,
    'text where Standard Webhooks decodes',
    () => {
      const signature = hmac(SECRET, `msg_1.${SECONDS}.${BODY}`).digest('base64')
      return explained(
        'standard-webhooks',
        aRequest(BODY, { 'webhook-id': 'msg_1', 'webhook-timestamp': String(SECONDS), 'webhook-signature': `v1,${signature}` }),
      )
    },
  ],
  [
    'secret_encoding',
    true,
    'decoded where Stripe takes text',
    () =>
      explained(
        'stripe',
        aRequest(BODY, {
          'Stripe-Signature': `t=${SECONDS},v1=${hmac(Buffer.from(SECRET.slice(6), 'base64'), `${SECONDS}.${BODY}`).digest('hex')}`,
        }),
      ),
  ],
  ['secret_encoding', true, 'hex', () => explained('github', github(Buffer.from('00ff10aa', 'hex')), '00ff10aa')],
  [
    'secret_encoding',
    true,
    'HTML escapes',
    () =>
      explained(
        'woocommerce',
        aRequest(BODY, { 'X-WC-Webhook-Signature': hmac('a&amp;b&lt;c', BODY).digest('base64') }),
        'a&b<c',
      ),
  ],
  ['secret_empty', true, 'an empty key', () => explained('github', github(''))],
  ['secret_empty', true, 'the text undefined', () => explained('github', github('undefined'))],
  ['secret_empty', false, 'no secret here', () => explained('github', github('abc'), '')],
  [
    'body_reserialised',
    true,
    'spaces',
    () => explained('github', github(SECRET, '{"id": "evt_1", "amount": 1099, "name": "Zoë"}')),
  ],
  ['body_reserialised', true, 'a body that was read before', () => explained('github', github(SECRET, ''))],
  [
    'big_numbers',
    true,
    'numbers that JSON.parse changes',
    () =>
      explained(
        'viber',
        aRequest('{"token":4977069964384421269}', {
          'X-Viber-Content-Signature': hmac(SECRET, '{"token":4977069964384421000}').digest('hex'),
        }),
      ),
  ],
  ['body_newline', true, 'a line feed', () => explained('github', github(SECRET, `${BODY}\n`))],
  ['body_newline', true, 'CRLF', () => explained('github', github(SECRET, `${BODY}\r\n`))],
  [
    'body_charset',
    true,
    'a byte order mark',
    () => explained('github', aRequest(`\ufeff${BODY}`, { 'X-Hub-Signature-256': `sha256=${hmac(SECRET, BODY).digest('hex')}` })),
  ],
  ['body_charset', true, 'Latin-1', () => explained('github', github(SECRET, Buffer.from(BODY, 'latin1')))],
  ['body_escaping', true, 'escaped characters', () => explained('github', github(SECRET, BODY.replace('ë', '\\u00eb')))],
  [
    'body_form',
    true,
    'the value of payload',
    () => {
      const form = `payload=${encodeURIComponent(BODY)}`
      return explained(
        'github',
        aRequest(form, { 'content-type': FORM, 'X-Hub-Signature-256': `sha256=${hmac(SECRET, BODY).digest('hex')}` }),
      )
    },
  ],
  ['body_base64', true, 'base64', () => explained('github', github(SECRET, Buffer.from(BODY).toString('base64')))],
]
