import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme } from '../families/body-fields'
import type { Claim, SignatureRequest } from '../scheme'
import { publicKeyOf } from '../secret'

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']

const fields = bodyFieldsScheme({
  field: 'Signature',
  algorithm: 'rsa-sha1',
  encoding: 'base64',
  key: publicKeyOf,
  timestamp: { unit: 'iso', future: true },
  read({ body }) {
    const message = bodyJson(body)
    const [type, signature, timestamp] = ['Type', 'Signature', 'Timestamp'].map((name) => textAt(message, name))
    if (textAt(message, 'TopicArn') === null || type == null) return null
    if (signature == null || timestamp == null) return 'the message has no Signature'
    const names = type === 'Notification' ? NOTIFICATION : CONFIRMATION
    const lines = names.flatMap((name) => (valueAt(message, name) === undefined ? [] : [name, textAt(message, name) ?? '']))
    return [{ signature, signed: `${lines.join('\n')}\n`, timestamp }]
  },
  write: null,
})

/**
 * `Signature` in the body: RSA with SHA-1 (`SignatureVersion` 1) or SHA-256 (2) over the names and values of its fields, one per line. The
 * certificate is at `SigningCertURL`. With raw message delivery, nothing is signed.
 */
export const awsSns = defineScheme(
  {
    id: 'aws-sns',
    label: 'Amazon SNS',
    kind: 'asymmetric',
    secretHint: 'Nothing: the certificate is fetched from Amazon. You can also paste it, in PEM',
    toleranceSeconds: 3600,
    docs: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
    oracle: 'vector: third party',
    senders: ['aws-sns'],
  },
  { ...fields, signsBody: true, claim, keyUrl },
)

function claim(request: SignatureRequest): Claim {
  const found = fields.claim(request)
  if (found.found !== 'signatures' || textAt(bodyJson(request.body), 'SignatureVersion') !== '2') return found
  return { ...found, signatures: found.signatures.map((signature) => ({ ...signature, algorithm: 'rsa-sha256' })) }
}

/** Only from Amazon's own hosts: the URL comes from the request, so an attacker could name any host. */
function keyUrl({ body }: SignatureRequest): string | null {
  const url = textAt(bodyJson(body), 'SigningCertURL') ?? ''
  return /^https:\/\/sns\.[a-z0-9-]{3,30}\.amazonaws\.com(?:\.cn)?\/[A-Za-z0-9_-]+\.pem$/.test(url) ? url : null
}
