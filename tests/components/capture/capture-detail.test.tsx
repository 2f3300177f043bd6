import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CaptureDetail } from '@/components/capture/capture-detail'
import { aCapture, aDelivery, jsonResponse } from '../fixtures'

// The viewers are loaded within a test; the machine may be busy.
configure({ asyncUtilTimeout: 8000 })

const fetchMock = vi.fn<typeof fetch>()
const writeText = vi.fn(async () => {})

beforeEach(() => {
  fetchMock.mockReset().mockImplementation(async () => jsonResponse({ deliveries: [] }))
  vi.stubGlobal('fetch', fetchMock)
  vi.stubGlobal('isSecureContext', true)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  writeText.mockClear()
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const verbs = { onResend: vi.fn(), onPin: vi.fn(), onNote: vi.fn(), onDelete: vi.fn(), onClose: vi.fn() }

async function show(capture = aCapture()) {
  render(
    <CaptureDetail
      summary={capture}
      loaded={{ state: 'ready', capture }}
      captureUrl="http://127.0.0.1:3000/in/orders"
      streamed={[]}
      resendOpen={false}
      {...verbs}
    />,
  )
  await vi.waitFor(() => expect(fetchMock).toHaveBeenCalled())
}
const openTab = (name: RegExp) => fireEvent.mouseDown(screen.getByRole('tab', { name }), { button: 0 })

test('headers stand in the order, case and number they came in, and each value can be copied', async () => {
  await show()
  openTab(/Headers/)
  const rows = within(screen.getByRole('table', { name: 'Headers' })).getAllByRole('rowheader')
  expect(rows.map((row) => row.textContent)).toEqual(['Host', 'Content-Type', 'X-Twice', 'x-twice', 'Content-Length'])
  fireEvent.click(screen.getByRole('button', { name: 'Copy the value of x-twice' }))
  expect(writeText).toHaveBeenCalledWith('two')
  fireEvent.click(screen.getByRole('button', { name: 'Copy all' }))
  expect(writeText).toHaveBeenLastCalledWith(expect.stringContaining('X-Twice: one\nx-twice: two\n'))
  await screen.findAllByText('Copied')
})

test('the query is taken apart and decoded, duplicates kept, and stands there as it was sent', async () => {
  await show(aCapture({ query: 'a=1&a=%C3%A9+x&broken=%E9' }))
  openTab(/Query/)
  const table = screen.getByRole('table', { name: 'Query' })
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent),
  ).toEqual(['a1', 'aé x', 'broken%E9'])
  expect(screen.getByText('?a=1&a=%C3%A9+x&broken=%E9', { selector: 'code' })).toBeTruthy()
})

test('deliveries open to their answer', async () => {
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries: [aDelivery({ status: 500 })] }))
  await show()
  openTab(/Deliveries/)
  const line = await screen.findByRole('button', { name: /500.*8080/ })
  fireEvent.click(line)
  expect(line.getAttribute('aria-expanded')).toBe('true')
  expect(await screen.findByText('taken', {}, { timeout: 10_000 })).toBeTruthy()
})

test('a delivery says how it differs from the one before, and two are compared', async () => {
  const older = aDelivery({ id: 'dl_1', status: 500, responseBody: { encoding: 'utf8', data: '{"ok":false}', truncated: false } })
  const newer = aDelivery({ id: 'dl_2', status: 200, responseBody: { encoding: 'utf8', data: '{"ok":true}', truncated: false } })
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries: [newer, older] }))
  await show()
  openTab(/Deliveries/)
  expect(await screen.findByText('500 → 200')).toBeTruthy()
  for (const box of screen.getAllByRole('checkbox', { name: /Pick the delivery/ })) fireEvent.click(box)
  fireEvent.click(screen.getByRole('button', { name: 'Compare' }))
  const dialog = await screen.findByRole('dialog', { name: 'Compare two answers' }, { timeout: 10_000 })
  const rows = within(dialog)
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(rows).toContain('status500200')
  expect(rows).toContain('$.okfalsetrue')
})

test('the delivery that the URL names stands open', async () => {
  window.location.hash = '#dl_1'
  fetchMock.mockImplementation(async () =>
    jsonResponse({ deliveries: [aDelivery({ id: 'dl_2', status: 404 }), aDelivery({ id: 'dl_1' })] }),
  )
  await show()
  const line = await screen.findByRole('button', { name: /201.*8080/ })
  expect(line.getAttribute('aria-expanded')).toBe('true')
  expect(screen.getByRole('button', { name: /404.*8080/ }).getAttribute('aria-expanded')).toBe('false')
  window.location.hash = ''
})

test('what the list knows shows before the rest is here', () => {
  const summary = aCapture({ method: 'DELETE' })
  render(
    <CaptureDetail
      summary={summary}
      loaded={{ state: 'loading' }}
      captureUrl="http://127.0.0.1:3000/in/orders"
      streamed={[]}
      resendOpen={false}
      {...verbs}
    />,
  )
  expect(screen.getByText('DELETE')).toBeTruthy()
  expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy()
})
