import { expect, test } from 'vitest'
import { replyHeaderFault } from '#lib/core/reply-header'

test.each([
  'Connection',
  'keep-alive',
  'TE',
  'trailer',
  'Transfer-Encoding',
  'upgrade',
  'Content-Length',
  'Set-Cookie',
  'set-cookie2',
])('refuses %s', (name) => expect(replyHeaderFault(name, 'x')).toMatch(/cannot be set/))

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
])('takes %s: %s', (name, value) => expect(replyHeaderFault(name, value)).toBeNull())
