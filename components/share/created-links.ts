import type { AnswerOf, InputOf } from '#lib/client/calls'
import { api } from '../api'

export type CreatedLink = AnswerOf<'createShare'>
export type CreateShareInput = InputOf<'createShare'>['body']

/** A link older than this part of its lifetime is not copied again, because it would end too early. */
const REUSED_FOR = 0.1

/** The links that this page created, by their settings. The server shows a token only once, so only this page can copy a link again. */
const created = new Map<string, { link: CreatedLink; at: number }>()

/** The link with these settings: the one created before if it still works, otherwise a new one. */
export async function linkFor(bin: string, input: CreateShareInput): Promise<CreatedLink> {
  const key = JSON.stringify([bin, input.captureId ?? null, input.show, input.ttlSeconds])
  const before = created.get(key)
  if (before && isFresh(before) && (await isActive(bin, before.link))) return before.link
  const link = await api.createShare({ bin, body: input })
  created.set(key, { link, at: Date.now() })
  return link
}

/** Compares times of this browser only: its clock may differ from the server's. */
function isFresh({ link, at }: { link: CreatedLink; at: number }): boolean {
  const lifetime = Date.parse(link.expiresAt) - Date.parse(link.createdAt)
  return Date.now() - at < REUSED_FOR * lifetime
}

/** It may have been revoked in another tab. */
async function isActive(bin: string, { id }: CreatedLink): Promise<boolean> {
  const { shares } = await api.listShares({ bin })
  return shares.some((share) => share.id === id)
}
