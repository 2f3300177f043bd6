import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { CommandPalette } from '@/components/actions/command-palette'
import { Dialog } from '@/components/ui/dialog'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

type Shown = 'nothing' | 'dialog' | 'palette'

/** A dialog opened by a key has no button that the focus could return to. */
function Page() {
  const [shown, setShown] = useState<Shown>('nothing')
  const onOpenChange = () => setShown('nothing')
  const open = { id: 'open', label: 'Open the dialog', group: 'Page', run: () => setShown('dialog') } as const
  return (
    <>
      <button type="button" onKeyDown={(event) => setShown(event.key === 'k' ? 'palette' : 'dialog')}>
        here
      </button>
      {shown === 'dialog' && <Dialog open onOpenChange={onOpenChange} title="Something" />}
      {shown === 'palette' && <CommandPalette actions={[open]} onOpenChange={onOpenChange} />}
    </>
  )
}

function begin(): HTMLElement {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  render(<Page />)
  const here = screen.getByText('here')
  here.focus()
  return here
}

test.each(['e', 'k'])('returns the focus to where it was before the key %s', async (key) => {
  const here = begin()
  fireEvent.keyDown(here, { key })
  const dialog = await screen.findByRole('dialog')
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
  await waitFor(() => expect(document.activeElement).toBe(here))
})

test('also when opened from the palette', async () => {
  const here = begin()
  fireEvent.keyDown(here, { key: 'k' })
  fireEvent.click(await screen.findByRole('option', { name: 'Open the dialog' }))
  const dialog = await screen.findByRole('dialog', { name: 'Something' })
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
  await waitFor(() => expect(document.activeElement).toBe(here))
})

test('the first control that is not disabled has the focus, not Close', async () => {
  render(
    <Dialog open onOpenChange={() => {}} title="Something" footer={<button type="button">Save</button>}>
      <button type="button" disabled>
        Earlier
      </button>
      <input aria-label="Name" defaultValue="shop" />
    </Dialog>,
  )
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' })
  await waitFor(() => expect(document.activeElement).toBe(field))
  expect(field.selectionEnd).toBe(4)
})

test('on a touch screen the dialog itself has the focus, because a text field would open the keyboard', async () => {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(hover: none)' }))
  render(
    <Dialog open onOpenChange={() => {}} title="Something">
      <input aria-label="Name" />
    </Dialog>,
  )
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('dialog')))
})

test('in a dialog without fields the first button has the focus, or Close if it is the only one', async () => {
  const { rerender } = render(
    <Dialog key="asks" open onOpenChange={() => {}} title="Sure?" footer={<button type="button">Cancel</button>} />,
  )
  await waitFor(() => expect(document.activeElement).toBe(screen.getByText('Cancel')))
  rerender(<Dialog key="says" open onOpenChange={() => {}} title="Done" />)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' })))
})
