import type { Fresh } from './fresh'

/** What Svix, and everybody who sends through it, puts beside the signature. */
export function svixHeaders({ text, seconds }: Fresh): Record<string, string> {
  return { 'User-Agent': 'Svix-Webhooks/1.81.0', Accept: '*/*', 'svix-id': `msg_${text(27)}`, 'svix-timestamp': String(seconds) }
}
