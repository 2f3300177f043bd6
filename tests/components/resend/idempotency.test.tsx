import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CaptureSummary } from '#lib/core/capture'
import { type CheckResult, type CheckSend, planCheck, verdictOf } from '@/components/resend/idempotency/check'
import { IdempotencyDialog } from '@/components/resend/idempotency/idempotency-dialog'
import { aCapture, aDelivery, aSummary, jsonResponse } from '../fixtures'
import { aSecret } from '../signatures/fixtures'

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => vi.stubGlobal('fetch', fetchMock))
afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.unstubAllGlobals()
  fetchMock.mockReset()
})

const TARGET = 'http://127.0.0.1:8080/hooks'
type Sent = { capture: string; input: { headerChanges?: [string, string][]; body?: { data: string }; sign?: object } }

/** A server that answers resends when the test says so. */
function serve({ secrets = [] as object[], whole = aCapture() } = {}) {
  const sent: Sent[] = []
  const waiting: ((response: Response) => void)[] = []
  fetchMock.mockImplementation(async (input, init) => {
    const url = String(input)
    if (url.endsWith('/secrets')) return jsonResponse({ secrets })
    if (url.endsWith('/signature-schemes')) return jsonResponse({ schemes: [{ id: 'github', canSign: true }] })
    const capture = /captures\/([^/]+)\/resend$/.exec(url)?.[1]
    if (capture === undefined) return jsonResponse(whole)
    sent.push({ capture, input: JSON.parse(String(init!.body)) })
    return new Promise((resolve, reject) => {
      waiting.push(resolve)
      init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason))
    })
  })
  const answer = async (status: number, data = 'ok') => {
    const reply = await vi.waitFor(() => waiting.shift() ?? Promise.reject(new Error('Nothing was sent.')))
    const responseBody = { encoding: 'utf8', data, truncated: false } as const
    reply(jsonResponse(aDelivery({ id: `dl_${sent.length}`, status, responseBody })))
  }
  return { sent, answer }
}

const open = (of: CaptureSummary, others: readonly CaptureSummary[] = []) =>
  render(<IdempotencyDialog of={of} others={others} onOpenChange={() => {}} />)
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('sends one after another, and reports that the second got the same answer', async () => {
  const { sent, answer } = serve()
  open(aSummary(1))
  fill('Times', '21')
  press('Start')
  expect(
    [screen.getByLabelText('Target'), screen.getByLabelText('Times')].map((field) => field.getAttribute('aria-invalid')),
  ).toEqual(['true', 'true'])
  fill('Target', TARGET)
  fill('Times', '3')
  press('Start')
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  for (const [status, body] of [
    [200, 'ok'],
    [200, 'ok'],
    [409, 'seen'],
  ] as const)
    await answer(status, body)
  expect((await screen.findByText(/^The second/)).textContent).toBe('The second got 200 like the first, with the same body.')
  screen.getByText('The third got 409, and the first 200.')
  expect(sent.map(({ capture, input }) => [capture, input])).toEqual(
    Array.from({ length: 3 }, () => ['cap_tag_1', { url: TARGET }]),
  )
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
  const cells = rows.map((row) =>
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  )
  expect(cells.map(([copy, status, , body]) => [copy, status, body])).toEqual([
    ['#1 × 1', '200', ''],
    ['#1 × 2', '200', 'Same'],
    ['#1 × 3', '409', 'Different: compare'],
  ])
})

test.each([
  ['GitHub signed it', 'github', 'Signed again: GitHub, staging, …body'],
  ['another provider signed it', 'shopify', 'As captured'],
  ['its sender is unknown', null, 'Signed again: GitHub, staging, …body'],
])('chooses the only secret, of GitHub, unless another provider signed it: %s', async (_, provider, chosen) => {
  serve({ secrets: [aSecret({ scheme: 'github', label: 'staging' })] })
  const sender = provider === null ? null : { provider, label: provider, event: null, summary: null }
  open(aSummary(1, { sender }))
  const field = await screen.findByLabelText<HTMLSelectElement>('Signature')
  expect(field.selectedOptions[0]!.text).toBe(chosen)
})

test('sends all at once in parallel mode, and Stop waits for none of them', async () => {
  const { sent, answer } = serve()
  open(aSummary(1))
  fill('Target', TARGET)
  fill('Times', '4')
  press('At the same time')
  press('Start')
  await vi.waitFor(() => expect(sent).toHaveLength(4))
  await answer(200)
  press('Stop')
  await screen.findByText('Stopped. Requests that were already sent may have arrived.')
  screen.getByText('The second to the fourth were cancelled.')
  expect(sent).toHaveLength(4)
})

test('sends nothing more after Stop in sequential mode', async () => {
  const { sent, answer } = serve()
  open(aSummary(1))
  fill('Target', TARGET)
  fill('Times', '5')
  press('Start')
  await answer(200)
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  press('Stop')
  await screen.findByText('Stopped. Requests that were already sent may have arrived.')
  expect(sent).toHaveLength(2)
})

test('with new ids, all but the first get an id of the same shape and a new signature', async () => {
  const whole = aCapture({ messageId: 'evt_1', body: { encoding: 'utf8', data: '{"id":"evt_1"}' } })
  const secrets = [
    { id: 'sec_0', scheme: 'stripe', label: null },
    { id: 'sec_1', scheme: 'github', label: 'Mine' },
  ]
  const { sent, answer } = serve({ whole, secrets })
  const sender = { provider: 'github', label: 'GitHub', event: 'push', summary: null }
  open(aSummary(1, { messageId: 'evt_1', sender }))
  await vi.waitFor(() => expect((screen.getByLabelText('Signature') as HTMLSelectElement).value).toBe('sec_1'))
  fill('Target', TARGET)
  press('New for each copy')
  press('Start')
  for (const _ of [1, 2]) await answer(200)
  await screen.findByText(/the receiver should treat each as a new message/)
  expect(sent.map(({ input }) => input.sign)).toEqual([{ secretId: 'sec_1' }, { secretId: 'sec_1' }])
  expect(sent[0]!.input.body).toBeUndefined()
  expect(sent[1]!.input.body!.data).toMatch(/^\{"id":"evt_\d"\}$/)
})

test('explains that the id cannot be replaced, and sends nothing', async () => {
  const { sent } = serve({ whole: aCapture({ messageId: 'shop.1' }) })
  open(aSummary(1, { messageId: 'shop.1' }))
  fill('Target', TARGET)
  press('New for each copy')
  press('Start')
  expect((await screen.findByRole('alert')).textContent).toContain('cannot be replaced')
  expect(sent).toEqual([])
})

test('mixed with others, sends every capture once, and names each copy by its position', () => {
  const send = (seq: number, copy: number | null): CheckSend => ({ capture: aSummary(seq), copy, input: { url: TARGET } })
  const mixed = planCheck([send(1, 0), send(1, 1)], [send(2, null), send(3, null)], 'mixed', () => 0)
  expect(mixed.map(({ capture, copy }) => [capture.seq, copy])).toEqual([
    [1, 0],
    [2, null],
    [3, null],
    [1, 1],
  ])
})

test('describes how each run of equal answers differs from the first', () => {
  const answered = (status: number | null, data = ''): CheckResult => ({
    state: 'answered',
    delivery: aDelivery({
      status,
      responseBody: { encoding: 'utf8', data, truncated: false },
      error: status === null ? { code: 'timeout', message: 'No answer within 30 s.' } : null,
    } as never),
  })
  expect(verdictOf([answered(200, 'a'), answered(200, 'b'), answered(200, 'b'), answered(500), answered(null)])).toEqual([
    'The second and the third got 200 like the first, with a different body.',
    'The fourth got 500, and the first 200.',
    'The fifth got no response: No answer within 30 s.',
  ])
  expect(verdictOf([answered(null), answered(200)])).toEqual([
    'The first got no response: No answer within 30 s.',
    'The second got 200.',
  ])
})
