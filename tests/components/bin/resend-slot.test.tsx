import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { useHotkeys } from '@/components/actions/use-hotkeys'
import { ResendSlot } from '@/components/bin/resend-slot'
import type { LoadedCapture } from '@/components/feed/use-capture'
import { aCapture } from '../fixtures'

afterEach(cleanup)

const run = vi.fn()

function Page({ loaded }: { loaded: LoadedCapture }) {
  useHotkeys([{ id: 'delete', label: 'Delete', group: 'Request', keys: ['d'], run }])
  return <ResendSlot loaded={loaded} bodyBytesMax={1000} onClose={() => {}} />
}

test('text typed while the form loads goes into the form and runs no shortcut', async () => {
  const { rerender } = render(<Page loaded={{ state: 'loading' }} />)
  const field = screen.getByLabelText<HTMLInputElement>('Target')
  expect(document.activeElement).toBe(field)
  fireEvent.keyDown(document.activeElement!, { key: 'd' })
  fireEvent.change(field, { target: { value: 'd' } })
  rerender(<Page loaded={{ state: 'ready', capture: aCapture() }} />)
  await waitFor(() => expect(document.activeElement).not.toBe(field), { timeout: 10_000 })
  const form = screen.getByLabelText<HTMLInputElement>('Target')
  expect(document.activeElement).toBe(form)
  expect(form.value).toBe('d')
  expect(run).not.toHaveBeenCalled()
})

test('the field stays and shows the reason if the request cannot be loaded', () => {
  render(<Page loaded={{ state: 'failed', why: 'The server cannot be reached.', retry: null }} />)
  expect(document.activeElement).toBe(screen.getByLabelText('Target'))
  expect(screen.getByRole('status').textContent).toBe('The server cannot be reached.')
})
