import { expect, test } from 'vitest'
import { readConfig } from '#lib/config'
import { isOwnOrigin } from '#lib/services/origins'

const isOwn = (origin: string, host: string, env: Record<string, string>) =>
  isOwnOrigin(readConfig({ DATABASE_URL: 'file:/tmp/unused.db', ...env }), new Headers({ host }), origin)
const configured = { CREEL_ORIGIN: 'https://creel.example' }

test.each([
  ['https://creel.example', 'creel.example', true],
  ['HTTPS://Creel.Example', 'creel.example', true],
  ['http://creel.example', 'creel.example', false],
  ['https://creel.example:8443', 'creel.example:8443', false],
  ['https://evil.example', 'evil.example', false],
  ['null', 'creel.example', false],
  ['http://localhost:3000', 'localhost:3000', true],
  ['http://localhost:4000', 'localhost:3000', false],
])('with CREEL_ORIGIN the whole origin must match: %s under %s: %s', (origin, host, own) => {
  expect(isOwn(origin, host, configured)).toBe(own)
})

test('a loopback name as CREEL_ORIGIN must match completely too', () => {
  expect(isOwn('http://127.0.0.1:3000', '127.0.0.1:3000', { CREEL_ORIGIN: 'https://127.0.0.1:3000' })).toBe(false)
})

test.each([
  ['http://a.example:3000', 'a.example:3000', true],
  ['https://a.example', 'a.example', true],
  ['http://b.example', 'a.example', false],
])('without CREEL_ORIGIN the host decides: %s under %s: %s', (origin, host, own) => {
  expect(isOwn(origin, host, {})).toBe(own)
})
