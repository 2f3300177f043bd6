import { setImmediate as round } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from '#lib/limits/turns'

test('each round of the event loop has one turn, in the order of asking', async () => {
  const turns = createTurns()
  const taken: string[] = []
  const work = async (name: string) => {
    for (let i = 0; i < 3; i += 1) {
      await turns.next()
      taken.push(name)
    }
  }
  const all = Promise.all([work('a'), work('b')])
  for (let i = 1; i <= 6; i += 1) {
    await round()
    expect(taken).toHaveLength(i)
  }
  await all
  expect(taken.join('')).toBe('ababab')
})

test('a turn can be taken again after all were over', async () => {
  const turns = createTurns()
  await turns.next()
  await turns.next()
})
