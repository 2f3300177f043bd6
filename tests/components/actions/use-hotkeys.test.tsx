import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createRoot } from 'react-dom/client'
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

test("leaves the browser's own shortcuts alone", () => {
  render(<Page />)
  expect(fireEvent.keyDown(document.body, { key: 'r', ctrlKey: true })).toBe(true)
  expect(fireEvent.keyDown(document.body, { key: 'r', altKey: true })).toBe(true)
  expect(run.resend).not.toHaveBeenCalled()
})

test("ignores keys while the user types, except the palette's", () => {
  render(<Page />)
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'r' })
  fireEvent.keyDown(screen.getByLabelText('field'), { key: 'k', ctrlKey: true })
  expect(run.resend).not.toHaveBeenCalled()
  expect(run.palette).toHaveBeenCalledOnce()
})

test('keys work again as soon as what covered the page is removed', async () => {
  const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
  const before = environment.IS_REACT_ACT_ENVIRONMENT
  environment.IS_REACT_ACT_ENVIRONMENT = false // `act` would run every effect before a key can be pressed
  const host = document.body.appendChild(document.createElement('div'))
  const changed = () =>
    new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect()
        resolve()
      })
      observer.observe(host, { childList: true, subtree: true })
    })
  const root = createRoot(host)
  const shown = changed()
  root.render(<Page dialog covered />)
  await shown
  await new Promise((resolve) => setTimeout(resolve)) // every effect has run
  const gone = changed()
  root.render(<Page />)
  await gone
  fireEvent.keyDown(document.body, { key: 'r' })
  expect(run.resend).toHaveBeenCalledOnce()
  root.unmount()
  host.remove()
  environment.IS_REACT_ACT_ENVIRONMENT = before
})

test('an open dialog receives the keys', () => {
  render(<Page dialog />)
  fireEvent.keyDown(document.body, { key: 'r' })
  expect(run.resend).not.toHaveBeenCalled()
})

test('keys pressed while a dialog loads do nothing', () => {
  render(<Page covered />)
  fireEvent.keyDown(document.body, { key: 'r' })
  expect(run.resend).not.toHaveBeenCalled()
})

test('a held key repeats steps but no other action', () => {
  render(<Page />)
  fireEvent.keyDown(document.body, { key: 'j' })
  fireEvent.keyDown(document.body, { key: 'j', repeat: true })
  fireEvent.keyDown(document.body, { key: 'r', repeat: true })
  expect(run.j).toHaveBeenCalledTimes(2)
  expect(run.resend).not.toHaveBeenCalled()
})

test('only Mod shortcuts and Escape work with single-key shortcuts off', () => {
  localStorage.setItem('creel:shortcuts', 'off')
  render(<Page />)
  for (const key of ['r', 'j', '?']) fireEvent.keyDown(document.body, { key })
  fireEvent.keyDown(document.body, { key: 'R', shiftKey: true })
  expect([run.resend, run.again, run.j, run.keys].map((mock) => mock.mock.calls.length)).toEqual([0, 0, 0, 0])
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true })
  expect(run.palette).toHaveBeenCalledOnce()
  localStorage.removeItem('creel:shortcuts')
})
