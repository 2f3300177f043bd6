/** A way to sign requests, as described to users. */
export type SignatureScheme = {
  id: string
  label: string
  kind: 'hmac' | 'asymmetric' | 'token' | 'jwt'
  /** False if only the provider can sign. */
  canSign: boolean
  /** Whether the signature depends on the URL as the provider knows it. */
  needsUrl: boolean
  /** What the secret looks like and where to find it. */
  secretHint: string
  /** How old a signature may be; null if the scheme signs no time. */
  toleranceSeconds: number | null
  /** URL of the provider's documentation. */
  docs: string
}

/** A scheme that a bin's owner describes: an HMAC in a header. */
export type CustomTemplate = {
  header: string
  algorithm: 'sha256' | 'sha1' | 'sha512'
  encoding: 'hex' | 'base64' | 'base64url'
  prefix?: string
  /** Template of the signed text, such as `{timestamp}.{body}`. It may also contain `{method}` and `{url}`. */
  signed: string
  timestampHeader?: string
  timestampUnit?: 's' | 'ms'
  secretEncoding?: 'text' | 'base64' | 'hex'
}
