import type { CaptureSummary } from '#lib/core/capture'

/** What was taken away while a page was on its way from the store, or before its capture came by: it must not appear again. */
export type Removals = {
  deleted(seq: number, cursor: number): void
  cleared(throughSeq: number): void
  readBegins(): void
  readEnds(): void
  /** What went out already needs no memory, unless a page is on its way. */
  forgetThrough(cursor: number): void
  filter(captures: CaptureSummary[]): CaptureSummary[]
}

export function createRemovals(): Removals {
  const seqs = new Set<number>()
  let clearedThrough = 0
  let reads = 0
  return {
    deleted(seq, cursor) {
      if (reads > 0 || seq > cursor) seqs.add(seq)
    },
    cleared(throughSeq) {
      clearedThrough = Math.max(clearedThrough, throughSeq)
    },
    readBegins() {
      reads += 1
    },
    readEnds() {
      reads -= 1
    },
    forgetThrough(cursor) {
      if (reads === 0) for (const seq of seqs) if (seq <= cursor) seqs.delete(seq)
    },
    filter(captures) {
      if (seqs.size === 0 && (captures.length === 0 || captures[0]!.seq > clearedThrough)) return captures
      return captures.filter(({ seq }) => seq > clearedThrough && !seqs.has(seq))
    },
  }
}
