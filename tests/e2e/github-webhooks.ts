import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A webhook as GitHub sends it. `headers` are sent after `Host`, in this order and case. */
export type Webhook = { event: string; headers: [string, string][]; body: Buffer }

export const SECRET = 'It is no secret: these payloads are GitHub’s examples.'

/** Different payloads from GitHub's own examples, with GitHub's headers. */
export function githubWebhooks(count: number): Webhook[] {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples')
  const definitions = JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: unknown[] }[]
  const byBody = new Map<string, string>()
  for (const { name, examples } of definitions) for (const example of examples) byBody.set(JSON.stringify(example), name)
  const webhooks = [...byBody].slice(0, count).map(([body, event]) => webhook(event, Buffer.from(body)))
  if (webhooks.length < count) throw new RangeError(`there are ${webhooks.length} different examples, not ${count}`)
  return webhooks
}

function webhook(event: string, body: Buffer): Webhook {
  const digest = (algorithm: string) => `${algorithm}=${createHmac(algorithm, SECRET).update(body).digest('hex')}`
  return {
    event,
    body,
    headers: [
      ['User-Agent', 'GitHub-Hookshot/044aadd'],
      ['Accept', '*/*'],
      ['X-GitHub-Delivery', randomUUID()],
      ['X-GitHub-Event', event],
      ['X-GitHub-Hook-ID', '292430182'],
      ['X-GitHub-Hook-Installation-Target-ID', '79929171'],
      ['X-GitHub-Hook-Installation-Target-Type', 'repository'],
      ['X-Hub-Signature', digest('sha1')],
      ['X-Hub-Signature-256', digest('sha256')],
      ['content-type', 'application/json'], // GitHub sends these two in lower case
      ['content-length', String(body.byteLength)],
    ],
  }
}
