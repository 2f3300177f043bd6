import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BinSecret, Checking } from '#lib/core/bin-secret'
import type { Capture } from '#lib/core/capture'
import { onSecretsChange } from '@/components/signatures/secrets-changed'
import { SecretsDialog } from '@/components/signatures/secrets-dialog'
import { aBin, aCapture, jsonResponse } from '../fixtures'
import { aSecret, SECRET, signedCapture, WorkerHere } from './fixtures'

configure({ asyncUtilTimeout: 8000 })

const fetchMock = vi.fn<typeof fetch>()
let secrets: BinSecret[]
let captures: Capture[]
let refusal: Response | null
let checking: Checking[]

async function server(url: string, { method = 'GET' }: RequestInit = {}): Promise<Response> {
  const { pathname } = new URL(url, 'http://here')
  if (method !== 'GET' && refusal) return refusal.clone()
  if (method === 'POST') {
    secrets = [aSecret({ id: 'sec_new' }), ...secrets]
    return jsonResponse(secrets[0], 201)
  }
  if (method === 'PATCH') return jsonResponse(secrets[0])
  if (method === 'DELETE') {
    secrets = secrets.filter(({ id }) => !pathname.endsWith(id))
    return new Response(null, { status: 204 })
  }
  if (pathname.endsWith('/secrets')) return jsonResponse({ secrets, checking: checking.shift() ?? null })
  if (pathname.endsWith('/captures')) return jsonResponse({ captures, nextBefore: null, nextAfter: null })
  return jsonResponse(captures.find(({ id }) => pathname.endsWith(id)))
}

beforeEach(() => {
  secrets = []
  captures = []
  refusal = null
  checking = []
  fetchMock.mockReset().mockImplementation((url, init) => server(String(url), init))
  vi.stubGlobal('fetch', fetchMock)
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
  cleanup()
  vi.unstubAllGlobals()
})

const open = (adding: { scheme: string | null } | null = null) =>
  render(<SecretsDialog bin={aBin()} adding={adding} onOpenChange={() => {}} />)
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const writes = () =>
  fetchMock.mock.calls
    .filter(([, init]) => init?.method !== 'GET')
    .map(([url, init]) => [init?.method, url, init?.body === undefined ? undefined : JSON.parse(String(init.body))])

test('shows how many stored requests a secret verifies before it is saved, without sending it', async () => {
  captures = [
    ...[12, 11, 10].map((seq) => signedCapture(seq)),
    signedCapture(9, 'another'),
    aCapture({ seq: 8, id: 'cap_tag_8' }),
  ]
  open({ scheme: 'github' })
  await screen.findByLabelText('Secret')
  type('Secret', `${SECRET}\n`)
  expect((await screen.findByText('3 of 4 valid')).parentElement?.textContent).toContain('the newest 5 requests')
  expect(writes()).toEqual([])
  press('Save the secret')
  await waitFor(() => expect(writes()).toHaveLength(1))
  expect(writes()[0]).toEqual([
    'POST',
    '/api/v1/bins/orders/secrets',
    { scheme: 'github', secret: SECRET, label: null, url: null, toleranceSeconds: null },
  ])
  expect(await screen.findByRole('list', { name: 'Secrets of this bin' })).toBeTruthy()
  expect(document.body.innerHTML).not.toContain(SECRET)
})

test('explains why a secret verifies nothing', async () => {
  captures = [signedCapture(1, 'swordfish')]
  open({ scheme: 'github' })
  await screen.findByLabelText('Secret')
  type('Secret', '"swordfish"')
  expect(await screen.findByText('0 of 1 valid')).toBeTruthy()
  expect(screen.getByRole('status', { name: 'Trial' }).textContent).toMatch(/quote/i)
})

test('lists providers seen in the bin first, and can be searched', async () => {
  captures = [signedCapture(1)]
  open()
  const seen = await screen.findByText('Seen in this bin')
  expect(within(seen.parentElement!).getAllByRole('option')[0]!.textContent).toContain('GitHub')
  fireEvent.change(screen.getByPlaceholderText('Search providers'), { target: { value: 'stripe' } })
  const [stripe] = await screen.findAllByRole('option')
  fireEvent.click(stripe!)
  expect(await screen.findByLabelText('Secret')).toBeTruthy()
  expect(screen.getByText('Stripe')).toBeTruthy()
})

test('Enter selects the provider seen in the bin, even if that becomes known after the list is open', async () => {
  captures = [signedCapture(1)]
  open()
  await screen.findByText('Seen in this bin')
  fireEvent.keyDown(screen.getByPlaceholderText('Search providers'), { key: 'Enter' })
  expect(await screen.findByLabelText('Secret')).toBeTruthy()
  expect(screen.getByText('GitHub')).toBeTruthy()
})

test("Enter selects what the arrow keys reached, even if the bin's providers become known meanwhile", async () => {
  captures = [signedCapture(1)]
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  fetchMock.mockImplementation(async (url, init) => {
    if (/captures\?/.test(String(url))) await answered
    return server(String(url), init)
  })
  open()
  const box = await screen.findByPlaceholderText('Search providers')
  const lit = () => screen.getByRole('option', { selected: true }).textContent
  const first = lit()
  fireEvent.keyDown(box, { key: 'ArrowDown' })
  fireEvent.keyDown(box, { key: 'ArrowDown' })
  const third = lit()
  expect(third).not.toBe(first)
  answer()
  await waitFor(() => expect(fetchMock.mock.calls.some(([url]) => String(url).includes('cap_tag_1'))).toBe(true))
  await act(() => new Promise((resolve) => setTimeout(resolve)))
  expect(lit()).toBe(third)
  fireEvent.keyDown(box, { key: 'Enter' })
  await screen.findByText('Documentation')
  expect(third).toContain(screen.getByText('Documentation').previousSibling!.previousSibling!.textContent)
})

test('a resting pointer does not change what Enter selects', async () => {
  captures = [signedCapture(1)]
  open()
  await screen.findByText('Seen in this bin')
  fireEvent.pointerMove(screen.getAllByRole('option')[5]!)
  fireEvent.keyDown(screen.getByPlaceholderText('Search providers'), { key: 'Enter' })
  expect(await screen.findByText('GitHub')).toBeTruthy()
})

test("Enter selects the bin's provider again after the search is cleared", async () => {
  captures = [signedCapture(1)]
  open()
  await screen.findByText('Seen in this bin')
  const box = screen.getByPlaceholderText('Search providers')
  fireEvent.change(box, { target: { value: 'str' } })
  await waitFor(() => expect(screen.getByRole('option', { selected: true }).textContent).toContain('Stripe'))
  fireEvent.change(box, { target: { value: '' } })
  await screen.findByText('All others')
  expect(screen.getAllByRole('option')[0]!.textContent).toContain('GitHub')
  fireEvent.keyDown(box, { key: 'Enter' })
  expect(await screen.findByText('GitHub')).toBeTruthy()
})

test('the field hides its value without being a password field, and is cleared after saving', async () => {
  open({ scheme: 'github' })
  const field = await screen.findByLabelText<HTMLTextAreaElement>('Secret')
  expect(field.tagName).toBe('TEXTAREA')
  expect(field.className).toContain('text-security:disc')
  press('Show')
  expect(field.className).not.toContain('text-security:disc')
  type('Secret', ' spaced ')
  press('Remove it')
  expect(field.value).toBe('spaced')
})

test('a custom template shows its mistakes and is tried while it is typed', async () => {
  const body = '{"a":1}'
  captures = [
    aCapture({ body: { encoding: 'utf8', data: body }, headers: [['X-Mine', signedCapture(1, 'k', body).headers[1]![1]]] }),
  ]
  open({ scheme: 'custom' })
  await screen.findByLabelText('Header')
  type('Header', 'bad header')
  expect(screen.getByText('It is not a valid header name')).toBeTruthy()
  type('Header', 'X-Mine')
  type('Prefix of the signature', 'sha256=')
  type('Secret', 'k')
  expect(await screen.findByText('1 of 1 valid')).toBeTruthy()
})

test.each([
  ['secret_key_missing', /nothing was saved. Its operator has to set CREEL_SECRET_KEY/],
  ['secrets_full', /This bin has 50 secrets, .* Delete one/],
])('%s explains what to do, and keeps the secret in the form', async (code, sentence) => {
  open({ scheme: 'github' })
  await screen.findByLabelText('Secret')
  type('Secret', SECRET)
  refusal = jsonResponse({ code, detail: 'no' }, 409)
  press('Save the secret')
  expect((await screen.findByRole('alert')).textContent).toMatch(sentence)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Secret').value).toBe(SECRET)
})

test('editing sends only changes; the scheme’s tolerance does not become the secret’s own', async () => {
  secrets = [aSecret({ scheme: 'stripe', label: 'live', toleranceSeconds: 300 })]
  open()
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Stripe, live, …body' }))
  type('Label', 'test')
  press('Save')
  await waitFor(() => expect(writes()).toHaveLength(1))
  expect(writes()[0]).toEqual(['PATCH', '/api/v1/bins/orders/secrets/sec_1', { label: 'test' }])
})

test('shows the owner’s tolerance in the field, but not the scheme’s', async () => {
  secrets = [
    aSecret({ label: 'own', toleranceSeconds: 20, ownTolerance: true }),
    aSecret({ id: 'sec_2', label: 'other', toleranceSeconds: 300 }),
  ]
  open()
  const toleranceOf = async (name: string) => {
    fireEvent.click(await screen.findByRole('button', { name }))
    const { value } = screen.getByLabelText<HTMLInputElement>('Tolerance in seconds')
    press('Cancel')
    return value
  }
  expect(await toleranceOf('Edit GitHub, own, …body')).toBe('20')
  expect(await toleranceOf('Edit GitHub, other, …body')).toBe('')
})

test('a custom secret shows how it signs', async () => {
  secrets = [aSecret({ scheme: 'custom', custom: { header: 'X-Sig', algorithm: 'sha256', encoding: 'hex', signed: '{body}' } })]
  open()
  expect((await screen.findByRole('listitem')).textContent).toContain('X-Sig is HMAC-SHA-256 in hex of {body}')
})

test('shows the progress while stored requests are checked', async () => {
  secrets = [aSecret()]
  checking = [
    { done: 0, total: 1200 },
    { done: 900, total: 1200 },
  ]
  open()
  expect(await screen.findByText('Checking stored requests: 0 of 1,200')).toBeTruthy()
  expect(await screen.findByText('Checking stored requests: 900 of 1,200')).toBeTruthy()
  const bar = screen.getByRole('progressbar', { name: /^Checking stored requests/ }) as HTMLProgressElement
  expect([bar.value, bar.max]).toEqual([900, 1200])
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), { timeout: 8000 })
})

test('deleting asks first, and updates the open request', async () => {
  secrets = [aSecret()]
  const changed = vi.fn()
  const stop = onSecretsChange(changed)
  open()
  fireEvent.click(await screen.findByRole('button', { name: 'Delete GitHub, …body' }))
  expect(writes()).toEqual([])
  press('Delete the secret')
  expect(await screen.findByPlaceholderText('Search providers')).toBeTruthy()
  expect(writes()).toEqual([['DELETE', '/api/v1/bins/orders/secrets/sec_1', undefined]])
  expect(changed).toHaveBeenCalledOnce()
  stop()
})

test('a hostile label does not affect the text around it', async () => {
  secrets = [aSecret({ label: '\u202etxet <b>bold</b>' })]
  open()
  const line = await screen.findByRole('listitem')
  expect(line.textContent).toContain('\\u202Etxet <b>bold</b>')
  expect(line.querySelector('b')).toBeNull()
})
