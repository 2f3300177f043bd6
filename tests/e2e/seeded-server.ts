import type { BrowserContext } from '@playwright/test'
import { makeBin, makeReadKey, type OwnBin, ownerOf } from './bins'
import { sendSamples } from './sample-requests'

/** The setting of the places: a server with a full bin and an empty one. */
export type SeededServer = {
  url: string
  full: OwnBin
  empty: OwnBin
  /** Responds to resent requests as a shop's own program would. */
  receiver: OwnBin
  /** Ids of the captures of `full` by sample name. */
  ids: Record<string, string>
  /** Links to `full`. */
  links: { everything: string; redacted: string }
  /** A read-only key for `full`. */
  readKey: string
}

const UNREACHABLE_URL = 'http://127.0.0.1:47001/a/path/that/is/rather/long/for/a/phone?and=a-query'

export async function seedServer(url: string): Promise<SeededServer> {
  const full = await makeBin(url, { name: 'Shop, staging' })
  const asOwner = { authorization: `Bearer ${full.accessKey}`, 'content-type': 'application/json' }
  const call = async (path: string, body: object, method = 'POST') => {
    const init = { method, headers: asOwner, body: JSON.stringify(body) }
    return (await fetch(`${url}/api/v1/bins${path}`, init)).json() as Promise<OwnBin & { url: string }>
  }
  // One forward's capture dies because of this server's answer; the other waits for an hour because nothing listens at its target.
  const q = 'path:/github'
  const retry = { schedule: ['1h'] }
  await call(`/${full.id}/forwards`, { name: 'staging', url: `${url}/nowhere`, path: 'drop', q })
  await call(`/${full.id}/forwards`, { name: 'Accounting in Düsseldorf', url: UNREACHABLE_URL, order: 'strict', q, retry })
  const ids = await sendSamples(full.captureUrl)
  const empty = await call('', { name: 'New integration' })
  const headers = [['content-type', 'application/json']]
  const response = { status: 200, headers, body: '{"ok":true,"order":"#1042","next":"packing"}', delayMs: 0 }
  const receiver = await call('', { name: 'Order service', response })
  const linkOf = async (show: string) => (await call(`/${full.id}/shares`, { show, ttlSeconds: 3600 })).url
  const links = { everything: await linkOf('everything'), redacted: await linkOf('redacted') }
  await call(`/${full.id}/secrets`, { scheme: 'stripe', secret: 'whsec_swordfish-0123456789', label: 'Test mode' })
  await call(`/${full.id}/captures/${ids.shopify}`, { pinned: true }, 'PATCH')
  return { url, full, ids, empty, receiver, links, readKey: await makeReadKey(url, full) }
}

export type Reader = 'owner' | 'reader' | 'nobody' | 'other'

/** Deletes the failing forwards, so that a picture does not warn of them. */
export async function deleteForwards({ url, full }: SeededServer): Promise<void> {
  const client = ownerOf(url, full)
  const { forwards } = await client.listForwards({ bin: full.id })
  for (const { id } of forwards) await client.deleteForward({ bin: full.id, forward: id })
}

/** Signs the browser in as the place's reader. */
export async function signInAs(
  context: BrowserContext,
  { url, full, readKey }: SeededServer,
  as: Reader = 'owner',
): Promise<void> {
  await context.clearCookies()
  if (as === 'nobody') return
  const accessKey = as === 'owner' ? full.accessKey : as === 'reader' ? readKey : (await makeBin(url)).accessKey
  await context.addCookies([{ name: 'creel_key', value: accessKey, url, httpOnly: true, sameSite: 'Lax' }])
}
