import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { KeyList } from '@/components/actions/key-list'
import { shortcutsOn } from '@/components/actions/shortcuts'

afterEach(() => {
  cleanup()
  localStorage.clear()
})

test('the switch turns single-key shortcuts off, and this browser remembers it', () => {
  const actions = [{ id: 'delete', label: 'Delete', group: 'Request' as const, keys: ['d'], run: () => {} }]
  render(<KeyList actions={actions} onOpenChange={() => {}} />)
  fireEvent.click(screen.getByRole('checkbox', { name: /Single-key shortcuts/ }))
  expect(shortcutsOn()).toBe(false)
  expect(localStorage.getItem('creel:shortcuts')).toBe('off')
  fireEvent.click(screen.getByRole('checkbox', { name: /Single-key shortcuts/ }))
  expect(shortcutsOn()).toBe(true)
})
