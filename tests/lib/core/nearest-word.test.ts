import { expect, test } from 'vitest'
import { nearestWord } from '#lib/core/nearest-word'

const WORDS = ['CREEL_ORIGIN', 'CREEL_BIN_TTL', 'CREEL_MAX_BODY_BYTES', 'CREEL_MAX_DATABASE_BYTES']

test.each([
  ['CREEL_ORGIN', 'CREEL_ORIGIN'],
  ['CREEL_BIN_TLL', 'CREEL_BIN_TTL'],
  ['creel_origin', 'CREEL_ORIGIN'],
  ['CREEL_MAX_BODY_SIZE', 'CREEL_MAX_BODY_BYTES'],
  ['CREEL_MAX_DB_BYTES', 'CREEL_MAX_BODY_BYTES'],
])('%s probably means %s', (typed, word) => expect(nearestWord(typed, WORDS)).toBe(word))

test.each(['CREEL_X', 'SOMETHING_ELSE', ''])('%j is not near any of them', (typed) =>
  expect(nearestWord(typed, WORDS)).toBeNull(),
)
