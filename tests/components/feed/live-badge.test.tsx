import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { LiveBadge } from '@/components/feed/live-badge'

afterEach(cleanup)

const threeMinutesPast12 = new Date(2026, 10, 24, 12, 3).getTime()

test.each([
  [{ state: 'live' } as const, 'Live'],
  [{ state: 'catching-up', missing: 0 } as const, 'Catching up'],
  [{ state: 'catching-up', missing: 1204 } as const, 'Catching up (1,204)'],
  [{ state: 'stale', since: threeMinutesPast12 } as const, 'Offline since 12:03'],
])('says of %o: %s', (connection, text) => {
  render(<LiveBadge connection={connection} />)
  expect(screen.getByRole('status').textContent).toBe(text)
})
