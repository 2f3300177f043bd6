import { type Step, verificationSteps } from '../steps'
import { type Verdict, type Verification, verify } from '../verify'
import { algorithmCauses } from './algorithms'
import { bodyCauses } from './bodies'
import type { Cause } from './cause'
import { deliberateCauses } from './deliberate'
import { encodingCauses } from './encodings'
import type { ExplainInput } from './explain-input'
import { malformedCauses, missingCause } from './headers'
import { keyCauses, keyVariants } from './keys'
import { notes } from './notes'
import { otherSchemeCauses, schemeHint, templateCauses } from './other-schemes'
import { otherSecretCauses } from './other-secrets'
import { pairCauses } from './pairs'
import { secretKindCauses } from './secret-kind'
import { lateCause, timestampCauses } from './timestamps'
import { BUDGET_BYTES, createTrials, type Trials } from './trials'
import { urlCauses, urlHint } from './urls'

export type Report = {
  verdict: Verdict | null
  header: string | null
  /** Milliseconds since 1970. */
  signedAt: number | null
  ageSeconds: number | null
  toleranceSeconds: number | null
  needsKey: string | null
  steps: Step[]
  /** Certain causes first, then by likelihood. */
  causes: Cause[]
  triedCount: number
}

/** Judges a request. If it is not valid, looks for the reason by recomputing the signature with one thing changed at a time. */
export function explain(input: ExplainInput): Report {
  const work = explaining(input)
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** Works in slices, with `pause` between them so that other work can run. A slice ends with the first try that finishes after `sliceMs`. */
export async function explainInSlices(
  input: ExplainInput,
  { sliceMs, pause }: { sliceMs: number; pause: () => Promise<void> },
): Promise<Report> {
  const work = explaining(input)
  let began = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() - began < sliceMs) continue
    await pause()
    began = performance.now()
  }
}

/** Yields after each try. */
export function* explaining(input: ExplainInput): Generator<undefined, Report> {
  const { scheme, request, material, options } = input
  const verification = verify(scheme, request, material, options)
  const trials = createTrials(input, verification, input.budgetBytes ?? BUDGET_BYTES)
  const steps = verificationSteps(scheme, request, material, verification, options)
  yield
  const causes = yield* causesOf(input, verification, trials)
  const { verdict, header, signedAt, ageSeconds, needsKey } = verification
  const toleranceSeconds = options.toleranceSeconds ?? scheme.toleranceSeconds
  return { verdict, header, signedAt, ageSeconds, toleranceSeconds, needsKey, steps, causes, triedCount: trials.count() }
}

function* causesOf(input: ExplainInput, verification: Verification, trials: Trials): Generator<undefined, Cause[]> {
  const { verdict, claim, ageSeconds } = verification
  if (verdict === null) return []
  if (verdict === 'valid') return notes(input, verification)
  if (verdict === 'late') return [lateCause(trials, ageSeconds), ...notes(input, verification)]
  if (input.truncated) return [TRUNCATED]
  const certain = yield* certainCauses(input, trials)
  if (certain.length > 0) return certain
  if (claim.found === 'nothing') return [missingCause(input.scheme, input.request), ...schemeHint(trials, input.request)]
  const likely = [
    ...malformedCauses(input.scheme, claim),
    ...deliberateCauses(input),
    ...secretKindCauses(trials, input.material),
    ...urlHint(trials),
  ]
  return likely.length > 0 ? likely : [UNKNOWN]
}

/** Tries cheap and likely causes first; the first proven cause ends the search. */
function* certainCauses(input: ExplainInput, trials: Trials): Generator<undefined, Cause[]> {
  const { scheme, material, request } = input
  const isKeyed = trials.keys.length > 0 && trials.claim !== null
  const otherScheme = () => otherSchemeCauses(trials, input)
  const hypotheses: readonly (() => Generator<undefined, Cause[]>)[] = [
    ...(trials.claim === null ? [otherScheme] : []),
    () => encodingCauses(trials),
    () => otherSecretCauses(input),
    ...(scheme.kind === 'asymmetric' ? [] : [() => keyCauses(trials, material)]),
    () => timestampCauses(trials),
    () => algorithmCauses(trials),
    () => urlCauses(trials, request.url),
    ...(isKeyed && scheme.signsBody ? [() => bodyCauses(trials)] : []),
    ...(trials.claim === null ? [] : [otherScheme]),
    () => templateCauses(trials),
    ...(isKeyed ? [() => pairCauses(trials, keyVariants(trials, material))] : []),
  ]
  for (const hypothesis of hypotheses) {
    const found = yield* hypothesis()
    if (found.length > 0) return found
    if (trials.isSpent()) return []
  }
  return []
}

const TRUNCATED: Cause = {
  code: 'truncated_body',
  certain: false,
  title: 'The body was not stored completely',
  detail:
    'A signature covers the whole body, but only its beginning is stored, because it was over the limit or the sender disconnected. So the signature cannot be checked.',
  fix: 'If the body was over the limit, raise CREEL_MAX_BODY_BYTES. Have the request sent again.',
}

const UNKNOWN: Cause = {
  code: 'unknown',
  certain: false,
  title: 'Most likely another secret',
  detail:
    'Creel tried other ways to decode this secret, to serialise this body and to build the signed string. None of them gives the signature that was sent.',
  fix: 'Copy the signing secret of this endpoint again. Every endpoint has its own secret, and so do test mode, live mode and the CLI. If the secret is right, the body was changed on the way.',
}
