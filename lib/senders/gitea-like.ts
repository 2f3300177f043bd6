import { joined, textAt } from './json-path'
import type { Finding, ParsedRequest } from './known-sender'

/** Gogs and its forks send the same headers, each with its own prefix, and also with the prefixes of its predecessors. */
export function giteaLike({ header, json }: ParsedRequest, name: string): Finding | null {
  const event = header(`x-${name}-event`)
  if (event === null) return null
  const by = textAt(json(), 'sender', 'login')
  return {
    event: joined('.', event, textAt(json(), 'action')),
    summary: joined(', ', textAt(json(), 'repository', 'full_name'), by && `by ${by}`),
    messageId: header(`x-${name}-delivery`),
  }
}
