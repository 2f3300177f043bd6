import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Runtime } from '#lib/runtime'
import { findKeyOwner, type HeaderReader, type Owner, readCredentials } from '#lib/services/find-owner'
import { type Origins, originsOf } from '#lib/services/origins'
import { unauthenticated } from '#lib/services/owned-bin'

/** Who is at the other end of a socket, and under which names they know this server. */
export type SocketCaller = { owner: Owner; origins: Origins }

const auth = z.object({ accessKey: z.string().max(200) })

/**
 * A key in `auth` goes before headers, and is refused where it is unknown: its sender believes that it counts.
 * @throws `unauthenticated`, `storage_unavailable`
 */
export async function socketCaller(
  rt: Runtime,
  handshake: { auth: Record<string, unknown>; headers: IncomingHttpHeaders },
): Promise<SocketCaller> {
  const headers = headerReader(handshake.headers)
  const credentials = 'accessKey' in handshake.auth ? keyOf(handshake.auth) : readCredentials(headers)
  const owner = credentials && (await findKeyOwner(rt, credentials))
  if (!owner) throw unauthenticated()
  return { owner, origins: originsOf(rt.config, headers) }
}

function keyOf(given: Record<string, unknown>): { key: string; via: 'bearer' } | null {
  const { success, data } = auth.safeParse(given)
  return success ? { key: data.accessKey, via: 'bearer' } : null
}

/** Node has joined what may stand more than once; `set-cookie`, the exception, is in no request. */
export function headerReader(headers: IncomingHttpHeaders): HeaderReader {
  return { get: (name) => (headers[name] as string | undefined) ?? null }
}
