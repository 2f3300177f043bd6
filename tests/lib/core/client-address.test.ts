import { expect, test } from 'vitest'
import { clientAddress } from '#lib/core/client-address'

test('trusts only the socket without a trusted proxy', () => {
  expect(clientAddress('192.0.2.1', '203.0.113.9', 0)).toBe('192.0.2.1')
  expect(clientAddress('2001:db8::1', undefined, 0)).toBe('2001:db8::1')
  expect(clientAddress(undefined, undefined, 0)).toBe('')
})

test('shows an IPv4-mapped IPv6 address as IPv4, and drops a zone', () => {
  expect(clientAddress('::ffff:192.0.2.1', undefined, 0)).toBe('192.0.2.1')
  expect(clientAddress('fe80::1%eth0', undefined, 0)).toBe('fe80::1')
})

test.each([
  [1, '203.0.113.9', '203.0.113.9'],
  [1, '6.6.6.6, 203.0.113.9', '203.0.113.9'],
  [2, '6.6.6.6, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  [2, '203.0.113.9', '203.0.113.9'],
  [3, '6.6.6.6,203.0.113.9,10.0.0.3,10.0.0.2', '203.0.113.9'],
])('with %i trusted proxies, trusts the entry that the outermost one added: %s', (hops, header, expected) => {
  expect(clientAddress('10.0.0.1', header, hops)).toBe(expected)
})

test.each([
  ['203.0.113.9:4711', '203.0.113.9'],
  ['[2001:db8::9]:4711', '2001:db8::9'],
  ['2001:db8::9', '2001:db8::9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
])('reads the entry %s', (header, expected) => {
  expect(clientAddress('10.0.0.1', header, 1)).toBe(expected)
})

test.each(['unknown', '', ' ', '_hidden', '<script>', 'a'.repeat(100), `${'1:'.repeat(40)}1`])(
  'falls back to the socket if the entry is not an address: %j',
  (header) => {
    expect(clientAddress('10.0.0.1', header, 1)).toBe('10.0.0.1')
  },
)
