import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'

/**
 * Captures deleted or changed while a page was being read from the store, or before their capture event arrived. They must not reappear,
 * or appear in their old state.
 */
export type Changes = {
  deleted(seq: number, cursor: number): void
  updated(seq: number, patch: CaptureUpdate, cursor: number): void
  cleared(throughSeq: number): void
  readBegins(): void
  readEnds(): void
  /** Forgets captures up to `cursor`, which the watchers have, unless a page that may contain them is still being read. */
  forgetThrough(cursor: number): void
  apply(captures: CaptureSummary[]): CaptureSummary[]
}

export function createChanges(): Changes {
  const deletedSeqs = new Set<number>()
  const patches = new Map<number, CaptureUpdate>()
  let clearedThrough = 0
  let reads = 0
  return {
    deleted(seq, cursor) {
      if (reads > 0 || seq > cursor) deletedSeqs.add(seq)
    },
    updated(seq, patch, cursor) {
      if (reads > 0 || seq > cursor) patches.set(seq, { ...patches.get(seq), ...patch })
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
      if (reads > 0) return
      for (const seq of deletedSeqs) if (seq <= cursor) deletedSeqs.delete(seq)
      for (const seq of patches.keys()) if (seq <= cursor) patches.delete(seq)
    },
    apply(captures) {
      const cleared = captures.length > 0 && captures[0]!.seq <= clearedThrough
      if (deletedSeqs.size === 0 && patches.size === 0 && !cleared) return captures
      return captures
        .filter(({ seq }) => seq > clearedThrough && !deletedSeqs.has(seq))
        .map((capture) => (patches.has(capture.seq) ? { ...capture, ...patches.get(capture.seq) } : capture))
    },
  }
}
