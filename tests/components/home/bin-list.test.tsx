import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BinList } from '@/components/home/bin-list'
import { CreateBinForm } from '@/components/home/create-bin'
import { aBin, jsonResponse } from '../fixtures'

const router = { push: vi.fn(), refresh: vi.fn() }
vi.mock('next/navigation', () => ({ useRouter: () => router }))

/** The code of menus and dialogs is loaded on demand. */
const SLOW = { timeout: 10_000 }

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => {
  fetchMock.mockReset()
  router.refresh.mockReset()
  router.push.mockReset()
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const bins = ['Stripe dev', 'Stripe live', 'GitHub', null].map((name, index) =>
  aBin({ id: `bin${index}`, name, captureUrl: `http://127.0.0.1:3000/in/bin${index}` }),
)
const names = () => screen.queryAllByRole('link').map(({ textContent }) => textContent)
const calls = () => fetchMock.mock.calls.map(([url, init]) => [init?.method, url, init?.body ?? null])

async function choose(bin: string, item: RegExp) {
  fireEvent.click(screen.getByRole('button', { name: `More for ${bin}` }))
  fireEvent.click(await screen.findByRole('menuitem', { name: item }, SLOW))
}

test.each([
  ['stripe', ['Stripe dev', 'Stripe live']],
  ['LIVE stripe', ['Stripe live']],
  ['bin2', ['GitHub']],
  ['unnamed', ['Unnamed bin']],
  ['nothing like it', []],
])('a search for %j shows %j', (text, left) => {
  render(<BinList bins={bins} />)
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search bins' }), { target: { value: text } })
  expect(names()).toEqual(left)
  expect(screen.getByRole('status').textContent).toBe(`${left.length} of 4`)
})

test('every bin shows its capture URL and can copy it', async () => {
  const writeText = vi.fn(async () => {})
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  render(<BinList bins={bins} />)
  expect(screen.getByText('http://127.0.0.1:3000/in/bin2')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Copy the capture URL of GitHub' }))
  await waitFor(() => expect(writeText).toHaveBeenCalledWith('http://127.0.0.1:3000/in/bin2'))
})

test('renames a bin in place', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aBin()))
  render(<BinList bins={bins} />)
  await choose('GitHub', /Rename/)
  const dialog = within(await screen.findByRole('dialog', { name: 'Rename the bin' }, SLOW))
  fireEvent.change(dialog.getByLabelText('Name'), { target: { value: ' GitHub org ' } })
  fireEvent.click(dialog.getByRole('button', { name: 'Rename' }))
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce())
  expect(calls()).toEqual([['PATCH', '/api/v1/bins/bin2', '{"name":"GitHub org"}']])
})

test('deletes a bin only after a confirmation that says what will be lost', async () => {
  fetchMock.mockResolvedValue(new Response(null, { status: 204 }))
  render(<BinList bins={bins} />)
  await choose('GitHub', /Delete/)
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete “GitHub”?' }, SLOW))
  expect(dialog.getByText(/Its 1 request will be deleted too/)).toBeTruthy()
  expect(fetchMock).not.toHaveBeenCalled()
  fireEvent.click(dialog.getByRole('button', { name: 'Delete the bin' }))
  await waitFor(() => expect(router.refresh).toHaveBeenCalledOnce())
  expect(calls()).toEqual([['DELETE', '/api/v1/bins/bin2', null]])
})

test.each([
  [' stripe-dev ', '{"name":"stripe-dev"}'],
  ['  ', '{}'],
])('a bin created with the name %j sends %s', async (name, body) => {
  fetchMock.mockResolvedValue(jsonResponse({ ...aBin({ id: 'new' }), accessKey: 'ck_1' }, 201))
  render(<CreateBinForm />)
  fireEvent.change(screen.getByLabelText('Name of the bin (optional)'), { target: { value: name } })
  fireEvent.submit(screen.getByRole('button', { name: 'Create a bin' }).closest('form')!)
  await waitFor(() => expect(router.push).toHaveBeenCalledWith('/bins/new'))
  expect(calls()).toEqual([['POST', '/api/v1/bins', body]])
})
