import type { InputOf } from '#lib/client/calls'
import { type Client, createClient } from '#lib/client/client'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'

/** A bin and the key that owns it. */
export type OwnBin = Bin & { accessKey: string }

/** Creates a bin over REST. */
export async function makeBin(url: string, input: InputOf<'createBin'>['body'] = {}): Promise<OwnBin> {
  const bin = await createClient({ origin: url }).createBin({ body: input })
  if (!('accessKey' in bin)) throw new Error('no key came with the bin')
  return bin
}

/** The API for the bin's owner. */
export const ownerOf = (url: string, { accessKey }: OwnBin): Client => createClient({ origin: url, accessKey })

/** Creates a read-only key of the bin's owner for this bin. */
export async function makeReadKey(url: string, own: OwnBin): Promise<string> {
  const body = { label: 'Nightly checks in CI', scope: 'read', bins: [own.id], ttlSeconds: 90 * 86_400 } as const
  return (await ownerOf(url, own).createKey({ body })).accessKey
}

/** Every capture of the bin, oldest first, with headers and body. */
export async function allCaptures(url: string, own: OwnBin): Promise<Capture[]> {
  const client = ownerOf(url, own)
  const bin = own.id
  const ids: string[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { captures: { id: string }[]; nextAfter: number | null } = await client.listCaptures({ bin, limit: 200, after })
    ids.push(...page.captures.map(({ id }) => id))
    after = page.captures.length === 0 ? null : page.nextAfter
  }
  return Promise.all(ids.map((capture) => client.getCapture({ bin, capture })))
}
