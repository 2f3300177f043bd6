import { expect, test } from 'vitest'
import { createPlaces } from '#lib/limits/places'

test('gives each subject the maximum of places, and a freed place to the next', () => {
  const places = createPlaces(2)
  const leave = places.enter('a')!
  expect(places.enter('a')).not.toBeNull()
  expect([places.isFull('a'), places.enter('a'), places.isFull('b')]).toEqual([true, null, false])
  leave()
  leave() // twice is once
  expect(places.enter('a')).not.toBeNull()
  expect(places.enter('a')).toBeNull()
})

test('always has a place without a limit', () => {
  const places = createPlaces(null)
  for (let i = 0; i < 1000; i++) expect(places.enter('a')).not.toBeNull()
})
