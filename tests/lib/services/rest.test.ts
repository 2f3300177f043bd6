import { expect, test } from 'vitest'
import { createRest } from '#lib/services/rest'

const AN_HOUR = 3_600_000

test('a wake during the pause ends it', async () => {
  const rest = createRest()
  rest.begin()
  const pause = rest.pause(AN_HOUR)
  rest.wake()
  await pause
})

test('a wake before the pause, but after the look for work began, ends it at once', async () => {
  const rest = createRest()
  rest.begin()
  rest.wake()
  await rest.pause(AN_HOUR)
})

test('a wake before the look for work began is forgotten', async () => {
  const rest = createRest()
  rest.wake()
  rest.begin()
  const order: string[] = []
  const pause = rest.pause(AN_HOUR).then(() => order.push('pause'))
  await Promise.resolve()
  order.push('later')
  rest.wake()
  await pause
  expect(order).toEqual(['later', 'pause'])
})
