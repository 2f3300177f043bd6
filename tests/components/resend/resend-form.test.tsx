import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ResendForm } from '@/components/resend/resend-form'
import { aCapture, aDelivery, jsonResponse } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()

beforeEach(() => {
  localStorage.clear()
  fetchMock.mockReset()
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const target = () => screen.getByLabelText<HTMLInputElement>('Target')
const sent = () => JSON.parse(String(fetchMock.mock.calls[0]![1]!.body))

test('sends to the target and shows the answer beside it', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  render(<ResendForm capture={aCapture()} />)
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
  const { unmount } = render(<ResendForm capture={aCapture()} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/hooks' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  await screen.findByText('201')
  unmount()
  render(<ResendForm capture={aCapture({ seq: 2 })} />)
  expect(target().value).toBe('http://127.0.0.1:8080/hooks')
})

test('a refused address is told of in words, with what an operator may do', async () => {
  const detail = '127.0.0.1 is a loopback address. An operator may allow it with CREEL_RESEND_ALLOW=127.0.0.1/32.'
  fetchMock.mockResolvedValue(jsonResponse({ type: '', title: '', status: 422, detail, code: 'target_forbidden' }, 422))
  render(<ResendForm capture={aCapture()} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByText('This target may not be reached')).toBeTruthy()
  expect(screen.getByText(detail)).toBeTruthy()
})

test('a target without an answer says why', async () => {
  const error = { code: 'connection_refused', message: 'Nothing listens on 127.0.0.1:8080.' }
  fetchMock.mockResolvedValue(jsonResponse(aDelivery({ status: null, error, responseHeaders: [] })))
  render(<ResendForm capture={aCapture()} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect((await screen.findByRole('alert')).textContent).toBe(error.message)
})

test('nothing is sent where the form is wrong, and the field says what', async () => {
  render(<ResendForm capture={aCapture()} />)
  fireEvent.change(target(), { target: { value: 'localhost:8080' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(target().getAttribute('aria-invalid')).toBe('true')
  expect(fetchMock).not.toHaveBeenCalled()
})

test('what is changed is said, sent, and can be taken back', async () => {
  fetchMock.mockResolvedValue(jsonResponse(aDelivery()))
  render(<ResendForm capture={aCapture()} />)
  fireEvent.change(target(), { target: { value: 'http://127.0.0.1:8080/' } })
  fireEvent.click(screen.getByRole('button', { name: /^Body/ }))
  fireEvent.change(screen.getByLabelText('Body'), { target: { value: '{}' } })
  expect(screen.getByText('Changed: body')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Reset' }))
  expect(screen.getByText('Sends the request exactly as it was captured.')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Body'), { target: { value: '{}' } })
  fireEvent.keyDown(screen.getByLabelText('Body'), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(fetchMock).toHaveBeenCalled())
  expect(sent().body).toEqual({ encoding: 'utf8', data: '{}' })
  await screen.findByText('201')
})
