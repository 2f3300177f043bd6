import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { MissingCapture } from '@/components/empty/missing-capture'

afterEach(cleanup)

const NOT_FOUND = 'There is no such capture in this bin: it may have been deleted, by hand or by retention.'

test('says once why a request cannot be found, and leads back to the list', () => {
  const onClose = vi.fn()
  render(<MissingCapture failed={{ state: 'failed', why: NOT_FOUND, retry: null }} onClose={onClose} />)
  expect(screen.getByRole('alert').textContent!.match(/deleted/g)).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Back to the list' }))
  expect(onClose).toHaveBeenCalledOnce()
})

test('offers to load again what could not be loaded', () => {
  const retry = vi.fn()
  render(<MissingCapture failed={{ state: 'failed', why: 'The server cannot be reached.', retry }} onClose={() => {}} />)
  expect(screen.getByText(/cannot be reached/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalledOnce()
})
