import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from '#lib/limits/turns'

/** Turns, and callers whose work takes some milliseconds of a clock that only they move. */
function setUp() {
  let now = 0
  const turns = createTurns(() => now)
  const taken: string[] = []
  async function work(name: string, ms: number, times: number): Promise<void> {
    for (let i = 0; i < times; i += 1) {
      await turns.next()
      await Promise.resolve() // the turn goes on
      now += ms
      taken.push(name)
    }
  }
  return { taken, work }
}

test('a round of the event loop has one turn of work that is long, in the order of asking', async () => {
  const { taken, work } = setUp()
  const all = Promise.all([work('a', 5, 3), work('b', 5, 3)])
  const seen: string[] = []
  for (let i = 0; i < 5; i += 1) {
    await nextRound()
    seen.push(taken.join(''))
  }
  await all
  expect(taken.join('')).toBe('ababab')
  for (const [i, text] of seen.entries()) expect(text.length).toBeLessThanOrEqual(i + 1)
})

test('short turns share a round, and several calls in one round share its time', async () => {
  const { taken, work } = setUp()
  void work('a', 1, 10)
  process.nextTick(() => void work('b', 1, 10))
  await nextRound()
  expect(taken.length).toBeGreaterThanOrEqual(2)
  expect(taken.length).toBeLessThanOrEqual(4)
})

test('work that takes no time waits for no round', async () => {
  const { taken, work } = setUp()
  void work('a', 0, 1_000)
  await nextRound()
  expect(taken).toHaveLength(1_000)
})
