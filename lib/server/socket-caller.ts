import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Runtime } from '#lib/runtime'
import { unauthenticated } from '#lib/services/access'
import { type Actor, ANONYMOUS, type KeyActor } from '#lib/services/actor'
import { type HeaderReader, readCredentials, sharedBinIds } from '#lib/services/credentials'
import { findActor, findBearer } from '#lib/services/find-actor'
import { type Origins, originsOf } from '#lib/services/origins'

/** The caller of a socket, and the names under which they reach this server. */
export type SocketCaller = {
  /** A key or share token that was sent explicitly; null: the cookies decide, bin by bin. */
  secret: string | null
  /** The key that the socket was opened with; null: only share links. */
  key: KeyActor | null
  headers: HeaderReader
  origins: Origins
}

const auth = z.union([z.object({ accessKey: z.string().max(200) }), z.object({ shareToken: z.string().max(200) })])

/**
 * A key or token in `auth` or as Bearer takes precedence over cookies, and an unknown one is refused instead of ignored, because its sender
 * relies on it.
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

/** The actor of this caller for this bin, at this moment. */
export async function actorFor(rt: Runtime, { secret, headers }: SocketCaller, binId: string): Promise<Actor> {
  const actor = secret === null ? await findActor(rt, headers, binId) : await findBearer(rt, secret)
  return actor ?? ANONYMOUS
}

/** The owner of the key in the cookie, or the holder of a link to any bin. */
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

/** Node has joined repeated headers; `set-cookie`, the exception, appears in no request. */
export function headerReader(headers: IncomingHttpHeaders): HeaderReader {
  return { get: (name) => (headers[name] as string | undefined) ?? null }
}
