import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { useHotkeys } from '@/components/actions/use-hotkeys'

afterEach(cleanup)

const run = { j: vi.fn(), resend: vi.fn(), again: vi.fn(), palette: vi.fn(), keys: vi.fn() }
afterEach(() => {
  for (const mock of Object.values(run)) mock.mockClear()
})

function Page({ dialog = false, covered = false }: { dialog?: boolean; covered?: boolean }) {
  useHotkeys(
    [
      { id: 'next', label: 'Next', group: 'List', keys: ['j'], run: run.j },
      { id: 'resend', label: 'Resend', group: 'Request', keys: ['r'], run: run.resend },
      { id: 'again', label: 'Again', group: 'Request', keys: ['Shift+R'], run: run.again },
      { id: 'palette', label: 'All', group: 'Page', keys: ['Mod+K'], run: run.palette },
      { id: 'keys', label: 'Keys', group: 'Page', keys: ['?'], run: run.keys },
    ],
    covered,
  )
  return (
    <>
      <input aria-label="field" />
      {dialog && <div role="dialog" />}
    </>
  )
}

test('each key runs its action', () => {
  render(<Page />)
  fireEvent.keyDown(document.body, { key: 'r' })
  fireEvent.keyDown(document.body, { key: 'R', shiftKey: true })
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true })
  expect([run.resend, run.again, run.keys].map((mock) => mock.mock.calls.length)).toEqual([1, 1, 1])
})

test('the browser keeps its own keys', () => {
  render(<Page />)
  expect(fireEvent.keyDown(document.body, { key: 'r', ctrlKey: true })).toBe(true)
  expect(fireEvent.keyDown(document.body, { key: 'r', altKey: true })).toBe(true)
  expect(run.resend).not.toHaveBeenCalled()
})

test('who types is left alone, apart from the palette', () => {
  render(<Page />)
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'r' })
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'k', ctrlKey: true })
  expect(run.resend).not.toHaveBeenCalled()
  expect(run.palette).toHaveBeenCalledOnce()
})

test('an open dialog has the keys', () => {
  render(<Page dialog />)
  fireEvent.keyDown(document.body, { key: 'r' })
  expect(run.resend).not.toHaveBeenCalled()
})

test('what is typed while a dialog is on its way does nothing', () => {
  render(<Page covered />)
  fireEvent.keyDown(document.body, { key: 'r' })
  expect(run.resend).not.toHaveBeenCalled()
})

test('held down, a key steps on but does nothing else twice', () => {
  render(<Page />)
  fireEvent.keyDown(document.body, { key: 'j' })
  fireEvent.keyDown(document.body, { key: 'j', repeat: true })
  fireEvent.keyDown(document.body, { key: 'r', repeat: true })
  expect(run.j).toHaveBeenCalledTimes(2)
  expect(run.resend).not.toHaveBeenCalled()
})
