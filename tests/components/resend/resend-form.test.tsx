import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Capture } from '#lib/core/capture'
import { ResendForm } from '@/components/resend/resend-form'
import { aCapture, aDelivery, jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  fetchMock.mockReset()
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    url.endsWith('/listeners') ? Promise.resolve(jsonResponse({ listeners: [] })) : fetchMock(url, init),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const show = (part: Partial<Capture> = {}) => render(<ResendForm capture={aCapture(part)} bodyBytesMax={1000} />)
const target = () => screen.getByLabelText<HTMLInputElement>('Target')
const sent = () => JSON.parse(String(fetchMock.mock.calls[0]![1]!.body))

test('sends to the target and shows the answer beside it', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/hooks' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  await screen.findByText('201')
  expect(fetchMock.mock.calls[0]![0]).toBe('/api/v1/bins/orders/captures/cap_tag_1/resend')
  expect(sent()).toEqual({ url: 'http://127.0.0.1:8080/hooks' })
  // The viewer of the body is loaded when first needed.
  expect(await screen.findByText('taken', {}, { timeout: 10_000 })).toBeTruthy()
})

test('remembers the target of this bin', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  const { unmount } = render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/hooks' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  await screen.findByText('201')
  unmount()
  render(<ResendForm capture={aCapture({ seq: 2 })} bodyBytesMax={1000} />)
  expect(target().value).toBe('http://127.0.0.1:8080/hooks')
})

test('explains a refused address, with the setting to paste', async () => {
  const detail =
    'Start it with CREEL_RESEND_ALLOW=10.0.0.1:80 npm start (this host and port) or CREEL_RESEND_ALLOW=10.0.0.1/32 npm start (any port).'
  fetchMock.mockResolvedValue(jsonResponse({ type: '', title: '', status: 422, detail, code: 'target_forbidden' }, 422))
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByText('Creel may not send to this target')).toBeTruthy()
  expect(screen.getByText(detail)).toBeTruthy()
  expect(screen.getByText('CREEL_RESEND_ALLOW=10.0.0.1/32 npm start')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Copy' })).toBeTruthy()
})

test('shows why a target did not answer', async () => {
  const error = { code: 'connection_refused', message: 'Nothing listens on 127.0.0.1:8080.' }
  fetchMock.mockResolvedValue(jsonResponse(aDelivery({ status: null, error, responseHeaders: [] })))
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect((await screen.findByRole('alert')).textContent).toBe(error.message)
})

test('sends nothing if the form is invalid, and the field shows why', async () => {
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'ftp://localhost:8080' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(target().getAttribute('aria-invalid')).toBe('true')
  expect(fetchMock).not.toHaveBeenCalled()
})

test('changes are listed, sent, and can be undone', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: /^Body/ }))
  fireEvent.change(screen.getByLabelText('Body'), { target: { value: '{}' } })
  expect(screen.getByText('Changed: body')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Reset to captured' }))
  expect(screen.getByText('Sends the request exactly as it was captured.')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Body'), { target: { value: '{}' } })
  fireEvent.keyDown(screen.getByLabelText('Body'), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(fetchMock).toHaveBeenCalled())
  expect(sent().body).toEqual({ encoding: 'utf8', data: '{}' })
  await screen.findByText('201')
})

const open = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('one send goes to the typed and the ticked targets, and shows the answers side by side', async () => {
  const headerChanges = [['Authorization', 'Bearer t']]
  localStorage.setItem('creel:targets', JSON.stringify([{ id: 'a', name: 'Staging', url: 'http://staging/', headerChanges }]))
  window.dispatchEvent(new StorageEvent('storage', { key: 'creel:targets' }))
  fetchMock.mockImplementation(async (_, init) => {
    const { url } = JSON.parse(String(init!.body)) as { url: string }
    const data = url.includes('staging') ? 'one' : 'two'
    return jsonResponse(
      aDelivery({
        id: url,
        url,
        status: url.includes('staging') ? 200 : 500,
        responseBody: { encoding: 'utf8', data, truncated: false },
      }),
    )
  })
  show()
  type('Target', 'http://127.0.0.1:8080/')
  fireEvent.click(screen.getByRole('checkbox', { name: /Staging/ }))
  open(/^Send to 2$/)
  const cards = within(await screen.findByRole('list', { name: 'Responses' }))
  expect((await cards.findByRole('button', { name: /127\.0\.0\.1/ })).textContent).toBeTruthy()
  await cards.findByText('Body differs from the first')
  expect(cards.getAllByRole('button').map((card) => card.getAttribute('aria-pressed'))).toEqual(['true', 'false'])
  const inputs = fetchMock.mock.calls.map(([, init]) => JSON.parse(String(init!.body)))
  expect(inputs).toEqual([{ url: 'http://staging/', headerChanges }, { url: 'http://127.0.0.1:8080/' }])
})

test('validates headers while they are typed: the line, the character, and what is replaced', () => {
  show()
  open(/^Headers/)
  type('Headers', 'A: 1\nB: →')
  expect(screen.getByRole('alert').textContent).toBe('Line 2: the value of B holds U+2192 (→), which a header cannot contain')
  type('Headers', 'Content-Length: 3')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByText(/Replaced when sent: Content-Length/)).toBeTruthy()
})

test('validates a URL on blur, and on every key from then on', () => {
  show()
  type('Target', 'ftp://localhost')
  expect(target().getAttribute('aria-invalid')).toBe('false')
  fireEvent.blur(target())
  expect(screen.getByRole('alert').textContent).toMatch(/^Use an http or https URL/)
  type('Target', 'http://me:secret@localhost/')
  expect(screen.getByRole('alert').textContent).toMatch(/name and password/i)
})

test('warns about broken JSON and a signature that no longer matches, but still sends', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  show({ headers: [['X-Hub-Signature-256', 'sha256=ab']] })
  type('Target', 'http://127.0.0.1:8080/')
  open(/^Body/)
  type('Body', '{"a": 1')
  const notes = screen.getAllByRole('note').map(({ textContent }) => textContent)
  expect(notes).toEqual([
    expect.stringMatching(/The body changed, so X-Hub-Signature-256 no longer fits/),
    expect.stringMatching(/No longer JSON: line 1/),
  ])
  open(/^Send$/)
  await screen.findByText('201')
})

test('edits binary bodies as base64 or hex, and names mistakes', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  show({ body: { encoding: 'base64', data: 'AP8=' } })
  type('Target', 'http://127.0.0.1:8080/')
  open(/^Body/)
  open(/^Text$/)
  expect(screen.getByText(/not UTF-8/)).toBeTruthy()
  open(/^Hex$/)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Body').value).toBe('00 ff')
  expect(screen.getByText('Sends the request exactly as it was captured.')).toBeTruthy()
  type('Body', '00 fx')
  expect(screen.getByRole('alert').textContent).toMatch(/"x" is not a hex digit/)
  type('Body', '00 FE 01')
  open(/^Send$/)
  await screen.findByText('201')
  expect(sent().body).toEqual({ encoding: 'base64', data: 'AP4B' })
})

test('does not send a body over the limit', () => {
  show()
  type('Target', 'http://127.0.0.1:8080/')
  open(/^Body/)
  type('Body', 'a'.repeat(1001))
  expect(screen.getByRole('alert').textContent).toMatch(/limit is 1000 B/)
  open(/^Send$/)
  expect(fetchMock).not.toHaveBeenCalled()
})

test('Ctrl+Enter sends once, however long it is held', async () => {
  let answer = (_: Response) => {}
  fetchMock.mockImplementation(() => new Promise((resolve) => (answer = resolve)))
  show()
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.keyDown(target(), { key: 'Enter', ctrlKey: true })
  fireEvent.keyDown(target(), { key: 'Enter', ctrlKey: true, repeat: true })
  fireEvent.keyDown(target(), { key: 'Enter', ctrlKey: true })
  expect(fetchMock).toHaveBeenCalledOnce()
  answer(jsonResponse(aDelivery()))
  await waitFor(() => expect(screen.getByRole('status', { name: 'Response' }).textContent).toMatch(/: 201 after /))
})

test.each([
  ['localhost:4000/x', 'http://localhost:4000/x'],
  [':4000', 'http://localhost:4000'],
  ['hooks.example/x', 'https://hooks.example/x'],
])('%s is completed to %s, before it is sent', async (typed, whole) => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  show()
  type('Target', typed)
  expect(screen.getByText(`Sends to ${whole}`)).toBeTruthy()
  open(/^Send$/)
  await screen.findByText('201')
  expect(sent().url).toBe(whole)
  expect(target().value).toBe(whole)
})

test('a pending send shows the elapsed time and can be cancelled', async () => {
  let signal: AbortSignal | null | undefined
  fetchMock.mockImplementation((_, init) => {
    signal = init?.signal
    return new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)))
  })
  show()
  type('Target', 'http://127.0.0.1:8080/')
  open(/^Send$/)
  expect(await screen.findByText(/^0\.[1-9] s$/)).toBeTruthy()
  open(/^Cancel$/)
  expect(signal!.aborted).toBe(true)
  expect(screen.getByText(/^Cancelled\. Creel may have sent/)).toBeTruthy()
  expect(screen.getByRole('status', { name: 'Response' }).textContent).toBe('http://127.0.0.1:8080/: cancelled')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false)
})

test('edits survive a reload, and a reset discards them', () => {
  const { unmount } = show()
  open(/^Body/)
  type('Body', '{"edited":true}')
  unmount()
  const second = show()
  expect(screen.getByText('Changed: body')).toBeTruthy()
  open(/^Body/)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Body').value).toBe('{"edited":true}')
  open(/^Reset to captured$/)
  second.unmount()
  show()
  expect(screen.getByText('Sends the request exactly as it was captured.')).toBeTruthy()
  expect(sessionStorage).toHaveLength(0)
})

test('edits are stored when the page is closed before the timer ends', () => {
  show()
  open(/^Body/)
  type('Body', '{"edited":true}')
  window.dispatchEvent(new Event('pagehide'))
  expect(sessionStorage.getItem('creel:resend-draft:cap_tag_1')).toContain('edited')
})

test.each(['{', '7', '{"method":1}', '{"method":"GET","headers":"","body":{"form":"x","text":""}}'])(
  'treats storage with %s as empty',
  (text) => {
    sessionStorage.setItem('creel:resend-draft:cap_tag_1', text)
    show()
    expect(screen.getByText('Sends the request exactly as it was captured.')).toBeTruthy()
  },
)

test('the form takes over earlier typed text and the focus when it loads', () => {
  const onReady = vi.fn()
  render(<ResendForm capture={aCapture()} bodyBytesMax={1000} entry={{ typed: 'localhost:4', onReady }} />)
  expect(target().value).toBe('localhost:4')
  expect(document.activeElement).toBe(target())
  expect(onReady).toHaveBeenCalledOnce()
})

test("the next capture's form does not take the focus", () => {
  show()
  expect(document.activeElement).toBe(document.body)
})
