import { api, explain } from '../../api'
import type { Edits } from '../resend-draft'
import { resendInput, type Target } from '../target'

export type SignInput = NonNullable<Edits['sign']>
export type BreakName = NonNullable<SignInput['break']>

/** One request of the test and its outcome. `broken` null: the correct request. */
export type BreakResult = { broken: BreakName | null } & (
  | { state: 'waiting' }
  | { state: 'answered'; status: number | null }
  | { state: 'failed'; why: string }
)

type Sent = { bin: string; capture: string; edits: Edits; target: Target; sign: SignInput }

/** Sends the request once with a correct signature and once for each way to break it, one after the other, and reports each result. */
export async function runBreakTest(
  { bin, capture, edits, target, sign }: Sent,
  breaks: readonly BreakName[],
  onProgress: (results: readonly BreakResult[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let results: readonly BreakResult[] = [null, ...breaks].map((broken) => ({ broken, state: 'waiting' }))
  onProgress(results)
  for (const [index, { broken }] of results.entries()) {
    const input = { ...sign, ...(broken === null ? { break: undefined } : { break: broken }) } as SignInput
    const result = await sendOne({ bin, capture, body: resendInput(target, { ...edits, sign: input }) }, broken, signal)
    if (signal.aborted) return
    results = results.with(index, result)
    onProgress(results)
  }
}

async function sendOne(
  input: Parameters<typeof api.resendCapture>[0],
  broken: BreakName | null,
  signal: AbortSignal,
): Promise<BreakResult> {
  try {
    const { status, error } = await api.resendCapture(input, { signal })
    return error ? { broken, state: 'failed', why: error.message } : { broken, state: 'answered', status }
  } catch (error) {
    return { broken, state: 'failed', why: explain(error) }
  }
}

/** One sentence on which requests were refused; null until all are answered. `names`: a name for each break. */
export function summaryOf(results: readonly BreakResult[], names: Readonly<Record<BreakName, string>>): string | null {
  if (results.length === 0 || results.some(({ state }) => state === 'waiting')) return null
  const [right, ...broken] = results
  if (right?.state !== 'answered') return 'There was no response to the correct signature, so the others prove nothing.'
  if (!isAccepted(right.status)) return 'The receiver refuses the correct signature too, so the others prove nothing.'
  const named = (title: string, holds: (result: BreakResult) => boolean) => {
    const which = broken.filter(holds).map((result) => names[result.broken!].toLowerCase())
    return which.length === 0 ? [] : [`${title}: ${which.join(', ')}.`]
  }
  return [
    ...named('Refused', (each) => each.state === 'answered' && !isAccepted(each.status)),
    ...named('Accepted', (each) => each.state === 'answered' && isAccepted(each.status)),
    ...named('No response', (each) => each.state === 'failed'),
  ].join(' ')
}

function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300
}

/** Whether the receiver behaved correctly. null: unknown, because it did not accept the correct one. */
export function isExpected({ broken }: BreakResult, status: number | null, rightAccepted: boolean): boolean | null {
  const accepted = isAccepted(status)
  if (broken === null) return accepted
  return rightAccepted ? !accepted : null
}
