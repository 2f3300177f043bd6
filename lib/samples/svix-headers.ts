import type { SampleValues } from './sample-values'

/** The headers beside the signature that Svix sends, and so does everyone who sends through Svix. */
export function svixHeaders({ text, seconds }: SampleValues): Record<string, string> {
  return { 'User-Agent': 'Svix-Webhooks/1.81.0', Accept: '*/*', 'svix-id': `msg_${text(27)}`, 'svix-timestamp': String(seconds) }
}
