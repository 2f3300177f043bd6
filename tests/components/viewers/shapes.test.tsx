import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseTable } from '#lib/formats/table'
import { EncodedBody } from '@/components/viewers/encoded-body'
import TableView from '@/components/viewers/table-view'

// The first viewer is loaded within the first test; the machine may be busy.
configure({ asyncUtilTimeout: 8000 })
beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const show = (data: string, type: string) =>
  render(<EncodedBody body={{ encoding: 'utf8', data }} headers={[['Content-Type', type]]} truncated={false} />)

async function choose(kind: string): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: /^Shown as/ }))
  fireEvent.click(await screen.findByRole('menuitem', { name: kind }))
}

test('keeps the chosen view for the next body of the same type only', async () => {
  show('{"a":1}', 'application/json')
  await screen.findByRole('button', { name: 'Shown as JSON' })
  await choose('Hex')
  await screen.findByRole('button', { name: 'Shown as Hex' })
  cleanup()
  show('{"b":2}', 'application/json; charset=utf-8')
  await screen.findByRole('button', { name: 'Shown as Hex' })
  cleanup()
  show('plain', 'text/plain')
  await screen.findByRole('button', { name: 'Shown as Text' })
})

test('falls back from a kept view that does not fit to the best guess, with the reason', async () => {
  show('7', 'text/plain')
  await choose('JSON')
  await screen.findByRole('button', { name: 'Shown as JSON' })
  cleanup()
  show('no JSON at all', 'text/plain')
  await screen.findByRole('button', { name: 'Shown as Text' })
  expect(screen.getByText('Not shown as JSON, as you chose for this type: this is not a JSON value.')).toBeTruthy()
  await choose('JSON')
  expect(await screen.findByText('This cannot be shown as chosen: this is not a JSON value.')).toBeTruthy()
})

test('a table has numbered rows, and shows how many cells of a wide row are not drawn', () => {
  render(<TableView table={parseTable(`a,"b ""c"""\n${'x,'.repeat(119)}x`, ',')} fill={false} />)
  const rows = screen.getAllByRole('row')
  expect(
    within(rows[0]!)
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent),
  ).toEqual(['a', 'b "c"'])
  expect(rows[1]!.textContent).toContain('20 more cells')
  expect(screen.getByText('2 rows, 120 columns')).toBeTruthy()
})

test('each part shows its name, file name, headers and its own viewer', async () => {
  const part = (headers: string, content: string) => `--b\r\n${headers}\r\n\r\n${content}\r\n`
  show(
    `${part('Content-Disposition: form-data; name="note"', 'hello')}${part('Content-Disposition: form-data; name="doc"; filename="a.json"\r\nContent-Type: application/json', '{"k":1}')}--b--`,
    'multipart/form-data; boundary=b',
  )
  const parts = within(await screen.findByRole('list', { name: 'Parts' }))
  expect(parts.getAllByRole('heading').map((heading) => heading.textContent)).toEqual(['note', 'doc'])
  expect(parts.getByText('a.json')).toBeTruthy()
  expect(await parts.findByRole('treeitem', { name: /"k"/ })).toBeTruthy()
})

test('shows a token even if its time is out of range for a date', async () => {
  const piece = (text: string) => btoa(text).replaceAll('=', '')
  show(`${piece('{"alg":"none"}')}.${piece('{"exp":1e999,"iat":1700000000}')}.`, 'application/jwt')
  const times = await screen.findByRole('list', { name: 'Times' })
  expect(times.textContent).toContain('Expires: no date (exp)')
  expect(times.textContent).toMatch(/Issued \d+ years? ago, at 2023-11-14 22:13:20.000 UTC \(iat\)/)
})

test('source has colours, and a match is marked across their boundaries', async () => {
  show('<order id="7"><item/></order>', 'application/xml')
  const text = await screen.findByRole('group', { name: 'Text of the body' })
  expect(within(text).getByText('"7"').className).toContain('text-code-string')
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'id="7"' } })
  await screen.findByText('1/1')
  expect(text.querySelector('mark')?.textContent).toBe('id="7"')
})

test("Enter or a click shows a whole table row, each cell under its column's name", () => {
  const long = 'long '.repeat(100).trim()
  render(<TableView table={parseTable(`name,note\nAda,${long}\nGrace,x\u202ey`, ',')} fill={false} />)
  const grid = screen.getByRole('treegrid')
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  expect(grid.getAttribute('aria-activedescendant')).toBe(screen.getAllByRole('row')[1]!.id)
  fireEvent.keyDown(grid, { key: 'Enter' })
  const whole = screen.getByRole('region', { name: 'Row 2' })
  expect(
    within(whole)
      .getAllByRole('term')
      .map(({ textContent }) => textContent),
  ).toEqual(['name', 'note'])
  expect(
    within(whole)
      .getAllByRole('definition')
      .map(({ textContent }) => textContent),
  ).toEqual(['Ada', long])
  fireEvent.click(screen.getAllByRole('row')[2]!)
  expect(screen.queryByRole('region', { name: 'Row 2' })).toBeNull()
  expect(screen.getByRole('region', { name: 'Row 3' }).textContent).toContain('x\\u202Ey')
  fireEvent.click(screen.getAllByRole('row')[2]!)
  expect(screen.queryByRole('region')).toBeNull()
})
