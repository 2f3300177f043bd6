import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { PANE_LIMITS } from '@/components/bin/panes'
import { Workspace } from '@/components/bin/workspace'

afterEach(cleanup)

test('a width that was set by key or put back by double click is remembered as it is seen', () => {
  const { list, resend } = { list: PANE_LIMITS.list.initial, resend: PANE_LIMITS.resend.initial }
  render(<Workspace list="" detail="" resend={null} showDetail={false} panes={{ list, resend }} />)
  const splitter = screen.getByRole('separator', { name: 'Width of the list' })
  fireEvent.keyDown(splitter, { key: 'ArrowRight' })
  expect(splitter.getAttribute('aria-valuenow')).toBe(String(list + 24))
  expect(document.cookie).toContain(`creel_panes=${list + 24}.${resend}`)
  fireEvent.doubleClick(splitter)
  expect(document.cookie).toContain(`creel_panes=${list}.${resend}`)
})
