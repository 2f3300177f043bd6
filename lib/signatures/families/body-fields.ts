import type { Encoding } from '../bytes'
import { utf8 } from '../bytes'
import type { Claim, Mechanism, SentSignature, SignatureRequest, SignedParts, TimestampUnit } from '../scheme'
import { type KeyReader, textKey } from '../secret'
import { signatureText } from '../signature-text'
import { readTimestamp, writeTimestamp } from '../timestamp'

/** What was read from a body. `signed`: the text that `signature` signs. `timestamp`: as the body has it, if it is signed. */
export type SignedField = { signature: string; signed: string; timestamp?: string }

type BodyFields = {
  /** Where the signature is, in words: `signature.signature`. */
  field: string
  algorithm: SentSignature['algorithm']
  encoding: Encoding
  key?: KeyReader
  /** null: a body of another kind. A string: what the body lacks. */
  read(request: Pick<SignatureRequest, 'headers' | 'body'>): readonly SignedField[] | string | null
  timestamp?: { unit: TimestampUnit; future: boolean }
  /** Writes the signatures and the timestamp into the body. */
  write: null | ((request: SignatureRequest, sign: (signed: string) => string, timestamp: string) => Uint8Array)
}

/** The signature and the signed values are fields of the body. Changing any other field does not break the signature. */
export function bodyFieldsScheme({ field, algorithm, encoding, key = textKey, read, timestamp, write }: BodyFields): Mechanism {
  const claim = (request: SignatureRequest): Claim => {
    const found = read(request)
    if (found === null) return { found: 'nothing' }
    if (typeof found === 'string') return { found: 'malformed', header: field, why: found }
    const time = found[0]!.timestamp ?? ''
    const at = timestamp ? readTimestamp(time, timestamp.unit) : null
    return {
      found: 'signatures',
      header: field,
      signatures: found.map(({ signature }, index): SentSignature => ({ text: signature, algorithm, encoding, index })),
      every: true,
      timestamp: time,
      id: '',
      signedAt: at?.at ?? null,
      ...(at?.wrongUnit ? { wrongUnit: true } : {}),
    }
  }
  const signedText = (parts: SignedParts) => {
    const found = read(parts)
    return Array.isArray(found) ? (found as readonly SignedField[])[parts.signature.index ?? 0]?.signed : undefined
  }
  return {
    headers: [],
    timestamp: timestamp ?? null,
    signsBody: false,
    needsUrl: false,
    keys: key,
    claim,
    signedStrings: (parts) => {
      const text = signedText(parts)
      return text === undefined ? [] : [[utf8(text)]]
    },
    sign:
      write &&
      (({ request, material, now, crypto, alter }) => {
        const sign = (signed: string) => alter(signatureText({ algorithm, encoding }, key(material)[0], [utf8(signed)], crypto))
        return { headers: [], body: write(request, sign, writeTimestamp(now, timestamp?.unit ?? 's')) }
      }),
  }
}
