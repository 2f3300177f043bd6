import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BinSecret } from '#lib/core/bin-secret'
import type { CaptureSummary } from '#lib/core/capture'
import { SequenceDialog } from '@/components/resend/sequence/sequence-dialog'
import { aDelivery, aSummary, jsonResponse } from '../fixtures'
import { aSecret } from '../signatures/fixtures'

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => vi.stubGlobal('fetch', fetchMock))
afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.unstubAllGlobals()
  fetchMock.mockReset()
  secrets = []
})

const picked = [aSummary(3), aSummary(2), aSummary(1)]
let secrets: BinSecret[] = []
const TARGET = 'http://127.0.0.1:8080/hooks'

/** A server that answers when the test says so. `sent`: the captures that it was asked to resend. */
function serve() {
  const sent: string[] = []
  const waiting: ((response: Response) => void)[] = []
  fetchMock.mockImplementation(async (input) => {
    if (String(input).endsWith('/secrets')) return jsonResponse({ secrets })
    if (String(input).endsWith('/signature-schemes')) return jsonResponse({ schemes: [{ id: 'github', canSign: true }] })
    sent.push(/captures\/([^/]+)\/resend$/.exec(String(input))![1]!)
    return new Promise((resolve) => waiting.push(resolve))
  })
  const answer = async (status: number) => {
    const reply = await vi.waitFor(() => waiting.shift() ?? Promise.reject(new Error('Nothing was sent.')))
    reply(jsonResponse(aDelivery({ id: `dl_${sent.length}`, captureId: sent.at(-1)!, status })))
  }
  return { sent, answer }
}

const dialog = (captures: readonly CaptureSummary[], open = true) => (
  <SequenceDialog binId="orders" open={open} picked={captures} loaded={captures} onOpenChange={() => {}} />
)
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))
const start = (target: string) => {
  fireEvent.change(screen.getByLabelText('Target'), { target: { value: target } })
  press('Start')
}

test('needs a target to start, sends oldest first and one at a time, and reports the end', async () => {
  const { sent, answer } = serve()
  render(dialog(picked))
  start('ftp://127.0.0.1')
  expect(screen.getByLabelText('Target').getAttribute('aria-invalid')).toBe('true')
  expect(sent).toEqual([])
  start(TARGET)
  await vi.waitFor(() => expect(sent).toEqual(['cap_tag_1']))
  for (const each of [200, 200, 200]) await answer(each)
  expect((await screen.findByRole('status')).textContent).toBe('All sent.')
  expect(sent).toEqual(['cap_tag_1', 'cap_tag_2', 'cap_tag_3'])
  expect(within(screen.getByRole('dialog')).getByText('3 of 3')).toBeTruthy()
})

test('stops after the current request, then continues with the rest, and resends failed ones', async () => {
  const { sent, answer } = serve()
  render(dialog(picked))
  start(TARGET)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  press('Stop')
  await answer(500)
  expect((await screen.findByRole('status')).textContent).toBe('Stopped. 2 not sent.')
  expect(sent).toHaveLength(1)
  press('Resume (2 left)')
  for (const each of [200, 200]) await answer(each)
  await screen.findByText('All sent.')
  press('Resend the failed one')
  await answer(200)
  await screen.findByText('3 answered')
  expect(sent).toEqual(['cap_tag_1', 'cap_tag_2', 'cap_tag_3', 'cap_tag_1'])
})

test('continues while closed; opened for other requests, it starts over once the previous run has ended', async () => {
  const { sent, answer } = serve()
  const { rerender } = render(dialog(picked))
  start(TARGET)
  rerender(dialog(picked, false))
  for (const each of [200, 200]) await answer(each)
  const others = [aSummary(9)]
  rerender(dialog(others))
  await screen.findByText('2 of 3')
  await answer(200)
  await screen.findByRole('button', { name: 'Selected: 1', pressed: true })
  expect(sent).toHaveLength(3)
})

test('signs each request again with its secret, and says how many have none', async () => {
  secrets = [aSecret({ id: 'sec_9', scheme: 'discord' }), aSecret({ id: 'sec_1', scheme: 'github', label: '\u202etset' })]
  const { sent, answer } = serve()
  const signature = { verdict: 'valid', scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null } as const
  render(dialog([aSummary(2, { signature }), aSummary(1)]))
  const field = await screen.findByLabelText<HTMLSelectElement>('Signature')
  expect([...field.options].map(({ text }) => text)).toEqual([
    'As captured',
    'Signed again, each with the secret that checks it',
    'Signed again: GitHub, \\u202Etset, …body',
  ])
  fireEvent.change(field, { target: { value: 'fitting' } })
  expect(screen.getByText(/No secret checks 1 request, which goes as captured/)).toBeTruthy()
  start(TARGET)
  for (const each of [200, 200]) await answer(each)
  await screen.findByText('All sent.')
  expect(sent).toEqual(['cap_tag_1', 'cap_tag_2'])
  const bodies = fetchMock.mock.calls
    .filter(([url]) => String(url).endsWith('/resend'))
    .map(([, init]) => JSON.parse(String(init!.body)))
  expect(bodies).toEqual([{ url: TARGET }, { url: TARGET, sign: { secretId: 'sec_1' } }])
})
