import type { CaptureSummary } from '#lib/core/capture'

/** Those that are loaded with the same method and path as this one, newest first, itself among them. */
export function sameKind(captures: readonly CaptureSummary[], { method, path }: CaptureSummary): CaptureSummary[] {
  return captures.filter((each) => each.method === method && each.path === path)
}

/** The one before it of the same kind; null where none is loaded. */
export function previousOfKind(captures: readonly CaptureSummary[], capture: CaptureSummary): CaptureSummary | null {
  return sameKind(captures, capture).find(({ seq }) => seq < capture.seq) ?? null
}
