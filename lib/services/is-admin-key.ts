import { createHash, timingSafeEqual } from 'node:crypto'
import type { Runtime } from '#lib/runtime'

/** Takes the same time whatever was sent: digests have one length, and are compared to their end. False without an admin key. */
export function isAdminKey(rt: Pick<Runtime, 'config'>, given: string): boolean {
  const { adminKey } = rt.config
  return adminKey !== null && timingSafeEqual(digest(given), digest(adminKey))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
