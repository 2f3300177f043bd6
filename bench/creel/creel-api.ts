import { Agent, request } from 'node:http'

/** A bin and the key that reads it. */
export type OwnBin = { id: string; accessKey: string }

export type Summary = { id: string; seq: number; path: string; query: string | null }
export type Page = { captures: Summary[]; nextBefore: number | null; nextAfter: number | null; total: number }

/** Creates a bin, for the owner of `accessKey` or else for a new owner. */
export async function createBin(origin: string, accessKey?: string): Promise<OwnBin> {
  const authorization: Record<string, string> = accessKey === undefined ? {} : { authorization: `Bearer ${accessKey}` }
  const headers = { 'content-type': 'application/json', ...authorization }
  const response = await fetch(`${origin}/api/v1/bins`, { method: 'POST', headers, body: '{}' })
  if (response.status !== 201) throw new Error(`POST /bins answered ${response.status}: ${await response.text()}`)
  const bin = (await response.json()) as { id: string; accessKey?: string }
  return { id: bin.id, accessKey: bin.accessKey ?? accessKey! }
}

/** Adds a secret for GitHub's scheme. */
export async function addSecret(origin: string, bin: OwnBin, secret: string): Promise<void> {
  const response = await fetch(`${origin}/api/v1/bins/${bin.id}/secrets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bin.accessKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scheme: 'github', secret }),
  })
  if (!response.ok) throw new Error(`POST /secrets answered ${response.status}: ${await response.text()}`)
}

const agent = new Agent({ keepAlive: true })

/** GET with the bin's key over a keep-alive connection. Returns the body, whatever the status. */
export function get(origin: string, bin: OwnBin, path: string): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${bin.accessKey}` }
    const sent = request(`${origin}/api/v1/bins/${bin.id}${path}`, { agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, body: Buffer.concat(chunks) }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end()
  })
}

export async function getJson<T>(origin: string, bin: OwnBin, path: string): Promise<T> {
  const { status, body } = await get(origin, bin, path)
  if (status !== 200) throw new Error(`GET ${path || 'bin'} answered ${status}: ${body.toString()}`)
  return JSON.parse(body.toString()) as T
}

/** All captures of the bin as the list returns them, oldest first. */
export async function allCaptures(origin: string, bin: OwnBin): Promise<Summary[]> {
  const all: Summary[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: Page = await getJson<Page>(origin, bin, `/captures?limit=200&after=${after}`)
    all.push(...page.captures)
    after = page.captures.length === 0 ? null : page.nextAfter
  }
  return all
}
