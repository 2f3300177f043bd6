import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'

/** A bin and the key that owns it. */
export type OwnBin = Bin & { accessKey: string }

/** Makes a bin over REST. */
export async function makeBin(url: string, input: object = {}): Promise<OwnBin> {
  const headers = { 'content-type': 'application/json' }
  return (await expectOk(await fetch(`${url}/api/v1/bins`, { method: 'POST', headers, body: JSON.stringify(input) }))).json()
}

/** GET of something under the bin, as its owner: `''` for the bin itself, `/captures?limit=200`, … */
export async function getOfBin(url: string, bin: OwnBin, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${bin.accessKey}` }
  return expectOk(await fetch(`${url}/api/v1/bins/${bin.id}${path}`, { headers }))
}

/** Every capture of the bin, oldest first, with headers and body. */
export async function allCaptures(url: string, bin: OwnBin): Promise<Capture[]> {
  const ids: string[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page = (await (await getOfBin(url, bin, `/captures?limit=200&after=${after}`)).json()) as CapturePage
    ids.push(...page.captures.map(({ id }) => id))
    after = page.captures.length === 0 ? null : page.nextAfter
  }
  return Promise.all(ids.map(async (id) => (await getOfBin(url, bin, `/captures/${id}`)).json() as Promise<Capture>))
}

type CapturePage = { captures: { id: string }[]; nextAfter: number | null }

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return response
}
