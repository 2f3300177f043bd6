import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { FilterBox } from '@/components/filter/filter-box'
import { NoMatches } from '@/components/filter/filter-hints'
import { createTextStore } from '@/components/filter/text-store'

afterEach(cleanup)

test('a filter without matches offers a correction, a way to clear it, and help', async () => {
  const text = createTextStore('amount>50')
  render(<NoMatches q="amount>50" text={text} />)
  fireEvent.click(await screen.findByRole('button', { name: '$.amount>50' }, { timeout: 8000 }))
  expect(text.get()).toBe('$.amount>50')
  fireEvent.click(screen.getByRole('button', { name: 'Clear filter' }))
  expect(text.get()).toBe('')
  expect(screen.getByRole('link', { name: 'Filter language' })).toBeTruthy()
})

test('Enter in the filter opens the first match, unless a suggestion is selected', () => {
  const onEnter = vi.fn()
  const box = { error: null, why: null, searching: false, rows: [], field: createRef<HTMLInputElement>() }
  render(<FilterBox {...box} text={createTextStore('paid')} onEnter={onEnter} onRetry={() => {}} />)
  fireEvent.keyDown(screen.getByRole('combobox', { name: 'Filter' }), { key: 'Enter' })
  expect(onEnter).toHaveBeenCalledOnce()
  vi.mocked(console.error).mockClear() // jsdom does not support <search>
})
