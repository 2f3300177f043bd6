import { headerValue } from '#lib/core/headers'
import type { Encoding } from '../bytes'
import type { HashName } from '../crypto/crypto'
import { type HeaderFormat, headerValues, prefixed } from '../header-format'
import type { Claim, Mechanism, SentSignature, SignatureRequest, Signing, TimestampUnit } from '../scheme'
import { type KeyReader, textKey } from '../secret'
import { signatureText } from '../signature-text'
import { placeholdersOf, signedTemplate } from '../template'
import { readTimestamp, writeTimestamp } from '../timestamp'

type SignatureHeader = {
  name: string
  format?: HeaderFormat
  /** Default: `sha256`. */
  hash?: HashName
  /** Default: `hex`. */
  encoding?: Encoding
}

type HmacScheme = {
  /** The current header first. Unless `all`, only the first header that is present counts. */
  headers: readonly SignatureHeader[]
  /** Each header is signed with a different key; one match is enough. */
  all?: boolean
  key?: KeyReader
  /** Template of the signed string, such as `{timestamp}.{body}`. */
  signed: string
  /** `header`: omitted if the timestamp is part of the signature header. */
  timestamp?: { header?: string; unit: TimestampUnit; future?: boolean }
  /** The header with the message id, if that is signed. */
  id?: string
  /** Other headers that a receiver expects beside the signature. */
  also?: readonly (readonly [name: string, value: string])[]
}

/** An HMAC over a string built from parts of the request, sent in a header. Most providers sign like this. */
export function hmacScheme({ headers, all = false, key = textKey, signed, timestamp, id, also = [] }: HmacScheme): Mechanism {
  const placeholders = placeholdersOf(signed)
  const signedString = signedTemplate(signed)
  const found = (request: SignatureRequest) => {
    const present = headers.filter(({ name }) => headerValue(request.headers, name) !== null)
    return all ? present : present.slice(0, 1)
  }
  return {
    headers: headers.map(({ name }) => name),
    timestamp: timestamp ? { unit: timestamp.unit, future: timestamp.future ?? true } : null,
    signsBody: placeholders.includes('body'),
    needsUrl: placeholders.includes('url'),
    keys: key,
    signedStrings: (parts) => [signedString(parts)],
    claim: (request) => readClaim(request, found(request), { timestamp, id }),
    sign: (signing) => sign(signing, { headers, all, key, signed, timestamp, id, also }),
  }
}

/** An HMAC over the body alone. */
export function bodyHmac({
  header,
  prefix = '',
  key,
  ...format
}: {
  header: string
  prefix?: string
  key?: KeyReader
  hash?: HashName
  encoding?: Encoding
}) {
  return hmacScheme({
    headers: [{ name: header, format: prefixed(prefix), ...format }],
    signed: '{body}',
    ...(key ? { key } : {}),
  })
}

function readClaim(
  request: SignatureRequest,
  found: readonly SignatureHeader[],
  { timestamp, id }: Pick<HmacScheme, 'timestamp' | 'id'>,
): Claim {
  const [first] = found
  if (!first) return { found: 'nothing' }
  const header = first.name
  const signatures: SentSignature[] = []
  let time: string | null = null
  let fault = ''
  for (const each of found) {
    for (const value of headerValues(request.headers, each.name)) {
      const read = (each.format ?? prefixed()).read(value)
      if (typeof read === 'string') {
        fault ||= read
        continue
      }
      time ??= read.timestamp
      signatures.push(...read.signatures.map((text) => sentSignature(each, text)))
    }
  }
  if (signatures.length === 0) return { found: 'malformed', header, why: fault }
  const besides = [timestamp?.header, id].find((name) => name !== undefined && headerValue(request.headers, name) === null)
  if (besides !== undefined) return { found: 'malformed', header, why: `${besides} is missing`, missingHeader: besides }
  if (timestamp?.header !== undefined) time = headerValue(request.headers, timestamp.header)!.trim()
  const at = timestamp ? readTimestamp(time ?? '', timestamp.unit) : null
  if (timestamp && at === null)
    return { found: 'malformed', header: timestamp.header ?? header, why: 'the timestamp cannot be read' }
  return {
    found: 'signatures',
    header,
    signatures,
    timestamp: time ?? '',
    id: id === undefined ? '' : headerValue(request.headers, id)!.trim(),
    signedAt: at?.at ?? null,
    ...(at?.wrongUnit ? { wrongUnit: true } : {}),
  }
}

function sentSignature({ hash = 'sha256', encoding = 'hex' }: SignatureHeader, text: string): SentSignature {
  return { text, algorithm: `hmac-${hash}`, encoding }
}

function sign(signing: Signing, scheme: Required<Pick<HmacScheme, 'headers' | 'all' | 'key' | 'signed' | 'also'>> & HmacScheme) {
  const { request, material, now, crypto, alter } = signing
  const { headers, all, key, signed, timestamp, id, also } = scheme
  const time = timestamp ? writeTimestamp(now, timestamp.unit) : ''
  const written = headers.map((each, i) => {
    // Removes headers that are not signed anew (another key's, or one that was absent), because an old signature would be wrong.
    if (i > 0 && (all || headerValue(request.headers, each.name) === null)) return [each.name, null] as const
    const signature = sentSignature(each, '')
    const parts = { ...request, timestamp: time, id: signing.id, material, signature }
    const text = signatureText(signature, key(material)[0], signedTemplate(signed)(parts), crypto)
    return [each.name, (each.format ?? prefixed()).write(alter(text), time)] as const
  })
  return {
    headers: [
      ...(id === undefined ? [] : [[id, signing.id] as const]),
      ...(timestamp?.header === undefined ? [] : [[timestamp.header, time] as const]),
      ...written.filter(([name, value]) => value !== null || headerValue(request.headers, name) !== null),
      ...also.filter(([name]) => headerValue(request.headers, name) === null),
    ],
  }
}
