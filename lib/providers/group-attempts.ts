import type { Capture } from '#lib/core/capture'
import { type DeliveryKey, deliveryKey } from './delivery-key'

export type Attempt = {
  captureId: string
  seq: number
  receivedAt: string
  /** Since the attempt before; null for the first. */
  intervalMs: number | null
  /** Whether its body is that of the first attempt. */
  sameBytes: boolean
}

/** All attempts to deliver one thing, oldest first. */
export type Delivered = DeliveryKey & { attempts: Attempt[] }

/** Groups captures, in any order, into deliveries that were attempted more than once; ordered by their first attempt. */
export function groupAttempts(captures: readonly Capture[]): Delivered[] {
  const groups = new Map<string, { by: DeliveryKey['by']; captures: Capture[] }>()
  for (const capture of captures.toSorted((a, b) => a.seq - b.seq)) {
    const found = deliveryKey(capture)
    if (!found) continue
    const group = groups.get(found.key)
    if (group) group.captures.push(capture)
    else groups.set(found.key, { by: found.by, captures: [capture] })
  }
  return Array.from(groups, ([key, group]) => ({ key, by: group.by, attempts: attemptsOf(group.captures) })).filter(
    ({ attempts }) => attempts.length > 1,
  )
}

function attemptsOf(captures: readonly Capture[]): Attempt[] {
  return captures.map(({ id, seq, receivedAt, bodySha256 }, i) => {
    const before = captures[i - 1]
    return {
      captureId: id,
      seq,
      receivedAt,
      intervalMs: before ? Date.parse(receivedAt) - Date.parse(before.receivedAt) : null,
      sameBytes: bodySha256 === captures[0]!.bodySha256,
    }
  })
}
