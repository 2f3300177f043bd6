import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AccessKey } from '#lib/core/access-key'
import { useAccessKey } from '@/components/access/access-key'
import { AccessKeyProvider } from '@/components/access/access-key-provider'
import { aBin, jsonResponse, NOON } from '../fixtures'

const fetchMock = vi.fn<typeof fetch>()
let keys: AccessKey[]
/** Responses that override the server's, by method and path. */
let refusals: Map<string, Response>

function aKey(key: Partial<AccessKey>): AccessKey {
  const times = { createdAt: NOON, lastUsedAt: null, expiresAt: null }
  return { id: 'key_own', label: null, scope: 'full', bins: null, current: false, ...times, ...key }
}

const problem = (status: number, code: string, detail: string) =>
  jsonResponse({ type: '', title: '', status, detail, code }, status)

/** A server with these keys and the bins Orders and Invoices. */
async function server(url: string, { method = 'GET', body }: RequestInit = {}): Promise<Response> {
  const refusal = refusals.get(`${method} ${url}`)
  if (refusal) return refusal
  if (url === '/api/v1/bins') return jsonResponse({ bins: [aBin(), aBin({ id: 'inv-1', name: 'Invoices' })] })
  if (url === '/api/v1/session/rotate') {
    keys = keys.map((key) => (key.current ? { ...key, id: 'key_fresh' } : key))
    return jsonResponse({ accessKey: 'ck_second' })
  }
  if (method === 'DELETE') {
    keys = keys.filter(({ id }) => !url.endsWith(id))
    return new Response(null, { status: 204 })
  }
  if (method === 'POST') {
    const made = aKey({ id: 'key_new', ...(JSON.parse(String(body)) as Partial<AccessKey>) })
    keys = [made, ...keys]
    return jsonResponse({ ...made, accessKey: 'ck_new' }, 201)
  }
  return jsonResponse({ keys })
}

beforeEach(() => {
  localStorage.clear()
  keys = [aKey({ current: true })]
  refusals = new Map()
  fetchMock.mockReset()
  fetchMock.mockImplementation((url, init) => server(String(url), init))
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function Page() {
  const { openDialog } = useAccessKey()
  return (
    <button type="button" onClick={openDialog}>
      open
    </button>
  )
}

async function open(): Promise<HTMLElement> {
  render(
    <AccessKeyProvider>
      <Page />
    </AccessKeyProvider>,
  )
  press('open')
  const dialog = await screen.findByRole('dialog', { name: 'Access keys' }, { timeout: 10_000 })
  await waitFor(() => expect(fetchMock).toHaveBeenCalledTimes(2))
  return dialog
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const writes = () =>
  fetchMock.mock.calls.filter(([, init]) => init?.method !== 'GET').map(([url, init]) => [init?.method, url, init?.body])

test('replaces a key that only the browser knows by one to copy, after a warning', async () => {
  const dialog = await open()
  fireEvent.click(await screen.findByRole('button', { name: 'Replace the key…' }))
  expect(screen.getByText(/The old key stops working at once/)).toBeTruthy()
  expect(writes()).toEqual([])
  press('Replace the key')
  await within(dialog).findByText('ck_second')
  press('I saved it')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByText('ck_second')).toBeNull()
})

test('a refused replacement says why and keeps the old key', async () => {
  refusals.set('POST /api/v1/session/rotate', problem(401, 'unauthenticated', 'Sign in first.'))
  await open()
  fireEvent.click(await screen.findByRole('button', { name: 'Replace the key…' }))
  press('Replace the key')
  expect((await screen.findByRole('alert')).textContent).toBe('Sign in first.')
})

test('lists the other keys with their permissions, last use and expiry', async () => {
  keys = [
    aKey({ id: 'a', label: 'laptop', lastUsedAt: NOON }),
    aKey({ id: 'b', label: 'CI', scope: 'read', bins: ['inv-1', 'orders'], expiresAt: '2100-01-01T12:00:00.000Z' }),
    aKey({ id: 'c', scope: 'read', bins: [], expiresAt: NOON }),
    ...keys,
  ]
  await open()
  const lines = within(await screen.findByRole('list', { name: 'Other keys' })).getAllByRole('listitem')
  expect(lines.map((line) => line.textContent)).toEqual([
    expect.stringMatching(/^laptop · full access.*used .* ago · never expires$/),
    expect.stringMatching(/^CI · read-only, Invoices and 1 more bin.*not used yet · expires 2100-01-01 /),
    expect.stringMatching(/^Unnamed key · read-only, its bins were deleted.*expired 2026-11-24 /),
  ])
})

test('explains what further keys are for if there are none', async () => {
  await open()
  expect(await screen.findByText(/^None\. Give each browser, script and teammate a separate key/)).toBeTruthy()
})

test('a read-only key for CI is created with a name, bins and an expiry, and shown until it is saved', async () => {
  const dialog = await open()
  fireEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: ' CI ' } })
  press('Selected bins')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Create the key' }).disabled).toBe(true)
  fireEvent.click(screen.getByRole('checkbox', { name: /Invoices/ }))
  press('30 days')
  press('Create the key')
  await within(dialog).findByText('ck_new')
  expect(writes()).toEqual([
    ['POST', '/api/v1/keys', JSON.stringify({ label: 'CI', scope: 'read', bins: ['inv-1'], ttlSeconds: 30 * 86_400 })],
  ])
  expect(await screen.findByRole('button', { name: 'Revoke CI' })).toBeTruthy()
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('ck_')

  fireEvent.keyDown(dialog, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  press('open')
  await screen.findByText('ck_new') // closing the dialog does not lose the key
  press('I saved it')
  expect(screen.queryByText('ck_new')).toBeNull()
})

test('a key with full access covers all bins, whatever was selected before', async () => {
  await open()
  fireEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  press('Selected bins')
  press('Full access')
  expect(screen.queryByRole('checkbox')).toBeNull()
  press('Never')
  press('Create the key')
  await screen.findByText('ck_new')
  expect(JSON.parse(String(writes()[0]![2]))).toEqual({ label: null, scope: 'full', bins: null })
})

test('a refused creation shows the reason in the form, which keeps its input', async () => {
  refusals.set('POST /api/v1/keys', problem(409, 'keys_full', 'An owner has at most 100 access keys.'))
  await open()
  fireEvent.click(await screen.findByRole('button', { name: 'New key…' }))
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'CI' } })
  press('Create the key')
  expect((await screen.findByRole('alert')).textContent).toBe('An owner has at most 100 access keys.')
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('CI')
})

test('revokes a key after a confirmation, and shows the reason of a refusal', async () => {
  keys = [aKey({ id: 'key_ci', label: 'CI', scope: 'read' }), ...keys]
  refusals.set('DELETE /api/v1/keys/key_ci', problem(404, 'key_not_found', 'You have no such access key.'))
  await open()
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke CI' }))
  expect(document.activeElement?.textContent).toBe('Cancel')
  press('Revoke the key')
  expect((await screen.findByRole('alert')).textContent).toBe('You have no such access key.')
  refusals.clear()
  press('Revoke the key')
  expect(await screen.findByText(/^None\./)).toBeTruthy()
})

test('a read-only key lists the others, and is offered nothing that the server would refuse', async () => {
  keys = [
    aKey({ id: 'a', label: 'laptop' }),
    aKey({ id: 'b', label: 'nightly', scope: 'read', bins: [] }),
    aKey({ label: 'CI', scope: 'read', bins: ['orders'], current: true }),
  ]
  await open()
  expect(await screen.findByText(/signed in with a read-only key \(“CI”\)\. It can view some bins/)).toBeTruthy()
  expect(screen.getByText('laptop')).toBeTruthy()
  expect(screen.getByText('· read-only, other bins')).toBeTruthy()
  expect(screen.queryAllByRole('button').map((button) => button.textContent || button.getAttribute('aria-label'))).toEqual([
    'Close',
  ])
})

test('offers to try again if the keys cannot be loaded', async () => {
  refusals.set('GET /api/v1/keys', problem(503, 'storage_unavailable', 'The database is not available now.'))
  await open()
  expect((await screen.findByRole('alert')).textContent).toContain('The database is not available now.')
  refusals.clear()
  press('Try again')
  expect(await screen.findByRole('button', { name: 'Replace the key…' })).toBeTruthy()
})
