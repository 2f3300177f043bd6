import { expect, test, vi } from 'vitest'
import { createStreamBudget, type StreamBounds } from '#lib/limits/stream-budget'

/** A budget with a clock that the test moves. */
function open(bounds: StreamBounds) {
  const clock = { ms: 0 }
  const budget = createStreamBudget(bounds, () => clock.ms)
  const stream = () => {
    const cut = vi.fn()
    return { cut, ...budget.open(cut) }
  }
  return { budget, clock, stream }
}

test('cuts a stream that exceeds the limit per stream, and no longer counts it', () => {
  const { budget, stream } = open({ perStreamBytes: 100, totalBytes: 1000 })
  const [one, other] = [stream(), stream()]
  one.setHeld(100)
  other.setHeld(100)
  expect(one.cut).not.toHaveBeenCalled()
  one.setHeld(101)
  expect(one.cut).toHaveBeenCalledOnce()
  expect(other.cut).not.toHaveBeenCalled()
  expect(budget.heldBytes).toBe(100)
})

test('cuts the stream that has been behind longest when the total is too much, not a new one', () => {
  const { budget, clock, stream } = open({ perStreamBytes: 100, totalBytes: 250 })
  const slow = stream()
  slow.setHeld(80)
  clock.ms = 5_000
  const [middle, fresh] = [stream(), stream()]
  middle.setHeld(100)
  clock.ms = 5_010
  fresh.setHeld(100)
  expect([slow, middle, fresh].map(({ cut }) => cut.mock.calls.length)).toEqual([1, 0, 0])
  expect(budget.heldBytes).toBe(200)
})

test('cuts the heaviest of streams that have been behind equally long', () => {
  const { stream } = open({ perStreamBytes: 100, totalBytes: 149 })
  const [light, heavy] = [stream(), stream()]
  light.setHeld(50)
  heavy.setHeld(100)
  expect([light, heavy].map(({ cut }) => cut.mock.calls.length)).toEqual([0, 1])
})

test('a stream that has caught up is no longer behind', () => {
  const { clock, stream } = open({ perStreamBytes: 100, totalBytes: 150 })
  const quick = stream()
  quick.setHeld(90)
  clock.ms = 60_000
  quick.setHeld(0)
  const slow = stream()
  slow.setHeld(90)
  clock.ms = 61_000
  quick.setHeld(90)
  expect([quick, slow].map(({ cut }) => cut.mock.calls.length)).toEqual([0, 1])
})

test('keeps the total bounded, whatever streams hold', () => {
  const { budget, clock, stream } = open({ perStreamBytes: 64, totalBytes: 640 })
  const streams = Array.from({ length: 100 }, stream)
  for (let i = 0; i < 10_000; i++) {
    clock.ms += 1
    streams[(i * 37) % 100]!.setHeld((i * 13) % 65)
    expect(budget.heldBytes).toBeLessThanOrEqual(640)
  }
})

test('closing releases what was held, once', () => {
  const { budget, stream } = open({ perStreamBytes: 100, totalBytes: 1000 })
  const one = stream()
  one.setHeld(60)
  one.close()
  one.close()
  one.setHeld(60)
  expect(budget.heldBytes).toBe(0)
  expect(one.cut).not.toHaveBeenCalled()
})
