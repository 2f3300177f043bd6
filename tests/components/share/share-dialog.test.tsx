import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ShareDialog } from '@/components/share/share-dialog'
import { aBin, aSummary, jsonResponse, NOON } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
const writeText = vi.fn(async (_text: string) => {})
const LINK = 'http://127.0.0.1:3000/bins/orders?share=cs_1'

/** The links that work, as the server lists them. */
let active: { id: string }[]

beforeEach(() => {
  active = []
  fetchMock.mockReset()
  writeText.mockReset()
  writeText.mockResolvedValue(undefined)
  vi.stubGlobal('fetch', fetchMock)
  vi.stubGlobal('isSecureContext', true)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  fetchMock.mockImplementation(async (url, init) => {
    if (init?.method === 'DELETE') {
      active = active.filter(({ id }) => !String(url).endsWith(id))
      return new Response(null, { status: 204 })
    }
    if (init?.method !== 'POST') return jsonResponse({ shares: active })
    const { captureId = null, show, ttlSeconds } = JSON.parse(String(init.body))
    const expiresAt = new Date(Date.parse(NOON) + 1000 * ttlSeconds).toISOString()
    const share = { id: `shr_${posts().length}`, captureId, show, createdAt: NOON, expiresAt, lastUsedAt: null }
    active = [share, ...active]
    return jsonResponse({ ...share, url: LINK, token: 'cs_1' }, 201)
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const opened = aSummary(7)
const show = (startWithOpened: boolean) =>
  render(<ShareDialog bin={aBin()} opened={opened} startWithOpened={startWithOpened} onOpenChange={() => {}} />)
const posts = () => fetchMock.mock.calls.filter(([, init]) => init?.method === 'POST')
const input = () => JSON.parse(String(posts()[0]![1]!.body)) as unknown
const copies = async (count: number) => {
  fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  await waitFor(() => expect(writeText).toHaveBeenCalledTimes(count))
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Copy link' }).disabled).toBe(false))
}

test.each([
  [true, opened.id],
  [false, undefined],
])('one click copies a link (to the open request first: %s)', async (startWithOpened, captureId) => {
  show(startWithOpened)
  fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  await waitFor(() => expect(writeText).toHaveBeenCalledWith(LINK))
  expect(input()).toEqual({ captureId, show: 'redacted', ttlSeconds: 604_800 })
  expect(screen.getByLabelText<HTMLInputElement>('New link, shown only now').value).toBe(LINK)
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1))
})

test('copies the same link for the same choice, also after the dialog was closed, until it is revoked', async () => {
  show(true)
  await copies(1)
  await copies(2)
  cleanup()
  show(true)
  await copies(3)
  expect(posts()).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Show everything' }))
  await copies(4)
  expect(posts()).toHaveLength(2)
  fireEvent.click(screen.getByRole('button', { name: 'Hide credentials' }))
  fireEvent.click(screen.getAllByRole('button', { name: 'Revoke' }).at(-1)!)
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1))
  await copies(5)
  expect(posts()).toHaveLength(3)
})

test('creates a new link once the previous one has lived for a tenth of its lifetime', async () => {
  show(false)
  fireEvent.click(screen.getByRole('button', { name: '1 hour' }))
  await copies(1)
  const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000)
  await copies(2)
  expect(posts()).toHaveLength(1)
  now.mockReturnValue(Date.now() + 2 * 60_000)
  await copies(3)
  expect(posts()).toHaveLength(2)
  now.mockRestore()
})

test('shows the link if the browser blocks copying', async () => {
  writeText.mockRejectedValue(new Error('denied'))
  show(true)
  fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  expect((await screen.findByLabelText<HTMLInputElement>('New link, shown only now')).value).toBe(LINK)
})
