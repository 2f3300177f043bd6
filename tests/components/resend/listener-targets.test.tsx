import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ResendForm } from '@/components/resend/resend-form'
import { aCapture, aDelivery, jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
let connected: { name: string }[] = []

beforeEach(() => {
  localStorage.clear()
  connected = []
  fetchMock.mockReset()
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    url.endsWith('/listeners') ? Promise.resolve(jsonResponse({ listeners: connected })) : fetchMock(url, init),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const show = () => render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)

test('offers each connected listener once, and sends the request as captured', async () => {
  connected = [{ name: 'laptop' }, { name: 'desk' }, { name: 'laptop' }]
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  show()
  const listeners = within(await screen.findByRole('region', { name: 'Connected listeners' }))
  expect(listeners.getAllByRole('button').map((button) => button.textContent)).toEqual([
    'Send through laptop',
    'Send through desk',
  ])
  fireEvent.click(listeners.getByRole('button', { name: 'Send through laptop' }))
  await screen.findByText('201')
  expect(fetchMock.mock.calls[0]![0]).toBe('/api/v1/bins/orders/captures/cap_tag_1/resend')
  expect(JSON.parse(String(fetchMock.mock.calls[0]![1]!.body))).toEqual({ through: 'laptop' })
})

test('looks for listeners again when the user returns to the page', async () => {
  show()
  connected = [{ name: 'laptop' }]
  fireEvent.focus(window)
  expect(await screen.findByRole('button', { name: 'Send through laptop' })).toBeTruthy()
})

test('shows a listener that connects while the form is open, and removes it when it leaves', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    show()
    connected = [{ name: 'laptop' }]
    vi.advanceTimersByTime(3_000)
    expect(await screen.findByRole('button', { name: 'Send through laptop' })).toBeTruthy()
    connected = []
    vi.advanceTimersByTime(3_000)
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Send through laptop' })).toBeNull())
  } finally {
    vi.useRealTimers()
  }
})
