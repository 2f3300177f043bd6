import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Runtime } from '#lib/runtime'
import { unauthenticated } from '#lib/services/access'
import { type Actor, ANONYMOUS, type KeyActor } from '#lib/services/actor'
import { type HeaderReader, readCredentials, sharedBinIds } from '#lib/services/credentials'
import { findActor, findBearer } from '#lib/services/find-actor'
import { type Origins, originsOf } from '#lib/services/origins'

/** Who is at the other end of a socket, and under which names they know this server. */
export type SocketCaller = {
  /** A key or a share token that was sent on purpose; null: the cookies say who it is, bin by bin. */
  secret: string | null
  /** The key that the socket was opened with; null: share links only. */
  key: KeyActor | null
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
  const secret = secretOf(handshake.auth, headers)
  const actor = secret === null ? await cookieActor(rt, headers) : await findBearer(rt, secret)
  if (actor?.kind !== 'key' && actor?.kind !== 'share') throw unauthenticated()
  return { secret, key: actor.kind === 'key' ? actor : null, headers, origins: originsOf(rt.config, headers) }
}

/** As whom the caller asks for this bin, now. */
export async function actorFor(rt: Runtime, { secret, headers }: SocketCaller, binId: string): Promise<Actor> {
  const actor = secret === null ? await findActor(rt, headers, binId) : await findBearer(rt, secret)
  return actor ?? ANONYMOUS
}

/** Whose key the cookie holds, else who holds a link to any bin. */
async function cookieActor(rt: Runtime, headers: HeaderReader): Promise<Actor | null> {
  for (const binId of [undefined, ...sharedBinIds(headers)]) {
    const actor = await findActor(rt, headers, binId)
    if (actor && actor.kind !== 'anonymous') return actor
  }
  return null
}

function secretOf(given: Record<string, unknown>, headers: HeaderReader): string | null {
  if ('accessKey' in given || 'shareToken' in given) {
    const { success, data } = auth.safeParse(given)
    if (!success) return ''
    return 'accessKey' in data ? data.accessKey : data.shareToken
  }
  const credentials = readCredentials(headers)
  return credentials?.via === 'bearer' ? credentials.secret : null
}

/** Node has joined what may stand more than once; `set-cookie`, the exception, is in no request. */
export function headerReader(headers: IncomingHttpHeaders): HeaderReader {
  return { get: (name) => (headers[name] as string | undefined) ?? null }
}
