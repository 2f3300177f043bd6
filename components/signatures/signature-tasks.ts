import { appliesTo, detectSchemes, senderOf } from '#lib/signatures/detect'
import { explain } from '#lib/signatures/explain/explain'
import type { ExplainInput } from '#lib/signatures/explain/explain-input'
import { type SignatureReport, signatureReport } from '#lib/signatures/report'
import type { Material, SignatureRequest } from '#lib/signatures/scheme'
import { type Verdict, verify } from '#lib/signatures/verify'
import { type SecretDraft, schemeOf } from './secret-draft'

// The worker's computations, separate from the worker so that tests can call them.

/** A stored request to try secrets on. */
export type Sample = { request: SignatureRequest; receivedAt: number }

export type Trial = Pick<SecretDraft, 'scheme' | 'custom'> & {
  material: Material
  url: string | null
  toleranceSeconds: number | null
}

export type TrialResult = {
  /** How many samples carry this scheme's signature. */
  signed: number
  verdicts: Readonly<Record<Verdict, number>>
  /** The proven reason for the newest invalid sample. */
  reason: { title: string; fix: string } | null
}

const NOTHING_TRIED: TrialResult = { signed: 0, verdicts: { valid: 0, late: 0, invalid: 0, missing: 0 }, reason: null }

/** How many samples a secret verifies. `samples`: newest first. */
export function trySecret(samples: readonly Sample[], trial: Trial): TrialResult {
  const scheme = schemeOf(trial)
  if (scheme === null) return NOTHING_TRIED
  const verdicts = { valid: 0, late: 0, invalid: 0, missing: 0 }
  let firstInvalid: Sample | null = null
  for (const sample of samples) {
    if (!appliesTo(scheme, sample.request, () => senderOf(sample.request))) continue
    const { verdict } = verify(scheme, sample.request, trial.material, optionsOf(trial, sample))
    if (verdict !== null) verdicts[verdict] += 1
    if (verdict === 'invalid') firstInvalid ??= sample
  }
  const signed = Object.values(verdicts).reduce((sum, count) => sum + count, 0)
  return { signed, verdicts, reason: verdicts.valid > 0 || firstInvalid === null ? null : reasonOf(trial, firstInvalid) }
}

function optionsOf({ url, toleranceSeconds }: Trial, { receivedAt }: Sample) {
  return { now: receivedAt, url, toleranceSeconds }
}

function reasonOf(trial: Trial, sample: Sample): TrialResult['reason'] {
  const { material } = trial
  const input: ExplainInput = { scheme: schemeOf(trial)!, request: sample.request, material, options: optionsOf(trial, sample) }
  const cause = explain(input).causes.find(({ certain, code }) => certain || code === 'wrong_secret_kind')
  return cause ? { title: cause.title, fix: cause.fix.split('\n', 1)[0]! } : null
}

/** The report on one request, like the server's for a stored one. */
export function check(sample: Sample, trial: Trial): SignatureReport {
  const began = performance.now()
  const input: ExplainInput = {
    scheme: schemeOf(trial)!,
    request: sample.request,
    material: trial.material,
    options: optionsOf(trial, sample),
  }
  return signatureReport(explain(input), trial.scheme, null, performance.now() - began)
}

/** The schemes of the samples, most frequent first. */
export function schemesIn(samples: readonly Sample[]): string[] {
  const counts = new Map<string, number>()
  for (const { request } of samples) {
    const id = detectSchemes(request)[0]
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id)
}
