import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { BinSecret } from '#lib/core/bin-secret'
import { ResendForm } from '@/components/resend/resend-form'
import { aDelivery, jsonResponse } from '../fixtures'
import { aSecret, signedCapture } from '../signatures/fixtures'

configure({ asyncUtilTimeout: 8000 })

let secrets: BinSecret[]
/** The target's answers by what is broken. */
let answers: Readonly<Record<string, number>>
const sent: Record<string, unknown>[] = []

beforeAll(async () => void (await import('@/components/resend/sign/sign-panel')), 60_000) // its code is loaded on demand

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  secrets = [aSecret({ id: 'sec_stripe', scheme: 'stripe' }), aSecret()]
  answers = {}
  sent.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.endsWith('/secrets')) return jsonResponse({ secrets })
    const body = JSON.parse(String(init.body)) as { sign?: { break?: string } }
    sent.push(body)
    return jsonResponse(aDelivery({ status: answers[body.sign?.break ?? 'right'] ?? 200 }))
  })
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

function show() {
  render(<ResendForm capture={signedCapture(1)} bodyBytesMax={1000} />)
  type('Target', 'http://127.0.0.1:8080/')
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('after an edit that breaks the signature, one click signs again with the matching secret', async () => {
  show()
  fireEvent.click(screen.getByRole('button', { name: /^Body/ }))
  type('Body', '{}')
  expect(screen.getByRole('note').textContent).toContain('The body changed, so X-Hub-Signature-256 no longer fits.')
  press('Sign again')
  expect((await screen.findByLabelText<HTMLSelectElement>('Sign with')).selectedOptions[0]!.textContent).toBe('GitHub, …body')
  press('Send')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toEqual({
    url: 'http://127.0.0.1:8080/',
    body: { encoding: 'utf8', data: '{}' },
    sign: { secretId: 'sec_1' },
  })
})

test('signs with a typed secret if none of the bin matches, and sends nothing without it', async () => {
  secrets = [aSecret({ id: 'sec_stripe', scheme: 'stripe' })]
  show()
  press('Sign again…')
  await screen.findByText('GitHub')
  press('Send')
  type('Secret', 'swordfish')
  fireEvent.change(screen.getByLabelText('Break on purpose'), { target: { value: 'signature' } })
  press('Send')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({ sign: { scheme: 'github', secret: 'swordfish', break: 'signature' } })
})

test('undoing keeps the captured signature', async () => {
  show()
  press('Sign again…')
  await screen.findByLabelText('Sign with')
  press('Keep the captured signature')
  press('Send')
  await waitFor(() => expect(sent).toEqual([{ url: 'http://127.0.0.1:8080/' }]))
})

test('the test reports which broken requests the target refused, and what it does not check', async () => {
  answers = { signature: 401, secret: 401, body: 200 }
  show()
  press('Sign again…')
  await screen.findByLabelText('Break on purpose')
  press('Test what the target refuses')
  await waitFor(() => expect(sent).toHaveLength(4))
  expect(sent.map(({ sign }) => (sign as { break?: string }).break)).toEqual([undefined, 'signature', 'body', 'secret'])
  await screen.findByText('accepts it: it does not check this')
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
  expect(rows.map((row) => row.lastElementChild!.textContent)).toEqual([
    'accepts it',
    'refuses it',
    'accepts it: it does not check this',
    'refuses it',
  ])
})

test('a target that also refuses the valid request proves nothing', async () => {
  answers = { right: 401, signature: 401, secret: 401, body: 401 }
  show()
  press('Sign again…')
  await screen.findByLabelText('Break on purpose')
  press('Test what the target refuses')
  expect(await screen.findByText(/refuses a correct signature/)).toBeTruthy()
  await waitFor(() => expect(screen.getAllByText(/this proves nothing/)).toHaveLength(3))
})
