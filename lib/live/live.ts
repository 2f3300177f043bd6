import type { CaptureSummary } from '#lib/core/capture'
import type { BinChange, BinEvent } from './bin-event'
import type { Bus } from './bus'

/**
 * Receives a bin's events. Captures come in seq order, without gaps or duplicates.
 * A listener that returns a promise pauses the stream: until it resolves, captures stay in the store and are read from there later, so a
 * slow reader costs no memory.
 */
export type BinListener = (event: { type: 'captures'; captures: CaptureSummary[] } | BinEvent) => void | Promise<void>

/** Receives the last committed seq of a bin each time it grows, and the bin's other events, but never captures. */
export type BinFollower = (event: { type: 'reached'; seq: number } | BinEvent) => void

export type Watch = { stop(): void }

/** A bin as the live stream knows it. */
export type LiveBin = { key: number; id: string; captureTag: string }

/** The stream of events from this process and all others. */
export interface Live {
  /** Call after each commit, in commit order, with the captures that were stored. */
  captured(bin: LiveBin, captures: readonly LiveCapture[]): void
  /** Call after the commit of any other change to a bin. Notifies the other processes too. */
  changed(binId: string, event: BinChange): void
  /** Sends the stored captures after seq `after` (default: none), then new ones, without a gap in between. */
  watch(bin: LiveBin, after: number | undefined, listener: BinListener): Watch
  /**
   * For callers that read captures from the store themselves: emits the last committed seq at the start, then each time it grows. It makes
   * no summaries. If seq n is in the store, all smaller ones were stored before it.
   */
  follow(bin: LiveBin, follower: BinFollower): Watch
  /**
   * Connects to the other processes. Wake-ups and bin events are exchanged over `bus`. Every `pollMs`, the last seqs of the watched bins are
   * read from the store, so that captures of other processes arrive even while the bus is down, or without one (null).
   */
  join(bus: Bus | null, pollMs: number): void
  /** Calls back when bin events of other processes may have been missed because the bus was down. Captures are never missed. */
  onMissed(listener: () => void): () => void
  /** Calls back when a share link of a bin was revoked, in any process. */
  onAccessChange(listener: (binId: string) => void): () => void
  /** Call when a browser signed out. In every process, this closes what was opened with the key as a cookie; other browsers reconnect. */
  signOut(keyId: string): void
  onSignOut(listener: (keyId: string) => void): () => void
  /** Call after the commit that ended a key. In every process, this closes what was opened with it. */
  endKey(keyId: string): void
  onKeyEnd(listener: (keyId: string) => void): () => void
  /** Number of watchers and followers in this process. */
  watcherCount(): number
  close(): Promise<void>
}

/** `summary` is called only if somebody watches. */
export type LiveCapture = { seq: number; summary(): CaptureSummary }
