import { expect, test } from 'vitest'
import { isReplyHeader, replyHeaderFault } from '#lib/core/reply-header'
import { actingHeaders } from './acting-headers'

test.each(actingHeaders)('refuses %s, and drops it from the reply of a bin that already has it', (name) => {
  expect(replyHeaderFault(name, 'x')).toMatch(/cannot be set/)
  expect(replyHeaderFault(name.toUpperCase(), 'x')).toMatch(/cannot be set/)
  expect(isReplyHeader(name, 'x')).toBe(false)
})

test.each([
  ['Set-Cookie', /browsers would send the cookie to Creel’s own pages/],
  ['Content-Length', /computes it from the body/],
  ['Transfer-Encoding', /about the connection/],
  ['X-Frame-Options', /beyond this response, such as to Creel’s own pages$/],
  ['Link', /beyond this response, .* Start a name of your own with x-$/],
])('says why %s is refused', (name, why) => expect(replyHeaderFault(name, 'x')).toMatch(why))

test('refuses future headers of the web platform', () => {
  expect(replyHeaderFault('Site-Wide-Whatever', 'x')).toMatch(/with x-/)
})

test.each(['Basic realm="x"', 'Digest realm="x"', 'Bearer, Basic realm="x"', 'NTLM', 'Negotiate'])(
  'refuses the challenge %s, which makes a browser ask for a password',
  (value) => expect(replyHeaderFault('WWW-Authenticate', value)).toMatch(/password/),
)

test.each([
  'Cache-Control',
  'Content-Security-Policy',
  'X-Content-Type-Options',
  'Access-Control-Allow-Origin',
  'X-Creel-Capture',
])('accepts %s and sends its own instead', (name) => {
  expect(replyHeaderFault(name, 'x')).toBeNull()
  expect(isReplyHeader(name, 'x')).toBe(false)
})

test.each(['', 'a b', 'a:b', 'é', 'a\r\nb'])('refuses the name %j', (name) => expect(replyHeaderFault(name, 'x')).toMatch(/name/))

test.each(['a\r\nset-cookie: x=1', 'a\nb', '\0', ' a', 'a ', '€'])('refuses the value %j', (value) =>
  expect(replyHeaderFault('x-a', value)).toMatch(/value/),
)

test.each([
  ['X-Powered-By', 'Creel'],
  ['content-type', 'text/html; charset=utf-8'],
  ['location', '/next?a=1'],
  ['x-latin', 'é'],
  ['x-empty', ''],
  ['Retry-After', '120'],
  ['ETag', '"1"'],
  ['Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Content-Disposition', 'attachment'],
  ['WWW-Authenticate', 'Bearer realm="hooks"'],
  ['Webhook-Allowed-Origin', '*'],
  ['Webhook-Allowed-Rate', '100'],
  ['Stripe-Signature', 't=1,v1=abc'],
  ['X-Hook-Secret', 'abc'],
  ['Request-Id', 'abc'],
  ['RateLimit-Remaining', '4'],
  ['ce-id', '1'],
  ['X-Robots-Tag', 'noindex'],
])('accepts %s: %s', (name, value) => expect(replyHeaderFault(name, value)).toBeNull())
