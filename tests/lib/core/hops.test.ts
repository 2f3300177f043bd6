import { expect, test } from 'vitest'
import { nextHop } from '#lib/core/hops'

test.each([
  [undefined, 1],
  ['0', 1],
  ['2', 3],
  ['3', null],
  ['999999999', null],
  ['-1', 1],
  ['1e9', 1],
  ['many', 1],
])('passes x-creel-hops %s on as %s', (value, next) =>
  expect(nextHop(value === undefined ? [] : [['X-Creel-Hops', value]])).toBe(next),
)
