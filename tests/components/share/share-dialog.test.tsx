import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ShareDialog } from '@/components/share/share-dialog'
import { aBin, aSummary, jsonResponse, NOON } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
const writeText = vi.fn(async (_text: string) => {})
const LINK = 'http://127.0.0.1:3000/bins/orders?share=cs_1'

beforeEach(() => {
  fetchMock.mockReset()
  writeText.mockReset()
  writeText.mockResolvedValue(undefined)
  vi.stubGlobal('fetch', fetchMock)
  vi.stubGlobal('isSecureContext', true)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  fetchMock.mockImplementation(async (_, init) =>
    init?.method === 'POST'
      ? jsonResponse(
          { id: 's1', url: LINK, token: 'cs_1', captureId: null, show: 'redacted', createdAt: NOON, expiresAt: NOON },
          201,
        )
      : jsonResponse({ shares: [] }),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const opened = aSummary(7)
const show = (startWithOpened: boolean) =>
  render(<ShareDialog bin={aBin()} opened={opened} startWithOpened={startWithOpened} onOpenChange={() => {}} />)
const wish = () => {
  const post = fetchMock.mock.calls.find(([, init]) => init?.method === 'POST')
  return JSON.parse(String(post![1]!.body)) as unknown
}

test.each([
  [true, opened.id],
  [false, undefined],
])('one click copies a link (to the open request first: %s)', async (startWithOpened, captureId) => {
  show(startWithOpened)
  fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  await waitFor(() => expect(writeText).toHaveBeenCalledWith(LINK))
  expect(wish()).toEqual({ captureId, show: 'redacted', ttlSeconds: 604_800 })
  expect(screen.getByLabelText<HTMLInputElement>('New link, shown only now').value).toBe(LINK)
  expect(screen.getByText(/^: none$/)).toBeTruthy()
})

test('shows the link if the browser blocks copying', async () => {
  writeText.mockRejectedValue(new Error('denied'))
  show(true)
  fireEvent.click(screen.getByRole('button', { name: 'Copy link' }))
  expect((await screen.findByLabelText<HTMLInputElement>('New link, shown only now')).value).toBe(LINK)
})
