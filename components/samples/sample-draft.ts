import type { InputOf } from '#lib/client/calls'
import type { BinSecret } from '#lib/core/bin-secret'
import { completeUrl } from '#lib/core/complete-url'
import type { SampleProviderFacts } from '#lib/core/sample'
import { rememberChoice } from '../resend/known-targets'
import { urlFault } from '../resend/target'
import { withoutLineEnds } from '../signatures/secret-draft'

export type SampleTarget = 'bin' | 'url'

/** `secret:` plus the id of one of the bin's secrets, `new:` plus the scheme of a new secret, a typed secret, or none. */
export type SignatureId = `secret:${string}` | `new:${string}` | 'typed' | 'none'

export type SampleDraft = {
  provider: string
  event: string
  target: SampleTarget
  /** As typed. */
  url: string
  /** null: nothing is chosen, so the best match is used. */
  signature: SignatureId | null
  /** For `typed`. */
  secret: string
}

type Sample = Pick<SampleProviderFacts, 'schemes'>

/** What a sample can be signed with, best first. A receiver at a URL cannot know a new secret, but may know a typed one. */
export function signaturesFor(
  { target }: Pick<SampleDraft, 'target'>,
  { schemes }: Sample,
  secrets: readonly BinSecret[],
): SignatureId[] {
  const fitting = secrets.filter(({ scheme }) => schemes.includes(scheme)).map(({ id }): SignatureId => `secret:${id}`)
  const fresh = schemes.map((scheme): SignatureId => `new:${scheme}`)
  const others: SignatureId[] = target === 'bin' || fresh.length === 0 ? fresh : ['typed', ...fresh]
  return fitting.length > 0 ? [...fitting, ...others] : [...others, 'none'] // the newest matching secret is the default
}

/** The selected or default signature. */
export function signatureOf(draft: SampleDraft, sample: Sample, secrets: readonly BinSecret[]): SignatureId {
  const all = signaturesFor(draft, sample, secrets)
  return draft.signature !== null && all.includes(draft.signature) ? draft.signature : all[0]!
}

/** The body for the API. */
export function sampleInput(draft: SampleDraft, sample: Sample, secrets: readonly BinSecret[]): InputOf<'sendSample'>['body'] {
  const { provider, event, target, url, secret } = draft
  const signature = signatureOf(draft, sample, secrets)
  const [kind, name] = signature.split(/:(.*)/s)
  return {
    provider,
    event,
    ...(target === 'url' ? { url: completeUrl(url) } : {}),
    ...(kind === 'secret' ? { secretId: name! } : {}),
    ...(kind === 'new' ? { scheme: name! } : {}),
    ...(kind === 'typed' && sample.schemes[0] ? { scheme: sample.schemes[0], secret: withoutLineEnds(secret) } : {}),
  }
}

/** null: the target is valid. */
export function targetFault({ target, url }: Pick<SampleDraft, 'target' | 'url'>): string | null {
  return target === 'url' ? urlFault(completeUrl(url)) : null
}

/** null: the sample can be signed or is sent unsigned. */
export function secretFault(draft: SampleDraft, sample: Sample, secrets: readonly BinSecret[]): string | null {
  return signatureOf(draft, sample, secrets) === 'typed' && withoutLineEnds(draft.secret) === ''
    ? 'Enter the secret of the receiver'
    : null
}

/** The resend form and the next sample will start with this target. */
export function rememberTarget(binId: string, { target, url }: Pick<SampleDraft, 'target' | 'url'>): void {
  if (target === 'url') rememberChoice(binId, { typed: completeUrl(url), savedIds: [] })
}
