import { headerValue } from '#lib/core/headers'
import type { Encoding } from '../bytes'
import type { PublicKeyAlgorithm } from '../crypto/crypto'
import { headerValues } from '../header-format'
import type { Claim, Mechanism, SentSignature, SignatureRequest, TimestampUnit } from '../scheme'
import { publicKeyOf } from '../secret'
import { signedTemplate } from '../template'
import { readTimestamp } from '../timestamp'

type AsymmetricScheme = {
  header: string
  algorithm: PublicKeyAlgorithm
  encoding: Encoding
  signed: string
  timestamp?: { header: string; unit: TimestampUnit; future?: boolean }
}

/** The provider signs with its private key. Anyone can verify with the public key, but only the provider can sign. */
export function asymmetricScheme({ header, algorithm, encoding, signed, timestamp }: AsymmetricScheme): Mechanism {
  const signedString = signedTemplate(signed)
  const claim = (request: SignatureRequest): Claim => {
    const values = headerValues(request.headers, header)
    if (values.length === 0) return { found: 'nothing' }
    const signatures = values.map((value): SentSignature => ({ text: value.trim(), algorithm, encoding }))
    const time = timestamp ? headerValue(request.headers, timestamp.header)?.trim() : ''
    if (time === undefined)
      return { found: 'malformed', header, why: `${timestamp!.header} is missing`, missingHeader: timestamp!.header }
    const at = timestamp ? readTimestamp(time, timestamp.unit) : null
    if (timestamp && at === null) return { found: 'malformed', header: timestamp.header, why: 'the timestamp cannot be read' }
    return {
      found: 'signatures',
      header,
      signatures,
      timestamp: time,
      id: '',
      signedAt: at?.at ?? null,
      ...(at?.wrongUnit ? { wrongUnit: true } : {}),
    }
  }
  return {
    headers: [header],
    timestamp: timestamp ? { unit: timestamp.unit, future: timestamp.future ?? true } : null,
    signsBody: true,
    needsUrl: false,
    keys: publicKeyOf,
    signedStrings: (parts) => [signedString(parts)],
    claim,
    sign: null,
  }
}
