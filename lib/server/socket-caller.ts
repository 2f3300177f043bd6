import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Runtime } from '#lib/runtime'
import { findKeyOwner, findOwner, type HeaderReader, readCredentials } from '#lib/services/find-owner'
import { findShareViewer, findViewer, isShareToken, sharedBinIds, type Viewer } from '#lib/services/find-viewer'
import { type Origins, originsOf } from '#lib/services/origins'
import { unauthenticated } from '#lib/services/owned-bin'

/** Who is at the other end of a socket, and under which names they know this server. */
export type SocketCaller = {
  /** A key or a share token that was sent on purpose; null: the cookies say who it is, bin by bin. */
  secret: string | null
  headers: HeaderReader
  origins: Origins
}

const auth = z.union([z.object({ accessKey: z.string().max(200) }), z.object({ shareToken: z.string().max(200) })])

/**
 * A key or token in `auth` or as Bearer goes before cookies, and is refused where it is unknown: its sender believes that it counts.
 * @throws `unauthenticated`, `storage_unavailable`
 */
export async function socketCaller(
  rt: Runtime,
  handshake: { auth: Record<string, unknown>; headers: IncomingHttpHeaders },
): Promise<SocketCaller> {
  const headers = headerReader(handshake.headers)
  const caller: SocketCaller = { secret: secretOf(handshake.auth, headers), headers, origins: originsOf(rt.config, headers) }
  if (!(await isKnown(rt, caller))) throw unauthenticated()
  return caller
}

/** As whom the caller asks for this bin; null: as nobody. */
export function viewerOf(rt: Runtime, { secret, headers }: SocketCaller, binId: string): Promise<Viewer | null> {
  return secret === null ? findViewer(rt, headers, binId) : secretViewer(rt, secret)
}

async function isKnown(rt: Runtime, { secret, headers }: SocketCaller): Promise<boolean> {
  if (secret !== null) return (await secretViewer(rt, secret)) !== null
  if (await findOwner(rt, headers)) return true
  for (const binId of sharedBinIds(headers)) if (await findViewer(rt, headers, binId)) return true
  return false
}

function secretViewer(rt: Runtime, secret: string): Promise<Viewer | null> {
  return isShareToken(secret) ? findShareViewer(rt, secret) : findKeyOwner(rt, { key: secret, via: 'bearer' })
}

function secretOf(given: Record<string, unknown>, headers: HeaderReader): string | null {
  if ('accessKey' in given || 'shareToken' in given) {
    const { success, data } = auth.safeParse(given)
    if (!success) return ''
    return 'accessKey' in data ? data.accessKey : data.shareToken
  }
  const credentials = readCredentials(headers)
  return credentials?.via === 'bearer' ? credentials.key : null
}

/** Node has joined what may stand more than once; `set-cookie`, the exception, is in no request. */
export function headerReader(headers: IncomingHttpHeaders): HeaderReader {
  return { get: (name) => (headers[name] as string | undefined) ?? null }
}
