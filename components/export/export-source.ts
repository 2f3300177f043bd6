import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { exportedCaptures } from './exported-captures'

/** What is exported: the selected requests, otherwise the matches of the filter `q`, otherwise all. */
export type ExportScope = { bin: Bin; total: number; picked?: readonly CaptureSummary[]; q?: string }

/** `count` is null if unknown before the end. */
export type ExportSource = {
  binId: string
  captureUrl: string
  count: number | null
  read: (signal: AbortSignal) => AsyncIterable<Capture>
}

export function exportSource({ bin, total, picked, q }: ExportScope): ExportSource {
  const wanted = picked ? { ids: picked.map(({ id }) => id).reverse() } : { q }
  return {
    binId: bin.id,
    captureUrl: bin.captureUrl,
    count: picked ? picked.length : q ? null : total,
    read: (signal) => exportedCaptures(bin.id, wanted, signal),
  }
}

export function scopeName({ picked, q }: ExportScope): string {
  return picked ? 'selected' : q ? 'matching' : 'all'
}
