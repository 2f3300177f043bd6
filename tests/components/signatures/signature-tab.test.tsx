import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Capture, CaptureSignature } from '#lib/core/capture'
import type { SignatureReport } from '#lib/signatures/report'
import { AccessProvider, type PageAccess } from '@/components/access/page-access'
import { announceSecretsChange } from '@/components/signatures/secrets-changed'
import { SignatureTab } from '@/components/signatures/signature-tab'
import { aCapture, jsonResponse } from '../fixtures'
import { aReport, aSecret, signedCapture } from './fixtures'

let report: SignatureReport | Response
let secrets = [aSecret()]
const onAddSecret = vi.fn()
const asked = vi.fn()

beforeEach(() => {
  report = aReport()
  secrets = []
  onAddSecret.mockReset()
  asked.mockReset()
  vi.stubGlobal('fetch', async (url: string) => {
    asked(url)
    if (url.endsWith('/secrets')) return jsonResponse({ secrets })
    return report instanceof Response ? report.clone() : jsonResponse(report)
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const tabOf = (capture: Capture, access: PageAccess, verdict: CaptureSignature | null) => (
  <AccessProvider access={access}>
    <SignatureTab capture={capture} verdict={verdict} onAddSecret={onAddSecret} />
  </AccessProvider>
)

function show(capture = signedCapture(1), access: PageAccess = 'owner') {
  const { rerender } = render(tabOf(capture, access, null))
  return (verdict: CaptureSignature | null) => rerender(tabOf(capture, access, verdict))
}

test('explains an invalid signature, and marks where the sent one differs from the expected one', async () => {
  report = aReport({
    verdict: 'invalid',
    triedCount: 12,
    steps: [
      { name: 'Signed string', value: 'a\u200bb' },
      { name: 'Expected', value: 'abcdef' },
      { name: 'Sent', value: 'abXdef' },
    ],
    causes: [
      {
        code: 'body_reserialised',
        certain: true,
        title: 'The body was parsed and serialised again',
        detail: 'Signed was the JSON without spaces.',
        fix: 'Verify the bytes.\nExpress: express.raw()\nGo: io.ReadAll(r.Body)',
      },
      { code: 'unknown', certain: false, title: 'Most likely another secret', detail: '', fix: 'Copy it again.' },
    ],
  })
  show()
  expect((await screen.findByText(/does not match this request/)).closest('[role=status]')?.textContent).toBe(
    'Invalid. The signature in X-Hub-Signature-256 does not match this request and the GitHub secret.',
  )
  const [certain, possible] = within(screen.getByRole('region', { name: 'Why' })).getAllByRole('listitem')
  expect(certain!.textContent).toContain('Proven')
  expect(within(certain!).getByText('express.raw()').previousElementSibling?.textContent).toBe('Express')
  expect(possible!.textContent).toContain('Possible')
  const compared = screen.getByRole('region', { name: 'Expected against sent' })
  expect([...compared.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['cdef', 'Xdef'])
  expect(compared.textContent).toContain('They differ from character 3 on.')
  expect(screen.getByRole('region', { name: 'How it was checked' }).textContent).toContain('a\\u200Bb')
})

test('a share link without the expected value shows no comparison', async () => {
  report = aReport({ verdict: 'invalid', steps: [{ name: 'Sent', value: 'abc' }] })
  show(signedCapture(1), 'everything')
  expect(await screen.findByText('Invalid.')).toBeTruthy()
  expect(screen.queryByRole('region', { name: 'Expected against sent' })).toBeNull()
  expect(screen.getByText('abc')).toBeTruthy()
})

test.each([
  [
    { verdict: 'late', ageSeconds: 725, toleranceSeconds: 300 },
    /was made 12 min 5 s before the request arrived; 5 min is allowed/,
  ],
  [
    { verdict: 'late', ageSeconds: -725, toleranceSeconds: 300 },
    /12 min 5 s after the request arrived: one of the clocks is wrong/,
  ],
  [{ verdict: 'missing', header: null }, /looks like a request from GitHub, but it has no signature/],
  [{ verdict: null }, /The public key of GitHub could not be fetched/],
] as const)('describes %o in one sentence', async (part, sentence) => {
  report = aReport(part)
  show()
  expect(await screen.findByText(sentence)).toBeTruthy()
})

test('without a secret, the tab names the provider and offers to add it', async () => {
  report = aReport({ verdict: null, scheme: null })
  show()
  expect(await screen.findByText('This request looks signed by GitHub. Add the secret of your webhook to check it.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Add the secret…' }))
  expect(onAddSecret).toHaveBeenCalledWith('github')
})

test('says so if nothing is known about a request', async () => {
  report = aReport({ verdict: null, scheme: null })
  show(aCapture())
  expect(await screen.findByText(/Creel recognises no signature/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Add a secret…' }))
  expect(onAddSecret).toHaveBeenCalledWith(null)
})

test.each(['reader', 'everything', 'redacted'] as const)('neither offers nor asks for a secret for %s', async (access) => {
  report = aReport({ verdict: null, scheme: null })
  show(signedCapture(1), access)
  expect(await screen.findByText('This request looks signed by GitHub, but no secret of this bin can check it.')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
  expect(asked.mock.calls.flat().filter((url) => url.endsWith('/secrets'))).toEqual([])
})

test('a failed load can be retried, and a new secret reloads the report', async () => {
  report = jsonResponse({ code: 'internal', detail: 'The database is away.' }, 500)
  show()
  expect(await screen.findByText('The database is away.')).toBeTruthy()
  report = aReport({ verdict: 'invalid' })
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Invalid.')).toBeTruthy()
  report = aReport()
  announceSecretsChange()
  expect(await screen.findByText('Valid.')).toBeTruthy()
})

test('shortens long values from the sender, keeping start and end', async () => {
  report = aReport({ steps: [{ name: 'Timestamp', value: `begin${'x'.repeat(60_000)}end` }] })
  show()
  const value = await screen.findByText(/^begin/)
  expect(value.textContent).toMatch(/ … x+end \(60008 characters\)$/)
  expect(value.textContent!.length).toBeLessThan(700)
})

test('a new verdict in the list reloads the report, and the old one stays until then', async () => {
  report = aReport({ verdict: 'invalid' })
  const judged = show()
  expect(await screen.findByText('Invalid.')).toBeTruthy()
  const verdict = { verdict: 'invalid', scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null } as const
  report = aReport({ verdict: 'late' })
  judged(verdict)
  expect(screen.getByText('Invalid.')).toBeTruthy()
  expect(await screen.findByText('Late.')).toBeTruthy()
  judged({ ...verdict })
  expect(asked.mock.calls.flat().filter((url) => url.endsWith('/signature'))).toHaveLength(2)
})
