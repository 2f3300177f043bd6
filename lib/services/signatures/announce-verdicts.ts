import { captureId } from '#lib/core/ids'
import type { Live } from '#lib/live/live'
import type { StoredSignature } from '#lib/store/stored-capture'
import type { UnjudgedRange } from '#lib/store/verdict-store'
import { presentSignature } from '../present'

/** A capture that was judged again. `before`: its verdict until then. */
export type JudgedAgain = { seq: number; receivedAt: number; before: StoredSignature | null; signature: StoredSignature | null }

/** Only the newest captures are announced one by one. For older ones, watchers learn that they have to load again what they show. */
const ONE_BY_ONE_SEQS = 2_000
/** The verdict of so new a capture is announced even if it is the stored one: its live event may have shown another. */
const RECENT_MS = 60_000
/** While captures of a bin are being judged, its watchers load again this often at most. */
const RECHECKED_EVERY_MS = 5_000

export type VerdictAnnouncer = {
  /** Call after the commit with what was judged. */
  stored(range: Pick<UnjudgedRange, 'bin' | 'lastSeq'>, judged: readonly JudgedAgain[]): void
  /** Announces what is held back. Call when nothing is left to judge. */
  flush(): void
}

/** Notifies watchers of new verdicts. */
export function announceVerdicts({ live, now }: { live: Pick<Live, 'changed'>; now(): number }): VerdictAnnouncer {
  /** Older captures whose verdicts changed, by the id of their bin. */
  const heldBack = new Map<string, { fromSeq: number; throughSeq: number; since: number }>()

  function holdBack(binId: string, seq: number): void {
    const held = heldBack.get(binId)
    if (!held) heldBack.set(binId, { fromSeq: seq, throughSeq: seq, since: now() })
    else {
      held.fromSeq = Math.min(held.fromSeq, seq)
      held.throughSeq = Math.max(held.throughSeq, seq)
    }
  }

  function release(heldSince: number): void {
    for (const [binId, { fromSeq, throughSeq, since }] of heldBack) {
      if (since > heldSince) continue
      heldBack.delete(binId)
      live.changed(binId, { type: 'bin:rechecked', fromSeq, throughSeq })
    }
  }

  return {
    stored({ bin, lastSeq }, judged) {
      for (const { seq, receivedAt, before, signature } of judged) {
        const isNew = seq > lastSeq - ONE_BY_ONE_SEQS
        if (isSame(before, signature) && !(isNew && receivedAt >= now() - RECENT_MS)) continue
        const patch = { signature: presentSignature(signature) }
        if (isNew) live.changed(bin.id, { type: 'capture:updated', id: captureId(bin.captureTag, seq), seq, patch })
        else holdBack(bin.id, seq)
      }
      release(now() - RECHECKED_EVERY_MS)
    },
    flush: () => release(Number.POSITIVE_INFINITY),
  }
}

function isSame(a: StoredSignature | null, b: StoredSignature | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
