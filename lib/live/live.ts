import type { BinUpdate } from '#lib/core/bin'
import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import type { Forward } from '#lib/core/forward/forward'
import type { Bus } from './bus'

/** What can happen to a bin, apart from a capture. */
export type BinEvent =
  | { type: 'capture:deleted'; id: string; seq: number }
  | { type: 'capture:updated'; id: string; seq: number; patch: CaptureUpdate }
  | { type: 'bin:cleared'; throughSeq: number }
  | { type: 'bin:updated'; bin: BinUpdate }
  | { type: 'bin:deleted' }
  | { type: 'delivery'; delivery: DeliverySummary }
  | { type: 'forward:updated'; forward: Forward }
  | { type: 'forward:deleted'; id: string }
  /** A share link was revoked: whoever watches through one is checked again. */
  | { type: 'access:changed' }

/**
 * Gets a bin's events, captures in seq order, none missed or doubled.
 * A promise it returns holds the stream: until it resolves, captures are left in the store and read from there later,
 * so that a slow reader costs no memory.
 */
export type BinListener = (event: { type: 'captures'; captures: CaptureSummary[] } | BinEvent) => void | Promise<void>

/** Gets how far a bin has come, after the commit, and what else happens to it; never captures. */
export type BinFollower = (event: { type: 'reached'; seq: number } | BinEvent) => void

export type Watch = { stop(): void }

/** A bin as the live stream knows it. */
export type LiveBin = { key: number; id: string; captureTag: string }

/** The stream of events, within this process and from the others. */
export interface Live {
  /** After the commit, in the order of the commits: these captures are stored. */
  captured(bin: LiveBin, captures: readonly LiveCapture[]): void
  /** After the commit: this happened to the bin. Reaches the other processes too. */
  changed(binId: string, event: BinEvent): void
  /** Sends first what is stored after seq `after` (default: nothing), then what comes, without a gap between. */
  watch(bin: LiveBin, after: number | undefined, listener: BinListener): Watch
  /**
   * For whoever reads captures from the store by themselves: tells at once how far the bin has come, then each time it went on. Costs no
   * query and makes no summaries. Seq n in the store implies all smaller ones.
   */
  follow(bin: LiveBin, follower: BinFollower): Watch
  /**
   * Joins the other processes: wake-ups and bin events go and come over `bus`, and every `pollMs` the store is asked how far
   * the watched bins have come, so that captures arrive where the bus is away (or null: there is none).
   */
  join(bus: Bus | null, pollMs: number): void
  /** Calls back where bin events of other processes may have been missed, because the bus was away. Captures never are. */
  onMissed(listener: () => void): () => void
  /** A browser signed out. What was opened with this key as a cookie ends, in every process; whoever holds the cookie comes back. */
  signOut(keyId: string): void
  onSignOut(listener: (keyId: string) => void): () => void
  /** After the commit: this key is gone. What was opened with it ends, in every process. */
  endKey(keyId: string): void
  onKeyEnd(listener: (keyId: string) => void): () => void
  /** How many watches and followers there are in this process. */
  watcherCount(): number
  close(): Promise<void>
}

/** `summary` is made only where somebody watches. */
export type LiveCapture = { seq: number; summary(): CaptureSummary }
