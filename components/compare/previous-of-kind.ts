import type { CaptureSummary } from '#lib/core/capture'

/** The one before it with the same method and path, among those that are loaded; null where there is none. Newest first. */
export function previousOfKind(captures: readonly CaptureSummary[], capture: CaptureSummary): CaptureSummary | null {
  return captures.find(({ seq, method, path }) => seq < capture.seq && method === capture.method && path === capture.path) ?? null
}
