import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseForm } from '#lib/formats/form'
import { parseJson } from '#lib/formats/json'
import type { Tree } from '#lib/formats/tree'
import TreeView from '@/components/viewers/tree-view'

configure({ asyncUtilTimeout: 8000 }) // the machine may be busy

let copied: string[] = []
beforeEach(() => {
  copied = []
  const writeText = async (text: string) => void copied.push(text)
  Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true })
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
})
afterEach(cleanup)

function show(tree: Tree | string): HTMLElement {
  render(<TreeView tree={typeof tree === 'string' ? parseJson(tree) : tree} fill={false} />)
  return screen.getByRole('tree')
}

/** The name in front of the value. */
const nameOf = (item: HTMLElement) => /^"?(\w+)"?:/.exec(item.textContent)?.[1] ?? 'root'
const names = () => screen.getAllByRole('treeitem').map(nameOf)
const active = () => screen.getAllByRole('treeitem').find((item) => item.getAttribute('aria-selected') === 'true')!
const press = (tree: HTMLElement, ...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(tree, { key })
}

const NESTED = '{"alpha":{"one":1,"two":[2,3]},"beta":{"three":3},"last":"x"}'

test('the tree is a single tab stop and announces the current value', () => {
  const tree = show(NESTED)
  expect(tree.tabIndex).toBe(0)
  expect(tree.getAttribute('aria-activedescendant')).toBe(active().id)
  expect(active().getAttribute('aria-level')).toBe('1')
})

test('arrows, Home and End move; left and right fold and unfold', () => {
  const tree = show(NESTED)
  press(tree, 'End')
  expect(nameOf(active())).toBe('last')
  press(tree, 'ArrowLeft') // to its parent
  expect(nameOf(active())).toBe('root')
  press(tree, 'ArrowDown', 'ArrowLeft')
  expect(active().getAttribute('aria-expanded')).toBe('false')
  press(tree, 'ArrowDown')
  expect(nameOf(active())).toBe('beta') // skips folded rows
  press(tree, 'Home')
  expect(nameOf(active())).toBe('root')
})

test('an asterisk expands all siblings', () => {
  const tree = show(NESTED)
  press(tree, 'ArrowDown', 'ArrowLeft', 'ArrowDown', 'ArrowLeft')
  expect(names()).toEqual(['root', 'alpha', 'beta', 'last'])
  press(tree, '*')
  expect(names()).toContain('one')
  expect(names()).toContain('three')
})

test('letters jump to a name if the tree was focused by keyboard, but run page shortcuts if it was clicked', () => {
  const tree = show(NESTED)
  const reached = vi.spyOn(tree, 'matches').mockReturnValue(true) // jsdom does not support :focus-visible
  press(tree, 't', 'h')
  expect(nameOf(active())).toBe('three')
  reached.mockReturnValue(false)
  const heard = vi.fn()
  window.addEventListener('keydown', heard)
  press(tree, 'b')
  window.removeEventListener('keydown', heard)
  expect(nameOf(active())).toBe('three')
  expect(heard).toHaveBeenCalledOnce()
})

test('folds to a level', async () => {
  show(NESTED)
  const choose = async (item: string) => {
    // The first click loads the menu; once loaded, the key opens it.
    fireEvent.click(screen.getByRole('button', { name: 'Collapse' }))
    fireEvent.keyDown(screen.getByRole('button', { name: 'Collapse' }), { key: 'Enter' })
    fireEvent.click(await screen.findByRole('menuitem', { name: item }))
  }
  await choose('Collapse all')
  await waitFor(() => expect(names()).toEqual(['root', 'alpha', 'beta', 'last']))
  await choose('Show 2 levels')
  await waitFor(() => expect(names()).toEqual(['root', 'alpha', 'one', 'two', 'beta', 'three', 'last']))
  await choose('Expand all')
  await waitFor(() => expect(names()).toHaveLength(9))
})

test('copies the path and the value of a row', async () => {
  show('{"a":{"b c":["x\\u00e9"]}}')
  const row = screen.getByText('"x\\u00e9"').closest<HTMLElement>('[role="treeitem"]')!
  fireEvent.click(row.querySelector('[aria-label="Copy path"]')!)
  fireEvent.click(row.querySelector('[aria-label="Copy value"]')!)
  await waitFor(() => expect(copied).toEqual(['$.a["b c"][0]', 'xé']))
})

test('Ctrl+C copies the value, and the menu key offers path and key', async () => {
  const tree = show('{"a":{"n":1.0}}')
  press(tree, 'ArrowDown')
  fireEvent.keyDown(tree, { key: 'c', ctrlKey: true })
  await waitFor(() => expect(copied).toEqual(['{"n":1.0}']))
  press(tree, 'ArrowDown', 'ContextMenu')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy path' }))
  await waitFor(() => expect(copied.at(-1)).toBe('$.a.n'))
  fireEvent.keyDown(tree, { key: 'F10', shiftKey: true })
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy key' }))
  await waitFor(() => expect(copied.at(-1)).toBe('n'))
})

test('a right click opens the menu of the value under the pointer', async () => {
  show('{"a":1,"b":"{\\"c\\":2}"}')
  fireEvent.contextMenu(screen.getByRole('treeitem', { name: /"b"/ }))
  expect(await screen.findByRole('menuitem', { name: 'Open JSON' })).toBeTruthy()
  expect(nameOf(active())).toBe('b')
})

test('finds text written with escapes, marks it, and shows it decoded', async () => {
  show(`{"list":[${'0,'.repeat(20)}0],"who":"Ren\\u00e9e"}`)
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'renée' } })
  await waitFor(() => expect(nameOf(active())).toBe('who'))
  expect(active().querySelector('mark')?.textContent).toBe('"Ren\\u00e9e"')
  expect(active().textContent).toContain('reads Renée')
})

test('next and previous wrap around and show the count', async () => {
  show(`{"list":[${'0,'.repeat(20)}0],"x":"hit","y":"hit"}`)
  const box = screen.getByRole('searchbox')
  fireEvent.change(box, { target: { value: 'hit' } })
  await screen.findByText('1/2')
  fireEvent.keyDown(box, { key: 'Enter' })
  expect(screen.getByText('2/2')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Next match' }))
  expect(screen.getByText('1/2')).toBeTruthy()
  fireEvent.keyDown(box, { key: 'Enter', shiftKey: true })
  expect(nameOf(active())).toBe('y')
})

test('flags a duplicate key, but only notes a repeated form field', () => {
  show('{"a":1,"a":2}')
  expect(screen.getAllByText('duplicate key')).toHaveLength(2)
  cleanup()
  show(parseForm('a=1&a=2'))
  expect(screen.getAllByText('repeated')).toHaveLength(2)
})

test('a Unix time shows its date on hover and beside the current value', () => {
  const tree = show('{"at":1700000000}')
  expect(screen.getByText('1700000000').title).toBe('2023-11-14 22:13:20.000 UTC (Unix seconds)')
  press(tree, 'ArrowDown')
  expect(active().textContent).toContain('2023-11-14 22:13:20.000 UTC')
})
