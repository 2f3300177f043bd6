import { expect, test } from 'vitest'
import { formatInterval } from '../../../components/ui/format'

test.each([
  [-5, '+ 0 ms'],
  [0, '+ 0 ms'],
  [999, '+ 999 ms'],
  [1000, '+ 1 s'],
  [1505, '+ 1.5 s'],
  [1555, '+ 1.6 s'],
  [12_340, '+ 12.3 s'],
  [59_999, '+ 59.9 s'],
  [60_000, '+ 1 min'],
  [302_000, '+ 5 min 2 s'],
  [259_200_000, '+ 3 d'],
])('a gap of %i ms is written %s', (ms, text) => expect(formatInterval(ms)).toBe(text))
