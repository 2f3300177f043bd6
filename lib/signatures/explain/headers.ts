import { headerValue } from '#lib/core/headers'
import { detectSchemes } from '../detect'
import type { Claim, Scheme, SignatureRequest } from '../scheme'
import { digestBytes, expectedBytes } from './algorithms'
import type { Cause } from './cause'

/** The signature header is missing: the provider may not be set up to sign, or something removed the header. */
export function missingCause(scheme: Scheme, request: SignatureRequest): Cause {
  const where = scheme.headers[0] ?? 'the body'
  const other = detectSchemes(request)[0]
  const others = other !== undefined && other !== scheme.id ? ' The request has the headers of another provider.' : ''
  return {
    code: 'header_missing',
    certain: false,
    title: scheme.headers.length === 0 ? 'The body has no signature' : `${where} is missing`,
    detail: `${scheme.label} puts the signature into ${where}, but it is not there.${others}`,
    fix: `Set a secret at the sender, because most providers sign only if there is one (${scheme.secretHint}). If there is one, look for a proxy that drops headers. ${scheme.docs}`,
  }
}

/** The signature header is present but malformed. */
export function malformedCauses(scheme: Scheme, claim: Claim): Cause[] {
  if (claim.found === 'nothing') return []
  if (claim.found === 'malformed') {
    const { header, why, missingHeader } = claim
    if (missingHeader !== undefined) {
      return [
        {
          code: 'header_missing',
          certain: false,
          title: `${missingHeader} is missing`,
          detail: `${header} is there, but ${scheme.label} also signs ${missingHeader}, so the signature cannot be checked without it.`,
          fix: `Send ${missingHeader}, or look for a proxy that drops it. ${scheme.docs}`,
        },
      ]
    }
    return [malformed(scheme, header, why)]
  }
  const [first] = claim.signatures
  const [size, due] = [digestBytes(first?.text ?? ''), expectedBytes(first?.algorithm ?? 'plain')]
  if (!first || due === null || size === due) return []
  const is = size === null ? 'it is neither hex nor base64' : `it should have ${due} bytes, but has ${size}`
  return [malformed(scheme, claim.header, `${is} (“${first.text.slice(0, 40)}${first.text.length > 40 ? '…' : ''}”)`)]
}

function malformed({ label, docs }: Scheme, header: string, why: string): Cause {
  return {
    code: 'header_malformed',
    certain: false,
    title: `${header} cannot be read`,
    detail: `${header} does not have the format that ${label} uses: ${why}.`,
    fix: `Compare it with the documentation of ${label}: ${docs}. If your receiver uses timingSafeEqual, compare the lengths first, because it throws if they differ.`,
  }
}

/** The header was sent twice. Most servers join the two or keep only one. */
export function isSentTwice(scheme: Scheme, { headers }: SignatureRequest): boolean {
  return scheme.headers.some(
    (name) =>
      headerValue(headers, name) !== null && headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).length > 1,
  )
}
