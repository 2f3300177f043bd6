import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJwt } from '#lib/formats/jwt'
import { relativeTime, timeText, unixTimeWords } from '#lib/formats/unix-time'
import { show } from './show'

const piece = (text: string) => Buffer.from(text).toString('base64url')
const token = (claims: string, header = '{"alg":"HS256","typ":"JWT"}') => `${piece(header)}.${piece(claims)}.c2ln`

/** RFC 7515, appendix A.1. */
const RFC_7515 =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

test("reads the RFC's example token and keeps its bytes", () => {
  const jwt = readJwt(RFC_7515)!
  expect(jwt.header.text).toBe('{"typ":"JWT",\r\n "alg":"HS256"}')
  expect(jwt.claims.text).toBe('{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}')
  expect(jwt.times).toEqual([{ claim: 'exp', unixSeconds: 1300819380 }])
})

test.each([
  ['with its scheme', `Bearer ${RFC_7515}`],
  ['with a line break behind it', `${RFC_7515}\n`],
  ['unsigned', `${piece('{"alg":"none"}')}.${piece('{}')}.`],
  ['with letters beyond ASCII', token('{"name":"Ünal 🎉"}')],
])('accepts a token %s', (_, text) => {
  expect(readJwt(text)).not.toBeNull()
})

test.each([
  ['two pieces', `${piece('{}')}.${piece('{}')}`],
  ['five pieces, which are encrypted', 'eyJhbGciOiJSU0EifQ.a.b.c.d'],
  ['claims that are a list', token('[1]')],
  ['claims that are broken', token('{"a":')],
  ['claims that are not UTF-8', `${piece('{"a":1}')}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.`],
  ['a sentence', 'eyJ is how tokens. begin. often'],
  ['nothing', ''],
])('rejects %s', (_, text) => {
  expect(readJwt(text)).toBeNull()
})

test('rejects a body that is not a token, and notes that the signature is not checked', async () => {
  expect((await show('hello', 'text/plain', { choice: 'jwt' })).failed).toBe('it is not header.claims.signature in base64url')
  expect((await show(RFC_7515, 'application/jwt')).notes).toEqual(['The signature is not checked.'])
})

test('ignores times given as text, and shows no date for times out of range', () => {
  expect(readJwt(token('{"exp":"1300819380","iat":1e999}'))!.times).toEqual([
    { claim: 'iat', unixSeconds: Number.POSITIVE_INFINITY },
  ])
  expect(relativeTime(Number.POSITIVE_INFINITY, 0)).toBeNull()
  expect(relativeTime(Number.NaN, 0)).toBeNull()
  expect(timeText(Number.POSITIVE_INFINITY)).toBe('no date')
})

test.each([
  ['1700000000', '2023-11-14 22:13:20.000 UTC (Unix seconds)'],
  ['1700000000.5', '2023-11-14 22:13:20.500 UTC (Unix seconds)'],
  ['1700000000123', '2023-11-14 22:13:20.123 UTC (Unix milliseconds)'],
  ['1700000000123456', '2023-11-14 22:13:20.123 UTC (Unix microseconds)'],
  ['1700000000123456789', '2023-11-14 22:13:20.123 UTC (Unix nanoseconds)'],
  ['999999999', null],
  ['-1700000000', null],
  ['4102444800', null],
  ['5550001234567', null],
  ['17000000000000000000', null],
])('%s is %s', (number, words) => {
  expect(unixTimeWords(number)).toBe(words)
})

test('a time has a relative text exactly if it is in range for a date', () => {
  fc.assert(
    fc.property(fc.double(), fc.integer(), (at, now) => {
      expect(relativeTime(at, now) === null).toBe(!(Math.abs(at) <= 8.64e12))
      expect(timeText(at)).toMatch(/ UTC$|^no date$/)
    }),
  )
})
