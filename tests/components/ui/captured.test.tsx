import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Captured } from '../../../components/ui/captured'
import { PairTable } from '../../../components/ui/pair-table'
import { Marked } from '../../../components/viewers/marked'

afterEach(cleanup)

test('isolates captured text and shows invisible characters as escapes', () => {
  const { container } = render(<Captured text={'"a\u202eb"'} />)
  expect(container.querySelector('bdi')!.textContent).toBe('"a\\u202Eb"')
  expect(container.textContent).not.toContain('\u202e')
})

test('isolates right-to-left text; plain text needs no element', () => {
  const { container } = render(<Captured text="שלום" />)
  expect(container.querySelector('bdi')!.dir).toBe('ltr')
  expect(render(<Captured text="plain é" />).container.innerHTML).toBe('plain é')
})

test('a search match is marked across an escape', () => {
  const { container } = render(<Marked text={'x\u200bneedle\u202e'} needle="needle" />)
  expect(container.querySelector('mark')!.textContent).toBe('needle')
  expect(container.textContent).toBe('x\\u200Bneedle\\u202E')
})

test('shows a UTF-8 header value as bytes, and decoded below', () => {
  render(
    <PairTable
      label="Headers"
      pairs={[
        ['X-City', 'ZÃ¼rich'],
        ['X-Latin', 'caf\xe9'],
        ['X-Bidi', '\xe2\x80\xae1'],
      ]}
    />,
  )
  expect(screen.getByRole('row', { name: /X-City/ }).textContent).toContain('ZÃ¼richAs UTF-8: Zürich')
  expect(screen.getByRole('row', { name: /X-Latin/ }).textContent).not.toContain('UTF-8')
  expect(screen.getByRole('row', { name: /X-Bidi/ }).textContent).toContain('As UTF-8: \\u202E1')
})
