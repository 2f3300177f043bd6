import type { Cause } from './explain/cause'
import type { Report } from './explain/explain'
import type { Step } from './steps'
import type { Verdict } from './verify'

/** What the API and the page say about the signature of one request. Times are ISO 8601, UTC, milliseconds. */
export type SignatureReport = {
  /** null: no secret applies, or a key of the provider could not be fetched. */
  verdict: Verdict | null
  scheme: string | null
  secretId: string | null
  /** The header, or the field of the body, that carries the signature. */
  header: string | null
  signedAt: string | null
  ageSeconds: number | null
  toleranceSeconds: number | null
  steps: Step[]
  causes: Cause[]
  /** How many signatures the search for causes computed. */
  triedCount: number
  tookMs: number
}

export function signatureReport(report: Report, scheme: string, secretId: string | null, tookMs: number): SignatureReport {
  const { verdict, header, signedAt, ageSeconds, toleranceSeconds, steps, causes, triedCount } = report
  return {
    verdict,
    scheme,
    secretId,
    header,
    signedAt: isoTime(signedAt),
    ageSeconds,
    toleranceSeconds,
    steps,
    causes,
    triedCount,
    tookMs: Math.round(tookMs * 10) / 10,
  }
}

/** null if the number is out of range for a date: senders write what they like. */
export function isoTime(ms: number | null): string | null {
  return ms === null || !(Math.abs(ms) <= 8.64e15) ? null : new Date(ms).toISOString()
}
