import { FORM_TYPE, mediaType } from '#lib/core/content-type'
import { headerValue } from '#lib/core/headers'
import { bodyForm } from '../body-json'
import { encode, utf8 } from '../bytes'
import type { SignatureCrypto } from '../crypto/crypto'
import { headerValues } from '../header-format'
import type { Binding, Claim, Mechanism, SentSignature, SignatureRequest, SignedParts, SignedString } from '../scheme'
import { textKey } from '../secret'
import { signatureText } from '../signature-text'
import { signedUrl } from '../signed-url'

type UrlForm = {
  header: string
  /** The query parameter that holds the hash of a body that is not a form. */
  bodyHashParameter?: string
  /** Other spellings of the URL that this provider's own library accepts. */
  otherUrls?(url: string): readonly string[]
}

/** HMAC-SHA1 over the URL followed by the name and value of each form field, sorted by name. Used by Twilio and Mandrill. */
export function urlFormScheme({ header, bodyHashParameter, otherUrls = () => [] }: UrlForm): Mechanism {
  const signature = { algorithm: 'hmac-sha1', encoding: 'base64' } as const
  const claim = ({ headers }: SignatureRequest): Claim => {
    const values = headerValues(headers, header)
    if (values.length === 0) return { found: 'nothing' }
    const signatures = values.map((value): SentSignature => ({ text: value.trim(), ...signature }))
    return { found: 'signatures', header, signatures, timestamp: '', id: '', signedAt: null }
  }
  const signedStrings = (parts: Pick<SignedParts, 'url' | 'headers' | 'body'>): readonly SignedString[] => {
    const fields = utf8(formFields(parts))
    return [parts.url, ...otherUrls(parts.url)].map((url) => [utf8(url), fields])
  }
  const bindings = ({ url, body }: SignedParts, crypto: SignatureCrypto): readonly Binding[] => {
    const sent = bodyHashParameter === undefined ? null : queryParameter(url, bodyHashParameter)
    if (sent === null) return []
    return [{ name: bodyHashParameter!, sent, expected: encode(crypto.hash('sha256', body), 'hex'), concerns: 'body' }]
  }
  return {
    headers: [header],
    timestamp: null,
    signsBody: true,
    needsUrl: true,
    keys: textKey,
    claim,
    signedStrings,
    bindings,
    sign({ request, material, crypto, alter }) {
      const url = bodyHashParameter === undefined ? request.url : withBodyHash(request, bodyHashParameter, crypto)
      const text = signatureText(signature, textKey(material)[0], signedStrings({ ...request, url })[0]!, crypto)
      return { headers: [[header, alter(text)]], ...(url === request.url ? {} : { url }) }
    },
  }
}

/** The URL's query carries the hash of a body that is not a form, which binds the body to the signature. */
function withBodyHash(request: SignatureRequest, parameter: string, crypto: SignatureCrypto): string {
  if (request.body.length === 0 || isForm(request)) return request.url
  const hash = encode(crypto.hash('sha256', request.body), 'hex')
  const url = new URL(request.url)
  url.searchParams.delete(parameter)
  return signedUrl(`${url.href.replace(/\?$/, '')}${url.search === '' ? '?' : '&'}${parameter}=${hash}`, null)
}

/** Names and values concatenated, sorted by name. The values of a repeated name are sorted too, and duplicates count once. */
function formFields(request: Pick<SignatureRequest, 'headers' | 'body'>): string {
  const pairs = isForm(request) ? (bodyForm(request.body) ?? []) : []
  const byName = new Map<string, Set<string>>()
  for (const [name, value] of pairs) byName.set(name, (byName.get(name) ?? new Set()).add(value))
  return [...byName.keys()]
    .sort()
    .flatMap((name) => [...byName.get(name)!].sort().map((value) => name + value))
    .join('')
}

function isForm({ headers }: Pick<SignatureRequest, 'headers'>): boolean {
  return mediaType(headerValue(headers, 'content-type')) === FORM_TYPE
}

function queryParameter(url: string, name: string): string | null {
  const query = url.indexOf('?')
  return query < 0 ? null : new URLSearchParams(url.slice(query + 1).replace(/#.*$/, '')).get(name)
}
