import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Arrivals } from '@/components/list/arrivals'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const said = () => screen.getByRole('status').textContent

test('announces arrivals as a number, at most every five seconds', () => {
  const { rerender } = render(<Arrivals lastSeq={7} />)
  expect(said()).toBe('')
  rerender(<Arrivals lastSeq={8} />)
  expect(said()).toBe('1 new request')
  for (let seq = 9; seq <= 40; seq += 1) rerender(<Arrivals lastSeq={seq} />)
  expect(said()).toBe('1 new request')
  act(() => void vi.advanceTimersByTime(5000))
  expect(said()).toBe('32 new requests')
})
