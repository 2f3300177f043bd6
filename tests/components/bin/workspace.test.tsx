import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { PANE_LIMITS } from '@/components/bin/panes'
import { usePanes } from '@/components/bin/use-panes'
import { Workspace } from '@/components/bin/workspace'

afterEach(cleanup)

const initial = { list: PANE_LIMITS.list.initial, resend: PANE_LIMITS.resend.initial }

function Page() {
  const panes = usePanes(initial)
  return (
    <>
      <button type="button" onClick={() => panes.stepList(1)}>
        Wider
      </button>
      <Workspace list="" detail="" resend={null} showDetail={false} panes={panes} />
    </>
  )
}

test('remembers the visible width after a key or a double click', () => {
  const { list, resend } = initial
  render(<Page />)
  const splitter = screen.getByRole('separator', { name: 'Width of the list' })
  fireEvent.keyDown(splitter, { key: 'ArrowRight' })
  expect(splitter.getAttribute('aria-valuenow')).toBe(String(list + 24))
  expect(document.cookie).toContain(`creel_panes=${list + 24}.${resend}`)
  fireEvent.doubleClick(splitter)
  expect(document.cookie).toContain(`creel_panes=${list}.${resend}`)
})

test('widens the list without dragging, up to its limit', () => {
  render(<Page />)
  const splitter = screen.getByRole('separator', { name: 'Width of the list' })
  fireEvent.click(screen.getByText('Wider'))
  expect(splitter.getAttribute('aria-valuenow')).toBe(String(initial.list + 80))
  for (let click = 0; click < 9; click++) fireEvent.click(screen.getByText('Wider'))
  expect(splitter.getAttribute('aria-valuenow')).toBe(String(PANE_LIMITS.list.max))
  expect(document.cookie).toContain(`creel_panes=${PANE_LIMITS.list.max}.${initial.resend}`)
})
