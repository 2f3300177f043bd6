import { detectSchemes } from '../detect'
import type { Scheme, SignatureRequest } from '../scheme'
import { schemes } from '../schemes/index'
import { placeholdersOf, signedTemplate } from '../template'
import { verify } from '../verify'
import { type Cause, PROOF } from './cause'
import type { ExplainInput } from './explain-input'
import type { Trials } from './trials'

/** The request is signed with this secret, but in another provider's way. */
export function* otherSchemeCauses(trials: Trials, { request, material, options }: ExplainInput): Generator<undefined, Cause[]> {
  for (const id of detectSchemes(request)) {
    const other: Scheme = schemes[id]
    if (id === trials.scheme.id || other.kind === 'asymmetric') continue
    const { verdict } = verify(other, request, material, options)
    if (verdict === 'valid' || verdict === 'late') return [otherSchemeCause(trials.scheme, other)]
    yield
  }
  return []
}

function otherSchemeCause(chosen: Scheme, other: Scheme): Cause {
  return {
    code: 'scheme_differs',
    certain: true,
    title: `Signed by the scheme of ${other.label}`,
    detail: `With this secret, the signature is correct by the scheme of ${other.label}, but it was checked by the scheme of ${chosen.label}.`,
    fix: `Choose ${other.label} as the provider of this secret, and have the receiver verify as ${other.label} documents: ${other.docs}`,
  }
}

const TEMPLATES = [
  '{body}',
  '{timestamp}.{body}',
  '{timestamp}:{body}',
  '{timestamp}{body}',
  '{body}{timestamp}',
  '{body}.{timestamp}',
  '{timestamp}|{body}',
  '{timestamp},{body}',
  '{timestamp}\n{body}',
  'v0:{timestamp}:{body}',
  'v1:{timestamp}:{body}',
  'v1.{timestamp}.{body}',
  't={timestamp}.{body}',
  '{id}.{timestamp}.{body}',
  '{timestamp}.{id}.{body}',
  '{id}{timestamp}{body}',
  '{id}.{body}',
  '{url}{body}',
  '{body}{url}',
  '{method}{url}{body}',
  '{method}{url}{body}{timestamp}',
  '{timestamp}{method}{url}{body}',
]

/** The parts of the signed string are right but joined in another way. */
export function* templateCauses(trials: Trials): Generator<undefined, Cause[]> {
  if (!trials.claim || trials.scheme.kind === 'token' || trials.scheme.kind === 'jwt') return []
  for (const template of TEMPLATES.filter((each) => isWorthTrying(each, trials))) {
    const make = signedTemplate(template)
    if (trials.matches({ signedStrings: (parts) => [make(parts)] })) return [templateCause(trials.scheme, template)]
    yield
  }
  return []
}

/** Skips templates with a part that this request lacks and, for large bodies, templates with a URL unless the scheme signs URLs. */
function isWorthTrying(template: string, { claim, scheme, parts }: Trials): boolean {
  const placeholders = placeholdersOf(template)
  if (placeholders.includes('timestamp') && claim?.timestamp === '') return false
  if (placeholders.includes('id') && claim?.id === '') return false
  return !placeholders.includes('url') || scheme.needsUrl || parts.body.length < LARGE_BYTES
}

const LARGE_BYTES = 262_144

function templateCause({ label, docs }: Scheme, template: string): Cause {
  const shown = template.replace('\n', '\\n')
  return {
    code: 'scheme_differs',
    certain: true,
    title: 'The signed string is built differently',
    detail: `The signature was computed over \`${shown}\`. ${PROOF} ${label} builds the string differently, as the steps show.`,
    fix: `Build the string as ${label} documents: ${docs}`,
  }
}

/** A guess when nothing was proven: the request looks like another provider's. */
export function schemeHint({ scheme }: Trials, request: SignatureRequest): Cause[] {
  const id = detectSchemes(request)[0]
  if (id === undefined || id === scheme.id || scheme.claim(request).found !== 'nothing') return []
  const other: Scheme = schemes[id]
  return [
    {
      code: 'scheme_differs',
      certain: false,
      title: `This looks like a request from ${other.label}`,
      detail: `It has a signature like those of ${other.label}, but none like those of ${scheme.label}.`,
      fix: `Add the secret of ${other.label}, and choose ${other.label} as its provider.`,
    },
  ]
}
