import { hostname } from 'node:os'
import type { Client } from '#lib/client/client'
import { readDuration } from '../arguments'
import { usageError } from '../exit'

/** Where a listener starts. */
export type From = { kind: 'new' } | { kind: 'last' } | { kind: 'seq'; seq: number } | { kind: 'ago'; ms: number }

/** `new`, `last`, the number of a capture, or a time such as `10m`. @throws {Exit} */
export function readFrom(text: string): From {
  if (text === 'new' || text === 'last') return { kind: text }
  if (/^#?\d{1,15}$/.test(text)) return { kind: 'seq', seq: Number(text.replace('#', '')) }
  if (/^\d/.test(text)) return { kind: 'ago', ms: readDuration(text, '--from') }
  throw usageError(`--from takes new, last, the number of a capture, or a time such as 10m, not "${text}".`)
}

/** The seq before the captures of the last `ms` milliseconds. */
export async function seqBefore(client: Client, bin: string, ms: number, lastSeq: number): Promise<number> {
  const q = `after:${new Date(Math.max(0, Date.now() - ms)).toISOString()}`
  for (let after = 0; ; ) {
    const page: { captures: { seq: number }[]; nextAfter: number | null } = await client.listCaptures({ bin, q, after, limit: 1 })
    const [first] = page.captures
    if (first) return first.seq - 1
    if (page.nextAfter === null) return lastSeq
    after = page.nextAfter
  }
}

/** The default name of this machine's cursor. */
export function machineName(): string {
  return (
    hostname()
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, 100) || 'creel'
  )
}
