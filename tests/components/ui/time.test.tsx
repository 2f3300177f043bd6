import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Age, localTime, useTimesAsAges } from '@/components/ui/time'

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers({ now: new Date(2026, 10, 24, 19, 2, 11) })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function Page({ times }: { times: readonly Date[] }) {
  const [asAges, toggle] = useTimesAsAges()
  return (
    <>
      <button type="button" aria-pressed={!asAges} onClick={toggle}>
        Exact
      </button>
      {times.map((time) => (
        <Age key={time.getTime()} iso={time.toISOString()} suffix=" ago" />
      ))}
    </>
  )
}

test('toggles between ages and absolute times, which are as short as possible', () => {
  const times = [new Date(2026, 10, 24, 19, 2, 1, 5), new Date(2026, 9, 3, 8, 30), new Date(2025, 0, 1)]
  const { container } = render(<Page times={times} />)
  const shown = () => [...container.querySelectorAll('time')].map(({ textContent }) => textContent)
  expect(shown()).toEqual(['9 s ago', '52 d ago', '692 d ago'])
  fireEvent.click(screen.getByRole('button'))
  expect(shown()).toEqual(['19:02:01', '10-03 08:30', '2025-01-01'])
  expect(container.querySelector('time')!.title).toBe('9 s')
  fireEvent.click(screen.getByRole('button'))
  expect(container.querySelector('time')!.title).toBe(localTime(times[0]!))
  expect(shown()[0]).toBe('9 s ago')
})
