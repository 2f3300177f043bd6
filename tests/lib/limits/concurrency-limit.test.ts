import { expect, test } from 'vitest'
import { createConcurrencyLimit } from '#lib/limits/concurrency-limit'

test('gives each subject the maximum of places, and a freed place to the next', () => {
  const places = createConcurrencyLimit(2)
  const leave = places.acquire('a')!
  expect(places.acquire('a')).not.toBeNull()
  expect([places.isFull('a'), places.acquire('a'), places.isFull('b')]).toEqual([true, null, false])
  leave()
  leave() // twice is once
  expect(places.acquire('a')).not.toBeNull()
  expect(places.acquire('a')).toBeNull()
})

test('always has a place without a limit', () => {
  const places = createConcurrencyLimit(null)
  for (let i = 0; i < 1000; i++) expect(places.acquire('a')).not.toBeNull()
})
