import { expect, test } from 'vitest'
import { jsonExcess } from '#lib/core/json-excess'

test('counts values and depth, but nothing inside strings', () => {
  expect(jsonExcess('[1,2,{"a":3}]', 4)).toBeNull()
  expect(jsonExcess('[1,2,{"a":3}]', 3)).toBe('values')
  expect(jsonExcess(JSON.stringify({ text: '["\\\\",{}],'.repeat(100) }), 1)).toBeNull()
  expect(jsonExcess('['.repeat(1_000), 10_000)).toBeNull()
  expect(jsonExcess('['.repeat(1_001), 10_000)).toBe('depth')
  expect(jsonExcess('[],'.repeat(2_000), 10_000)).toBeNull()
})
