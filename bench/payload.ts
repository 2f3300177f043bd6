import { createHmac } from 'node:crypto'

/** The load generators' signing secret. */
export const WEBHOOK_SECRET = 'It is a secret to everybody'

/** The headers of a GitHub webhook, except host and content-length. */
export const WEBHOOK_HEADERS: readonly (readonly [string, string])[] = [
  ['User-Agent', 'GitHub-Hookshot/044aadd'],
  ['Accept', '*/*'],
  ['Content-Type', 'application/json'],
  ['X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  ['X-GitHub-Event', 'issues'],
  ['X-GitHub-Hook-ID', '292430182'],
  ['X-GitHub-Hook-Installation-Target-ID', '79929171'],
  ['X-GitHub-Hook-Installation-Target-Type', 'repository'],
  ['X-Hub-Signature', 'sha1=7d38cdd689735b008b3c702edd92eea23791c5f6'],
  ['X-Hub-Signature-256', 'sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c'],
]

/** The same headers with a valid signature. */
export function signedHeaders(body: Uint8Array): (readonly [string, string])[] {
  const digest = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')
  return WEBHOOK_HEADERS.map(([name, value]) => [name, name === 'X-Hub-Signature-256' ? `sha256=${digest}` : value])
}

/** Webhook-like JSON of exactly `sizeBytes` bytes, all ASCII. */
export function webhookBody(sizeBytes: number): Buffer {
  const repository = { id: 1296269, node_id: 'MDEwOlJlcG9zaXRvcnkxMjk2MjY5', full_name: 'octocat/hello-world', private: false }
  const sender = { login: 'octocat', id: 1, type: 'User', site_admin: false, url: 'https://api.github.com/users/octocat' }
  const issue = { url: 'https://api.github.com/repos/octocat/hello-world/issues/1347', number: 1347, title: 'Spelling error' }
  const around = JSON.stringify({ action: 'opened', repository, sender, issue: { ...issue, body: '' } })
  const words = 'It looks like you accidentally spelled "commit" with two "t"s. '.replaceAll('"', "'")
  const room = sizeBytes - around.length
  if (room < 0) throw new RangeError(`a webhook body has at least ${around.length} bytes, not ${sizeBytes}`)
  const text = words.repeat(Math.ceil(room / words.length)).slice(0, room)
  return Buffer.from(around.replace('"body":""', `"body":"${text}"`))
}
