import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { CaptureDetail } from '@/components/capture/capture-detail'
import { createForwardStore } from '@/components/feed/forward-store'
import { aCapture, aDelivery, aForward, jsonResponse } from '../fixtures'

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

const forwards = createForwardStore(async () => [aForward({ id: 'fwd_1', name: 'staging' })])

const commands = {
  onResend: vi.fn(),
  onCompare: vi.fn(),
  onShare: vi.fn(),
  onPin: vi.fn(),
  onNote: vi.fn(),
  onAddSecret: vi.fn(),
  onDelete: vi.fn(),
  onClose: vi.fn(),
}

async function show(capture = aCapture(), part: Partial<CaptureSummary> = {}) {
  render(
    <CaptureDetail
      summary={{ ...capture, ...part }}
      loaded={{ state: 'ready', capture }}
      captureUrl="http://127.0.0.1:3000/in/orders"
      streamed={[]}
      forwards={forwards}
      resendOpen={false}
      {...commands}
    />,
  )
  await vi.waitFor(() => expect(fetchMock).toHaveBeenCalled())
}
const openTab = (name: RegExp) => fireEvent.mouseDown(screen.getByRole('tab', { name }), { button: 0 })

test('shows headers with their order, case and duplicates, and each value can be copied', async () => {
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

const openedTab = () => screen.getByRole('tab', { selected: true }).textContent

test.each([
  ['with a body', {}, /^Body/],
  ['without a body', { bodySize: 0, query: 'a=1', body: { encoding: 'utf8', data: '' } }, /^Query/],
  ['without body and query', { bodySize: 0, query: null, body: { encoding: 'utf8', data: '' } }, /^Headers/],
] as const)('a request %s opens on the tab that has content', async (_, part, tab) => {
  await show(aCapture(part))
  expect(openedTab()).toMatch(tab)
})

test('shows the query decoded into parameters, with duplicates, and as it was sent', async () => {
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

test('a delivery opens to show its answer', async () => {
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries: [aDelivery({ status: 500 })] }))
  await show()
  openTab(/Deliveries/)
  const line = await screen.findByRole('button', { name: /500.*8080/ })
  fireEvent.click(line)
  expect(line.getAttribute('aria-expanded')).toBe('true')
  expect(await screen.findByText('taken', {}, { timeout: 10_000 })).toBeTruthy()
})

test('a delivery names its forward or listener, and its attempt', async () => {
  await forwards.load()
  const deliveries = [
    aDelivery({ id: 'dl_4', via: 'forward', forwardId: 'fwd_1', attempt: 2 }),
    aDelivery({ id: 'dl_3', via: 'forward', forwardId: 'fwd_gone', attempt: 1 }),
    aDelivery({ id: 'dl_2', via: 'cli', attempt: 3 }),
    aDelivery({ id: 'dl_1' }),
  ]
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries }))
  await show()
  openTab(/Deliveries/)
  const lines = await screen.findAllByRole('button', { name: /201.*8080/ })
  expect(lines.map((line) => /(?:Forward|Deleted|creel)[^5]*?try \d/.exec(line.textContent!)?.[0])).toEqual([
    'Forward staging, try 2',
    'Deleted forward, try 1',
    'creel listen, try 3',
    undefined,
  ])
})

test('a truncated answer says how much of it is kept', async () => {
  const responseBody = { encoding: 'utf8' as const, data: 'x'.repeat(2048), truncated: true }
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries: [aDelivery({ responseBody })] }))
  await show()
  openTab(/Deliveries/)
  fireEvent.click(await screen.findByRole('button', { name: /201.*8080/ }))
  expect(await screen.findByText('Only the first 2.0 KB are kept.')).toBeTruthy()
})

test('opening a delivery loads an answer that the list omits, and tries again after a failure', async () => {
  const { data: _, ...rest } = aDelivery().responseBody
  const listed = aDelivery({ responseBody: { ...rest, omittedBytes: 70_000 } as never })
  let whole = () => jsonResponse({ code: 'storage_unavailable', detail: 'Away for a moment.' }, 503)
  fetchMock.mockImplementation(async (url) =>
    String(url).endsWith('/bins/orders/deliveries/dl_1') ? whole() : jsonResponse({ deliveries: [listed] }),
  )
  await show()
  openTab(/Deliveries/)
  fireEvent.click(await screen.findByRole('button', { name: /201.*8080/ }))
  expect(await screen.findByText('Away for a moment.')).toBeTruthy()
  whole = () => jsonResponse(aDelivery({ responseBody: { encoding: 'utf8', data: 'the long answer', truncated: false } }))
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('the long answer', {}, { timeout: 10_000 })).toBeTruthy()
})

test('a delivery says how it differs from the previous one, and two can be compared', async () => {
  const older = aDelivery({ id: 'dl_1', status: 500, responseBody: { encoding: 'utf8', data: '{"ok":false}', truncated: false } })
  const newer = aDelivery({ id: 'dl_2', status: 200, responseBody: { encoding: 'utf8', data: '{"ok":true}', truncated: false } })
  fetchMock.mockImplementation(async () => jsonResponse({ deliveries: [newer, older] }))
  await show()
  openTab(/Deliveries/)
  expect(await screen.findByText('500 → 200')).toBeTruthy()
  for (const box of screen.getAllByRole('checkbox', { name: /Select the delivery/ })) fireEvent.click(box)
  fireEvent.click(screen.getByRole('button', { name: 'Compare responses' }))
  const dialog = await screen.findByRole('dialog', { name: 'Compare two responses' }, { timeout: 10_000 })
  const rows = within(dialog)
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(rows).toContain('status500200')
  expect(rows).toContain('$.okfalsetrue')
})

test('the delivery named in the URL is open', async () => {
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

test('shows what the list knows until the rest is loaded', () => {
  const summary = aCapture({ method: 'DELETE' })
  render(
    <CaptureDetail
      summary={summary}
      loaded={{ state: 'loading' }}
      captureUrl="http://127.0.0.1:3000/in/orders"
      streamed={[]}
      forwards={forwards}
      resendOpen={false}
      {...commands}
    />,
  )
  expect(screen.getByText('DELETE')).toBeTruthy()
  expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy()
})

test('lists the actions for the request by name', async () => {
  await show()
  const tools = within(screen.getByRole('toolbar', { name: 'Actions for this request' }))
  expect(tools.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Compare',
    'Copy as',
    'Share',
    'Add note',
    'Pin',
    'Delete',
  ])
  fireEvent.click(tools.getByRole('button', { name: 'Share' }))
  fireEvent.click(tools.getByRole('button', { name: 'Compare' }))
  expect([commands.onShare, commands.onCompare].map((verb) => verb.mock.calls.length)).toEqual([1, 1])
})

test.each([
  ['declared', aCapture({ body: { encoding: 'utf8', data: 'ü'.repeat(617) }, bodySize: 5_000 }), 'after 1,234 of 5,000 bytes.'],
  ['chunked', aCapture({ body: { encoding: 'utf8', data: 'x' }, bodySize: 1 }), 'after 1 byte, before the body was complete.'],
  ['that never came', aCapture({ body: { encoding: 'utf8', data: '' }, bodySize: 7 }), 'after 0 of 7 bytes.'],
  ['that is masked', aCapture({ body: { encoding: 'utf8', data: 'x' }, bodyShown: 'masked' }), 'before the body was complete.'],
])('shows how much of a body %s arrived before its sender disconnected', async (_, capture, words) => {
  await show({ ...capture, truncated: true, aborted: true })
  expect(await screen.findByText(`The sender stopped or closed the connection ${words}`)).toBeTruthy()
})

test('explains that a body over the limit was not empty', async () => {
  await show(aCapture({ body: { encoding: 'utf8', data: '' }, bodySize: 20_000_000, truncated: true }))
  expect(screen.getByText(/^The body was over the limit/)).toBeTruthy()
})

test.each([
  [undefined, 'Only complete JSON and forms are shown.'],
  ['unreadable', 'Only complete JSON and forms are shown.'],
  ['too_large', 'It is over 1 MiB'],
  ['too_deep', 'over 100 levels deep'],
  ['too_complex', 'encodings inside encodings'],
] as const)('shows why a link withholds a body as %s', async (withheldReason, words) => {
  const body = { encoding: 'utf8', data: '' } as const
  await show(aCapture({ body, bodySize: 2048, bodyShown: 'withheld', ...(withheldReason && { withheldReason }) }))
  const panel = screen.getByRole('tabpanel')
  expect(panel.textContent).toContain('This link hides credentials, and this body (2.0 KB) might contain some.')
  expect(panel.textContent).toContain(words)
})

test("shows the list's verdict beside the request, with a link to its explanation", async () => {
  const signature = { verdict: 'invalid', scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null } as const
  await show(aCapture(), { signature })
  fireEvent.click(screen.getByRole('button', { name: 'Signature invalid' }))
  expect(screen.getByRole('tab', { name: 'Signature' }).getAttribute('aria-selected')).toBe('true')
})

test("shows a listener's answer that arrives after the request was opened", async () => {
  await show(aCapture({ reply: null }), { reply: { status: 418, by: 'listener', delayMs: 31 } })
  openTab(/Overview/)
  expect(screen.getByText('418, from the target of creel listen, after 31 ms')).toBeTruthy()
})
