import type { LookupAddress } from 'node:dns'
import type { Resolve } from '#lib/net/guarded-lookup'
import type { OutgoingRequest } from '#lib/net/guarded-request'

export function aRequest(url: string, fields: Partial<OutgoingRequest> = {}): OutgoingRequest {
  const bytes = { body: new Uint8Array(0), responseBytesMax: 1_048_576 }
  return { url, method: 'POST', headers: [], timeoutMs: 4_000, share: 'an owner', ...bytes, ...fields }
}

/** A fake resolver with one list of answers per look-up; the last one repeats. `asked`: the names. */
export function fakeResolve(...answers: string[][]): Resolve & { asked: string[] } {
  const asked: string[] = []
  const resolve: Resolve = (hostname, _options, callback) => {
    const found = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(hostname)
    setImmediate(callback, null, found.map(toAnswer))
  }
  return Object.assign(resolve, { asked })
}

function toAnswer(address: string): LookupAddress {
  return { address, family: address.includes(':') ? 6 : 4 }
}
