import { expect, test } from 'vitest'
import { limitSubject } from '#lib/core/limit-subject'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', 'unknown'],
  ['nobody', 'unknown'],
])('%s counts as %s', (address, subject) => expect(limitSubject(address)).toBe(subject))
