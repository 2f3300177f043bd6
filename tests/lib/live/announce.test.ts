import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { announceOver } from '#lib/live/announce'
import type { Bus, BusMessage } from '#lib/live/bus'

function recordingBus() {
  const sent: BusMessage[] = []
  const bus: Bus = {
    publish: (message) => sent.push(message),
    subscribe: () => () => {},
    onReturn: () => () => {},
    async close() {},
  }
  return { sent, announce: announceOver(bus) }
}

test('sends one message for all commits of an event-loop turn, with the last seq of each bin', async () => {
  const { sent, announce } = recordingBus()
  announce.reached('a', 1)
  announce.reached('b', 7)
  announce.reached('a', 2)
  expect(sent).toEqual([])
  await turn()
  expect(sent).toEqual([
    {
      reached: [
        ['a', 2],
        ['b', 7],
      ],
    },
  ])
  announce.reached('a', 3)
  await turn()
  expect(sent.slice(1)).toEqual([{ reached: [['a', 3]] }])
})

test('sends other events of bins in one message too, in order', async () => {
  const { sent, announce } = recordingBus()
  announce.changed('a', { type: 'bin:cleared', throughSeq: 3 })
  announce.reached('a', 4)
  announce.changed('a', { type: 'bin:deleted' })
  await turn()
  expect(sent).toEqual([
    { reached: [['a', 4]] },
    {
      happened: [
        ['a', { type: 'bin:cleared', throughSeq: 3 }],
        ['a', { type: 'bin:deleted' }],
      ],
    },
  ])
  await turn()
  expect(sent).toHaveLength(2)
})
