import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { BREAKS, BreakResults } from '@/components/resend/sign/break-results'
import { type BreakName, type BreakResult, summaryOf } from '@/components/resend/sign/break-test'

afterEach(cleanup)

/** A status, the reason why there is none, or null while waiting. */
function results(...outcomes: (number | string | null)[]): BreakResult[] {
  const sent: (BreakName | null)[] = [null, 'signature', 'timestamp', 'body', 'secret']
  return outcomes.map((outcome, i): BreakResult => {
    const broken = sent[i]!
    if (outcome === null) return { broken, state: 'waiting' }
    return typeof outcome === 'string'
      ? { broken, state: 'failed', why: outcome }
      : { broken, state: 'answered', status: outcome }
  })
}

test.each([
  [[], null],
  [[200, 401, null], null],
  [[200, 401, 400, 403, 500], 'Refused: another signature, an old timestamp, a changed body, another secret.'],
  [[204, 401, 200, 401, 302], 'Refused: another signature, a changed body, another secret. Accepted: an old timestamp.'],
  [[200, 200, 200, 200, 200], 'Accepted: another signature, an old timestamp, a changed body, another secret.'],
  [[200, 401, 'reset', 401, 401], 'Refused: another signature, a changed body, another secret. No response: an old timestamp.'],
  [[401, 401, 401, 401, 401], 'The receiver refuses the correct signature too, so the others prove nothing.'],
  [['reset', 401, 401, 401, 401], 'There was no response to the correct signature, so the others prove nothing.'],
] as const)('%j: %s', (outcomes, sentence) => {
  expect(summaryOf(results(...outcomes), BREAKS)).toBe(sentence)
})

test.each([
  [200, 'accepts it'],
  [401, 'refuses a correct signature: does it use the same secret?'],
  [404, 'takes no webhooks at this URL: is the target right?'],
  [302, 'redirects, and redirects are not followed: enter the final URL'],
  [502, 'fails with a server error, which says nothing about the signature'],
])('says what an answer of %i to a correct signature means', (status, meaning) => {
  render(<BreakResults results={results(status)} />)
  expect(screen.getByText(meaning)).toBeTruthy()
})
