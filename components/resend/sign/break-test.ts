import { api, explain } from '../../api'
import type { Edits } from '../resend-draft'
import { type Target, wishFor } from '../target'

export type SignWish = NonNullable<Edits['sign']>
export type BreakName = NonNullable<SignWish['break']>

/** What is sent and what came of it. `broken` null: everything is right. */
export type BreakResult = { broken: BreakName | null } & (
  | { state: 'waiting' }
  | { state: 'answered'; status: number | null }
  | { state: 'failed'; why: string }
)

type Sent = { bin: string; capture: string; edits: Edits; target: Target; sign: SignWish }

/** Sends the request once signed right and once for each way to break it, one after the other, and tells after each. */
export async function runBreakTest(
  { bin, capture, edits, target, sign }: Sent,
  breaks: readonly BreakName[],
  tell: (results: readonly BreakResult[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let results: readonly BreakResult[] = [null, ...breaks].map((broken) => ({ broken, state: 'waiting' }))
  tell(results)
  for (const [index, { broken }] of results.entries()) {
    const wish = { ...sign, ...(broken === null ? { break: undefined } : { break: broken }) } as SignWish
    const result = await sendOne({ bin, capture, body: wishFor(target, { ...edits, sign: wish }) }, broken, signal)
    if (signal.aborted) return
    results = results.with(index, result)
    tell(results)
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

/** Whether the receiver did right. null: it cannot be told, since the right one was not accepted. */
export function isAsItShould({ broken }: BreakResult, status: number | null, rightAccepted: boolean): boolean | null {
  const accepted = status !== null && status >= 200 && status < 300
  if (broken === null) return accepted
  return rightAccepted ? !accepted : null
}
