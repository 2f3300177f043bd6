import { expect, test } from 'vitest'
import { timingParts } from '../../../components/deliveries/timing-bar'

const timings = (dnsMs: number | null, connectMs: number | null, firstByteMs: number | null, totalMs: number) => ({
  dnsMs,
  connectMs,
  firstByteMs,
  totalMs,
})

test.each([
  ['a refused connection', timings(2, null, null, 5), ['DNS 2', 'Connect failed 3']],
  ['a literal address that refuses, or a name that is not found', timings(null, null, null, 3), ['Failed 3']],
  ['no answer in time', timings(1, 3, null, 30), ['DNS 1', 'Connect 2', 'Waiting failed 27']],
  ['an answer that breaks off', timings(1, 3, 5, 9), ['DNS 1', 'Connect 2', 'Waiting 2', 'Download failed 4']],
])('draws no step as done that was not reached: %s', (_, given, parts) => {
  const drawn = timingParts(given, true)
  expect(drawn.map(({ label, ms }) => `${label} ${ms}`)).toEqual(parts)
  expect(drawn.map(({ colour }) => colour)).not.toContain('bg-ok')
})

test('splits an answer into its steps', () => {
  expect(timingParts(timings(1, 3, 5, 9)).map(({ label, ms }) => `${label} ${ms}`)).toEqual([
    'DNS 1',
    'Connect 2',
    'Waiting 2',
    'Download 4',
  ])
})
