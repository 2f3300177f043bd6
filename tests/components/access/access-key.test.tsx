import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { useAccessKey } from '@/components/access/access-key'
import { AccessKeyNotice } from '@/components/access/access-key-notice'
import { AccessKeyProvider } from '@/components/access/access-key-provider'

beforeEach(() => {
  localStorage.clear()
  window.dispatchEvent(new StorageEvent('storage', { key: 'creel:key-unsaved' }))
})
afterEach(cleanup)

function Page() {
  const { offer, openDialog } = useAccessKey()
  return (
    <>
      <button type="button" onClick={() => offer('ck_first')}>
        create
      </button>
      <button type="button" onClick={openDialog}>
        open
      </button>
      <AccessKeyNotice />
    </>
  )
}

const show = () =>
  render(
    <AccessKeyProvider>
      <Page />
    </AccessKeyProvider>,
  )
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('a new key stays on the page, whatever is pressed, until the user confirms that it is saved', () => {
  show()
  expect(screen.queryByRole('region', { name: 'Access key' })).toBeNull()
  press('create')
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(screen.getByText('ck_first')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Copy key' })).toBeTruthy()
  press('I saved it')
  expect(screen.queryByText('ck_first')).toBeNull()
})

test('the notice survives a reload, and the key is not in storage', () => {
  const { unmount } = show()
  press('create')
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('ck_')
  unmount()
  show()
  expect(screen.getByRole('region', { name: 'Access key' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Get a key to save…' })).toBeTruthy()
})
