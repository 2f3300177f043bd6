import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Forward } from '#lib/core/forward/forward'
import { AccessProvider, type PageAccess } from '@/components/access/page-access'
import { createForwardStore, type ForwardStore } from '@/components/feed/forward-store'
import { ForwardsBadge } from '@/components/forwards/forwards-badge'
import { ForwardsDialog } from '@/components/forwards/forwards-dialog'
import { aForward, aSummary, jsonResponse } from '../fixtures'

configure({ asyncUtilTimeout: 8000 })

const fetchMock = vi.fn<typeof fetch>()
let forwards: Forward[]
let refusal: Response | null
let store: ForwardStore

async function server(url: string, { method = 'GET', body }: RequestInit = {}): Promise<Response> {
  const { pathname } = new URL(url, 'http://here')
  if (method !== 'GET' && refusal) return refusal.clone()
  if (pathname.endsWith('/secrets'))
    return jsonResponse({ secrets: [{ id: 'sec_1', scheme: 'stripe', label: 'live', hint: null }] })
  if (pathname.endsWith('/retry')) return jsonResponse({ retried: 2 })
  if (method === 'POST') return jsonResponse(aForward({ id: 'fwd_new', ...JSON.parse(String(body)) }), 201)
  if (method === 'PATCH') {
    const patch = JSON.parse(String(body)) as Partial<Forward>
    return jsonResponse(aForward({ ...patch, state: patch.enabled === false ? 'paused' : 'running' }))
  }
  return method === 'DELETE' ? new Response(null, { status: 204 }) : jsonResponse({ forwards })
}

beforeEach(() => {
  forwards = []
  refusal = null
  fetchMock.mockReset().mockImplementation((url, init) => server(String(url), init))
  vi.stubGlobal('fetch', fetchMock)
  store = createForwardStore(async () => forwards)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const onFilter = vi.fn()
const onListen = vi.fn()
type Options = { access?: PageAccess; on?: boolean }

function open({ access = 'owner', on = true }: Options = {}) {
  render(
    <AccessProvider access={access}>
      <ForwardsDialog
        bin="orders"
        store={store}
        lastSeq={1}
        on={on}
        rows={[aSummary(1)]}
        onFilter={onFilter}
        onListen={onListen}
        onOpenChange={() => {}}
      />
    </AccessProvider>,
  )
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }))
const writes = () =>
  fetchMock.mock.calls
    .filter(([, init]) => init?.method !== undefined && init.method !== 'GET')
    .map(([url, init]) => [init?.method, url, init?.body === undefined ? undefined : JSON.parse(String(init.body))])
const list = () => screen.findByRole('list', { name: 'Forwards of this bin' })

test('without a forward it explains what one is for and when it starts, and links to the localhost commands', async () => {
  open()
  expect(await screen.findByText(/starts with the first request after its creation/)).toBeTruthy()
  await press('Bring webhooks to localhost')
  expect(onListen).toHaveBeenCalledOnce()
})

test('a URL is enough to start forwarding, and the list shows the new forward', async () => {
  open()
  await screen.findByLabelText('Target URL')
  type('Target URL', 'staging.example.com/hooks')
  await press('Start forwarding')
  expect((await list()).textContent).toContain('https://staging.example.com/hooks')
  expect(writes()[0]).toEqual([
    'POST',
    '/api/v1/bins/orders/forwards',
    expect.objectContaining({ url: 'https://staging.example.com/hooks', name: 'staging.example.com', q: null, path: 'keep' }),
  ])
})

test('sends nothing until all fields are valid, and focuses the first invalid one', async () => {
  open()
  await screen.findByLabelText('Target URL')
  type('Rate', 'fast')
  await press('Start forwarding')
  expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual([
    'Enter a URL, such as https://staging.example.com/webhooks',
    'A count and a time, such as 10/1s or 600/1m',
  ])
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Target URL')))
  expect(writes()).toEqual([])
})

test("shows the server's error at its field until that field changes", async () => {
  open()
  await screen.findByLabelText('Target URL')
  type('Target URL', 'https://staging.example.com')
  const errors = [
    { path: 'q', message: 'Unknown field "evnt".' },
    { path: 'retry.schedule.1', message: 'must be a duration from 100ms to 1d' },
  ]
  refusal = jsonResponse({ code: 'invalid_input', detail: 'Not accepted.', errors }, 422)
  await press('Start forwarding')
  expect(await screen.findByText('It must be a duration from 100ms to 1d')).toBeTruthy() // “More” has opened
  expect(screen.getByText('Unknown field "evnt".')).toBeTruthy()
  type('Filter', 'event:x')
  expect(screen.queryByText('Unknown field "evnt".')).toBeNull()
  expect(screen.getByText('It must be a duration from 100ms to 1d')).toBeTruthy()
})

test('shows a forbidden target at the URL, and a full bin above the buttons', async () => {
  open()
  await screen.findByLabelText('Target URL')
  type('Target URL', 'http://10.0.0.1/')
  refusal = jsonResponse({ code: 'target_forbidden', detail: '10.0.0.1 is a private address.' }, 422)
  await press('Start forwarding')
  await waitFor(() => expect(screen.getByLabelText('Target URL').getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByText('10.0.0.1 is a private address.')).toBeTruthy()
  refusal = jsonResponse({ code: 'forwards_full', detail: 'A bin has at most 20 forwards.' }, 409)
  type('Target URL', 'http://10.0.0.2/')
  await press('Start forwarding')
  expect(await screen.findByText('A bin has at most 20 forwards.')).toBeTruthy()
})

test("follows the stream's events while it is open", async () => {
  forwards = [aForward()]
  open()
  expect((await list()).textContent).toContain('Running: nothing is waiting.')
  const oldestPendingAt = new Date().toISOString()
  act(() =>
    store.apply({
      type: 'updated',
      forward: aForward({ state: 'open', pending: 2, lag: 1, oldestPendingAt, lastError: 'Refused.' }),
    }),
  )
  expect((await list()).textContent).toMatch(
    /Target failing: .*3 waiting.*Last error: Refused\..*Not tried yet: 1 · Waiting for a retry: 2/,
  )
  act(() => store.apply({ type: 'deleted', id: 'fwd_1' }))
  expect(await screen.findByText(/No forwards yet/)).toBeTruthy()
})

test('shows what was not delivered through the filter, and retries all of it', async () => {
  forwards = [aForward({ dead: 2 })]
  open()
  await press('Show undelivered requests')
  expect(onFilter).toHaveBeenCalledWith('forward:staging.dead')
  forwards = [aForward({ dead: 0, pending: 2 })]
  await press('Retry all of staging')
  await waitFor(() => expect(screen.queryByText(/not delivered/)).toBeNull())
  expect(writes()).toEqual([['POST', '/api/v1/bins/orders/forwards/fwd_1/retry', {}]])
})

test('shows what waits for a retry through the filter, by id if another forward has the same name', async () => {
  const lastError = 'It answered 500.'
  forwards = [aForward({ pending: 2, lastError, name: 'My target' }), aForward({ id: 'fwd_2', name: 'my TARGET' })]
  open()
  await press('Show waiting requests')
  expect(onFilter).toHaveBeenLastCalledWith('forward:fwd_1.pending')
  expect((await list()).textContent).toContain('Back-off: pauses of 1s, 5s,')
  act(() => store.apply({ type: 'deleted', id: 'fwd_2' }))
  await press('Show waiting requests')
  expect(onFilter).toHaveBeenLastCalledWith('forward:"my target.pending"')
})

test('pausing and resuming change nothing else', async () => {
  forwards = [aForward()]
  open()
  await press('Pause staging')
  expect((await list()).textContent).not.toContain('Running')
  await press('Resume staging')
  await screen.findByRole('button', { name: 'Pause staging' })
  expect(writes().map(([, , body]) => body)).toEqual([{ enabled: false }, { enabled: true }])
})

test('editing sends only changed fields, and names a deleted secret', async () => {
  forwards = [aForward({ sign: { secretId: 'sec_gone' } })]
  open()
  await press('Edit staging')
  expect(await screen.findByRole('option', { name: 'A secret that was deleted' })).toBeTruthy()
  type('Sign again with', 'sec_1')
  type('Rate', '10/1s')
  await press('Save')
  await screen.findByRole('button', { name: 'Edit staging' })
  expect(writes()).toEqual([['PATCH', '/api/v1/bins/orders/forwards/fwd_1', { rate: '10/1s', sign: { secretId: 'sec_1' } }]])
})

test('deleting asks first and says what will be lost', async () => {
  forwards = [aForward({ pending: 1, lag: 2, dead: 4 })]
  open()
  await press('Delete staging')
  expect(screen.getByText(/3 waiting requests will not be sent\. 4 undelivered requests can no longer be retried\./)).toBeTruthy()
  expect(writes()).toEqual([])
  await press('Delete the forward')
  expect(await screen.findByText(/No forwards yet/)).toBeTruthy()
})

test('a full bin offers no further forward', async () => {
  forwards = Array.from({ length: 20 }, (_, i) => aForward({ id: `fwd_${i}`, name: `n${i}` }))
  open()
  expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Add a forward…' })).disabled).toBe(true)
  expect(screen.getByText(/at most 20 forwards/)).toBeTruthy()
})

test.each<[string, Options, readonly string[]]>([
  ['a read-only key', { access: 'reader' }, ['Show undelivered requests', 'Close']],
  ['a server with forwards turned off', { on: false }, ['Delete staging', 'Show undelivered requests', 'Close']],
])('with %s offers no control that would be refused', async (_, options, names) => {
  forwards = [aForward({ dead: 1 })]
  open(options)
  await list()
  const shown = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent)
  expect(shown.sort()).toEqual([...names].sort())
})

test('an empty bin of a server with forwards turned off offers no form', async () => {
  open({ on: false })
  expect(await screen.findByText(/turned forwards off/)).toBeTruthy()
  expect(screen.queryByLabelText('Target URL')).toBeNull()
})

test('a hostile name does not affect the text around it', async () => {
  forwards = [aForward({ name: '\u202egnigats <b>x</b>' })]
  open()
  const line = await list()
  expect(line.textContent).toContain('\\u202Egnigats <b>x</b>')
  expect(line.querySelector('b')).toBeNull()
})

test('the badge shows only what goes wrong', async () => {
  const onClick = vi.fn()
  render(<ForwardsBadge store={store} onClick={onClick} />)
  forwards = [aForward({ lag: 4 })]
  await act(() => store.load())
  expect(screen.queryByRole('button')).toBeNull()
  act(() => store.apply({ type: 'updated', forward: aForward({ dead: 1_200 }) }))
  expect(screen.getByRole('button', { name: 'Forwards: 1,200 not delivered and no longer retried' }).textContent).toBe(
    '1,200 not delivered',
  )
  act(() => store.apply({ type: 'updated', forward: aForward({ state: 'open' }) }))
  fireEvent.click(screen.getByRole('button', { name: 'Forwards: Target failing: staging' }))
  expect(onClick).toHaveBeenCalledOnce()
})
