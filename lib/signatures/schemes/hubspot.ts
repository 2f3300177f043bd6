import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { keyedHash } from '../families/keyed-hash'
import type { Mechanism, SignatureRequest } from '../scheme'

/**
 * v3: base64 over method, URL, body, and timestamp in milliseconds. Older apps send v1 or v2, hex SHA-256 of the secret followed by the
 * body (v1) or by method, URL, and body (v2); `X-HubSpot-Signature-Version` says which.
 */
const v3 = hmacScheme({
  headers: [{ name: 'X-HubSpot-Signature-v3', encoding: 'base64' }],
  signed: '{method}{url}{body}{timestamp}',
  timestamp: { header: 'X-HubSpot-Request-Timestamp', unit: 'ms', future: false },
})
const v1 = keyedHash({ header: 'X-HubSpot-Signature', version: ['X-HubSpot-Signature-Version', 'v1'], signed: '{body}' })
const v2 = keyedHash({
  header: 'X-HubSpot-Signature',
  version: ['X-HubSpot-Signature-Version', 'v2'],
  signed: '{method}{url}{body}',
})

const about = {
  secretHint: 'The client secret of the app (Auth)',
  docs: 'https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests',
  senders: ['hubspot'] as const,
}

export const hubspot = defineScheme(
  { id: 'hubspot', label: 'HubSpot', ...about, toleranceSeconds: 300, oracle: 'SDK: @hubspot/api-client' },
  { ...v3, ...byVersion(v3, v2, v1) },
)

export const hubspotV1 = defineScheme(
  { id: 'hubspot-v1', label: 'HubSpot (v1)', ...about, oracle: 'vector: hubspot-api-nodejs tests' },
  v1,
)

export const hubspotV2 = defineScheme(
  { id: 'hubspot-v2', label: 'HubSpot (v2)', ...about, oracle: 'vector: hubspot-api-nodejs tests' },
  v2,
)

/** Uses the newest version that a request carries. */
function byVersion(newest: Mechanism, ...older: readonly Mechanism[]): Pick<Mechanism, 'headers' | 'claim' | 'signedStrings'> {
  const all = [newest, ...older]
  const carried = ({ headers }: Pick<SignatureRequest, 'headers'>) =>
    all.find((each) => each.claim({ method: '', url: '', headers, body: new Uint8Array() }).found !== 'nothing') ?? newest
  return {
    headers: [...new Set(all.flatMap(({ headers }) => headers))],
    claim: (request) => carried(request).claim(request),
    signedStrings: (parts) => carried(parts).signedStrings(parts),
  }
}
