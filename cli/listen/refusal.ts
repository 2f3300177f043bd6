import type { Client } from '#lib/client/client'
import type { Capture } from '#lib/core/capture'
import { type ForwardPath, forwardUrl } from '#lib/core/forward-url'
import { nextHop } from '#lib/core/hops'
import { untilAnswered } from './until-answered'

/** Why a capture is not sent. `isFault`: the command counts it as failed. */
export type Refusal = { reason: string; why: string; isFault: boolean }

export type Rules = { client: Client; bin: string; path: ForwardPath; onlyVerified: boolean; signal: AbortSignal }

/** Why the capture itself cannot be sent as it is; null if it can. */
export async function refusalOf(capture: Capture, rules: Rules): Promise<Refusal | null> {
  if (capture.truncated) return { reason: 'truncated', why: 'its body was truncated when it was captured', isFault: true }
  if (capture.bodyShown !== undefined)
    return { reason: 'redacted', why: 'this key can read it only without its credentials', isFault: true }
  if (!rules.onlyVerified) return null
  const verdict = await verdictOf(capture, rules)
  if (verdict === 'valid') return null
  const why = verdict === null ? 'no secret of the bin applies to it' : `its signature is ${verdict}`
  return { reason: 'unverified', why, isFault: false }
}

/** The verdict by the bin's secrets. */
async function verdictOf({ id, signature }: Capture, { client, bin, signal }: Rules): Promise<string | null> {
  if (signature) return signature.verdict
  const report = await untilAnswered(() => client.explainSignature({ bin, capture: id }, { signal }), signal)
  return report.verdict
}

/** The capture's URL below this target and its hop count, or why it must not be sent. */
export function addressOf(capture: Capture, target: string, path: ForwardPath): { url: string; hop: number } | Refusal {
  const { url, refused } = forwardUrl(target, capture, path)
  const hop = nextHop(capture.headers)
  if (refused !== null) return { reason: 'fence', why: `${refused} and may leave ${target}`, isFault: true }
  if (hop === null) return { reason: 'hops', why: 'it was sent on three times already', isFault: true }
  return { url, hop }
}
