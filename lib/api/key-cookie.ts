import { KEY_COOKIE } from '#lib/services/credentials'
import type { Origins } from '#lib/services/origins'

const MAX_AGE_SECONDS = 400 * 24 * 3600 // browsers limit it to this

/**
 * The `set-cookie` header that signs a browser in with this key; null signs it out. Lax, so that a link from a mail or a chat still opens
 * the bin.
 */
export function keyCookie(accessKey: string | null, origins: Origins): Record<string, string> {
  const secure = origins.ui.startsWith('https:') ? '; Secure' : ''
  const maxAge = accessKey === null ? 0 : MAX_AGE_SECONDS
  return { 'set-cookie': `${KEY_COOKIE}=${accessKey ?? ''}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}` }
}
