/** A way to sign requests, as people are told about it. */
export type SignatureScheme = {
  id: string
  label: string
  kind: 'hmac' | 'asymmetric' | 'token' | 'jwt'
  /** False where only the provider can sign. */
  canSign: boolean
  /** Whether the signature depends on the URL as the provider knows it. */
  needsUrl: boolean
  /** What the secret looks like and where to find it. */
  secretHint: string
  /** How old a signature may be; null where no time is signed. */
  toleranceSeconds: number | null
  /** The provider's page. */
  docs: string
}

/** A scheme that its owner describes: an HMAC in a header. */
export type CustomTemplate = {
  header: string
  algorithm: 'sha256' | 'sha1' | 'sha512'
  encoding: 'hex' | 'base64' | 'base64url'
  prefix?: string
  /** `{timestamp}.{body}`; also `{method}` and `{url}`. */
  signed: string
  timestampHeader?: string
  timestampUnit?: 's' | 'ms'
  secretEncoding?: 'text' | 'base64' | 'hex'
}
