import { cleanup, configure, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SignatureCheck } from '@/components/signatures/signature-check'
import { SECRET, signedCapture, WorkerHere } from './fixtures'

configure({ asyncUtilTimeout: 8000 })

const fetchMock = vi.fn<typeof fetch>()

beforeEach(() => {
  vi.stubGlobal('fetch', fetchMock.mockReset())
  vi.stubGlobal('Worker', WorkerHere)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  Element.prototype.scrollIntoView = () => {}
})
afterEach(() => {
  expect(fetchMock).not.toHaveBeenCalled()
  cleanup()
  vi.unstubAllGlobals()
})

const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const HEADERS = 'Headers, a curl command or a raw HTTP request'

test('the example loads a failing request and proves the reason without a call', async () => {
  render(<SignatureCheck />)
  expect(screen.getByText(/Nothing is sent or stored/)).toBeTruthy()
  press('Load an example')
  press('Check the signature')
  expect(await screen.findByText('Invalid.')).toBeTruthy()
  expect(screen.getByText('Proven')).toBeTruthy()
})

test('a pasted raw request fills the fields and puts its provider first', async () => {
  render(<SignatureCheck />)
  const { headers, body } = signedCapture(1)
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  type(HEADERS, `POST /hooks HTTP/1.1\nHost: example.com\n${lines}\n\n${body.data}`)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Body').value).toBe(body.data)
  expect(screen.getByLabelText<HTMLInputElement>(/^URL/).value).toBe('https://example.com/hooks')
  expect(screen.getByText('Fits these headers')).toBeTruthy()
  fireEvent.click(screen.getAllByRole('option')[0]!)
  type('Secret', SECRET)
  press('Check the signature')
  expect(await screen.findByText('Valid.')).toBeTruthy()
  type('Body', `${body.data} `)
  expect(screen.queryByText('Valid.')).toBeNull()
})

test('names headers that cannot be read, and checks nothing', () => {
  render(<SignatureCheck />)
  type(HEADERS, 'X-Signature: a\nno colon here')
  expect(screen.getByText('Line 2: a colon is missing between name and value')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Check the signature' }).hasAttribute('disabled')).toBe(true)
})

test('reports a crashed worker', async () => {
  vi.stubGlobal(
    'Worker',
    class {
      onerror: (() => void) | null = null
      postMessage() {
        queueMicrotask(() => this.onerror?.())
      }
      terminate() {}
    },
  )
  render(<SignatureCheck />)
  press('Load an example')
  press('Check the signature')
  expect((await screen.findByRole('alert')).textContent).toMatch(/ran out of memory/)
})
