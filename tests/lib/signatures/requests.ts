import { changeHeaders } from '#lib/core/headers'
import type { Material, Scheme, SignatureRequest } from '#lib/signatures/scheme'
import { type Signed, type SignOptions, sign } from '#lib/signatures/sign'

export const NOW = Date.UTC(2026, 10, 28, 12)
export const FORM = 'application/x-www-form-urlencoded'

export function aRequest(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  url = 'https://example.com/hook?a=1',
): SignatureRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { method: 'POST', url, headers: Object.entries({ 'content-type': 'application/json', ...headers }), body: bytes }
}

export function material(secret: string | null, publicKey: string | null = null): Material {
  return { secret, publicKey }
}

/** The request with the changes of `sign` applied. */
export function applied(request: SignatureRequest, signed: Signed): SignatureRequest {
  if (!signed.ok) throw new Error(signed.reason)
  const { headers, body = request.body, url = request.url } = signed
  return { ...request, body, url, headers: changeHeaders(request.headers, headers) }
}

export function signedRequest(scheme: Scheme, request: SignatureRequest, secret: Material, options: Partial<SignOptions> = {}) {
  return applied(request, sign(scheme, request, secret, { now: NOW, id: 'msg_1', ...options }))
}
