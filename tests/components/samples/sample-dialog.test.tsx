import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BinSecret } from '#lib/core/bin-secret'
import type { SampleProviderFacts, SentSample } from '#lib/core/sample'
import { SampleDialog } from '@/components/samples/sample-dialog'
import { onSecretsChange } from '@/components/signatures/secrets-changed'
import { aBin, jsonResponse } from '../fixtures'
import { aSecret } from '../signatures/fixtures'

const SAMPLES: SampleProviderFacts[] = [
  { provider: 'stripe', label: 'Stripe', events: ['invoice.paid', 'charge.failed'], schemes: ['stripe'] },
  { provider: 'gitlab', label: 'GitLab', events: ['Push Hook'], schemes: ['gitlab', 'gitlab-token'] },
  { provider: 'sendgrid', label: 'SendGrid', events: ['delivered'], schemes: [] },
]
const SENT: SentSample = { captureId: 'cap_tag_1', scheme: 'stripe', secretId: 'sec_1', delivery: null }

const fetchMock = vi.fn<typeof fetch>()
const onSent = vi.fn<(sent: SentSample) => void>()
let secrets: BinSecret[]
let answer: () => Response | Promise<Response>

beforeEach(() => {
  secrets = []
  answer = () => jsonResponse(SENT, 201)
  onSent.mockReset()
  localStorage.clear()
  fetchMock.mockReset().mockImplementation(async (url, init) => {
    if (init?.method === 'POST') return answer()
    return jsonResponse(String(url).endsWith('/secrets') ? { secrets } : { samples: SAMPLES })
  })
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

async function open() {
  const page = render(<SampleDialog bin={aBin()} onSent={onSent} onOpenChange={() => {}} />)
  await screen.findByLabelText('Provider')
  await waitFor(() => expect(document.querySelector('[data-loading]')).toBeNull())
  return page
}
const choose = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const options = (label: string) => [...screen.getByLabelText<HTMLSelectElement>(label).options].map(({ text }) => text)
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send' }))
const inputs = () =>
  fetchMock.mock.calls.filter(([, init]) => init?.method === 'POST').map(([, init]) => JSON.parse(String(init!.body)) as object)

test("preselects the bin's newest secret for the provider", async () => {
  secrets = [
    aSecret({ id: 'sec_3', scheme: 'github' }),
    aSecret({ id: 'sec_2', scheme: 'stripe', label: 'live', hint: 'x3Kd' }),
    aSecret({ id: 'sec_1', scheme: 'stripe' }),
  ]
  await open()
  expect(document.activeElement).toBe(screen.getByLabelText('Provider'))
  await screen.findByLabelText('Sign with')
  expect(options('Sign with')).toEqual(['Stripe, live, …x3Kd', 'Stripe, …body', 'New test secret'])
  choose('Event', 'charge.failed')
  send()
  await waitFor(() => expect(onSent).toHaveBeenCalledWith(SENT))
  expect(inputs()).toEqual([{ provider: 'stripe', event: 'charge.failed', secretId: 'sec_2' }])
})

test('offers a new secret if none matches, and announces it', async () => {
  const changed = vi.fn()
  const stop = onSecretsChange(changed)
  await open()
  await screen.findByLabelText('Sign with')
  expect(options('Sign with')).toEqual(['New test secret', 'Nothing: send it unsigned'])
  send()
  await waitFor(() => expect(onSent).toHaveBeenCalled())
  expect(inputs()).toEqual([{ provider: 'stripe', event: 'invoice.paid', scheme: 'stripe' }])
  expect(changed).toHaveBeenCalledOnce()
  stop()
})

test('each provider has its events and signature schemes', async () => {
  await open()
  await screen.findByLabelText('Sign with')
  choose('Provider', 'gitlab')
  expect(options('Event')).toEqual(['Push Hook'])
  expect(options('Sign with').slice(0, 2)).toEqual(['New test secret, GitLab', 'New test secret, GitLab (secret token)'])
  choose('Sign with', 'new:gitlab-token')
  choose('Provider', 'sendgrid')
  expect(screen.queryByLabelText('Sign with')).toBeNull()
  expect(screen.getByText(/only SendGrid has the key/)).toBeTruthy()
  send()
  await waitFor(() => expect(inputs()).toEqual([{ provider: 'sendgrid', event: 'delivered' }]))
})

test('sends to a URL with an entered secret, and reports an invalid URL', async () => {
  await open()
  await screen.findByLabelText('Sign with')
  fireEvent.click(screen.getByRole('button', { name: 'A URL' }))
  expect(options('Sign with')[0]).toBe('A secret that you enter')
  send()
  expect(await screen.findByText(/^Enter a URL/)).toBeTruthy()
  expect(inputs()).toEqual([])
  choose('URL', 'localhost:4000/hooks')
  choose('Secret of the receiver', 'whsec_mine')
  send()
  await waitFor(() => expect(onSent).toHaveBeenCalled())
  expect(inputs()).toEqual([
    { provider: 'stripe', event: 'invoice.paid', url: 'http://localhost:4000/hooks', scheme: 'stripe', secret: 'whsec_mine' },
  ])
  expect(localStorage.getItem('creel:recent-targets')).toContain('http://localhost:4000/hooks')
  expect(JSON.stringify(localStorage)).not.toContain('whsec_mine')
})

test('asks for the secret that must be entered', async () => {
  await open()
  await screen.findByLabelText('Sign with')
  fireEvent.click(screen.getByRole('button', { name: 'A URL' }))
  choose('URL', 'http://localhost:4000/')
  send()
  expect((await screen.findByRole('alert')).textContent).toContain('Enter the secret')
  expect(inputs()).toEqual([])
})

test('shows the reason of a refusal, and sends once however often the button is pressed', async () => {
  answer = () => jsonResponse({ code: 'secret_key_missing', detail: 'no' }, 409)
  await open()
  await screen.findByLabelText('Sign with')
  const form = document.querySelector('form')!
  fireEvent.submit(form)
  fireEvent.submit(form)
  expect((await screen.findByRole('alert')).textContent).toContain('CREEL_SECRET_KEY')
  expect(inputs()).toHaveLength(1)
  expect(onSent).not.toHaveBeenCalled()
})

test('opens nothing after it was closed', async () => {
  let arrive = (_: Response) => {}
  answer = () =>
    new Promise((resolve) => {
      arrive = resolve
    })
  const page = await open()
  await screen.findByLabelText('Sign with')
  send()
  await waitFor(() => expect(inputs()).toHaveLength(1))
  const signal = fetchMock.mock.calls.find(([, init]) => init?.method === 'POST')![1]!.signal
  page.unmount()
  expect(signal!.aborted).toBe(true)
  arrive(jsonResponse(SENT, 201))
  await new Promise((resolve) => setTimeout(resolve))
  expect(onSent).not.toHaveBeenCalled()
})
