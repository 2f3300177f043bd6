import { headerValue } from '#lib/core/headers'
import type { SenderId } from '#lib/senders/index'
import { headerIndex, recognise } from '#lib/senders/recognise'
import type { Scheme, SignatureRequest } from './scheme'
import { type SchemeId, schemes } from './schemes/index'

const SCHEMES = Object.entries(schemes) as [SchemeId, Scheme][]

/**
 * Schemes that a request may be signed with, most likely first: its sender's schemes whose signature is present, other schemes whose
 * signature is present, its sender's other schemes.
 */
export function detectSchemes(request: SignatureRequest, sender: SenderId | null = senderOf(request)): SchemeId[] {
  const ranked = SCHEMES.flatMap(([id, scheme]) => {
    const carried = carries(scheme, request)
    const sent = sender !== null && scheme.senders.includes(sender)
    const rank = carried && sent ? 0 : carried ? 1 : sent ? 2 : 3
    return rank < 3 ? [{ id, rank }] : []
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id)
}

/** Whether a secret of this scheme can judge the request: the request carries its signature, or comes from one of its senders. */
export function appliesTo(scheme: Scheme, request: SignatureRequest, sender: () => SenderId | null): boolean {
  if (carries(scheme, request)) return true
  if (scheme.senders.length === 0) return false
  const sent = sender()
  return sent !== null && scheme.senders.includes(sent)
}

function carries(scheme: Scheme, request: SignatureRequest): boolean {
  if (scheme.headers.length > 0) return scheme.headers.some((name) => headerValue(request.headers, name) !== null)
  return scheme.claim(request).found !== 'nothing'
}

/** The sender that lib/senders recognises. */
export function senderOf({ method, url, headers, body }: SignatureRequest): SenderId | null {
  const query = url.indexOf('?')
  return (
    recognise({ method, query: query < 0 ? null : url.slice(query + 1), header: headerIndex(headers), body })?.provider ?? null
  )
}
