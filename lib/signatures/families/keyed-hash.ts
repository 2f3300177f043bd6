import { headerValue } from '#lib/core/headers'
import { headerValues } from '../header-format'
import type { Mechanism, SentSignature } from '../scheme'
import { textKey } from '../secret'
import { signatureText } from '../signature-text'
import { placeholdersOf, signedTemplate } from '../template'

type KeyedHash = {
  header: string
  /** The header that names the version, and its value for this version. A request without it may be of any version. */
  version: readonly [name: string, value: string]
  signed: string
}

/** SHA-256 of the secret followed by the signed string, in hex. Not an HMAC. */
export function keyedHash({ header, version: [versionHeader, version], signed }: KeyedHash): Mechanism {
  const signedString = signedTemplate(signed)
  const signature = { algorithm: 'keyed-sha256', encoding: 'hex' } as const
  const placeholders = placeholdersOf(signed)
  return {
    headers: [header],
    timestamp: null,
    signsBody: placeholders.includes('body'),
    needsUrl: placeholders.includes('url'),
    keys: textKey,
    signedStrings: (parts) => [signedString(parts)],
    claim({ headers }) {
      const sent = headerValue(headers, versionHeader)?.trim() ?? version
      const values = sent === version ? headerValues(headers, header) : []
      if (values.length === 0) return { found: 'nothing' }
      const signatures = values.map((value): SentSignature => ({ text: value.trim(), ...signature }))
      return { found: 'signatures', header, signatures, timestamp: '', id: '', signedAt: null }
    },
    sign({ request, material, crypto, alter }) {
      const message = signedString({ ...request, timestamp: '', id: '', material, signature })
      return {
        headers: [
          [header, alter(signatureText(signature, textKey(material)[0], message, crypto))],
          [versionHeader, version],
        ],
      }
    },
  }
}
