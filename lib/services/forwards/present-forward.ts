import type { Forward } from '#lib/core/forward/forward'
import type { ForwardCounts, StoredForward } from '#lib/store/forward-store'

export function presentForward(
  { binKey: _, version: __, seq: ___, createdAt, openUntil, lastError, ...settings }: StoredForward,
  { lag, pending, dead, oldestAt, nextAt }: ForwardCounts,
  now: number,
): Forward {
  const open = openUntil !== null && openUntil > now
  const waits = lag + pending > 0
  const next = Math.max(nextAt ?? 0, open ? openUntil : 0)
  return {
    ...settings,
    createdAt: time(createdAt)!,
    state: settings.enabled ? (open ? 'open' : 'running') : 'paused',
    lag,
    pending,
    dead,
    oldestPendingAt: waits ? time(oldestAt) : null,
    nextAttemptAt: settings.enabled && waits && next > 0 ? time(next) : null,
    lastError,
  }
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
