import type { Bin } from '#lib/core/bin'
import type { CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { DeliverySummary } from '#lib/core/delivery'
import type { Bus } from './bus'

/** What can happen to a bin, apart from a capture. */
export type BinEvent =
  | { type: 'capture:deleted'; id: string; seq: number }
  | { type: 'capture:updated'; id: string; seq: number; patch: CapturePatch }
  | { type: 'bin:cleared'; throughSeq: number }
  | { type: 'bin:updated'; bin: Bin }
  | { type: 'bin:deleted' }
  | { type: 'delivery'; delivery: DeliverySummary }
  /** Somebody may look no longer: a link was revoked, or the access key replaced. Whoever watches is checked again. */
  | { type: 'access:changed' }

/**
 * Gets a bin's events, captures in seq order, none missed or doubled.
 * A promise it returns holds the stream: until it resolves, captures are left in the store and read from there later,
 * so that a slow reader costs no memory.
 */
export type BinListener = (event: { type: 'captures'; captures: CaptureSummary[] } | BinEvent) => void | Promise<void>

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
   * Joins the other processes: wake-ups and bin events go and come over `bus`, and every `pollMs` the store is asked how far
   * the watched bins have come, so that captures arrive where the bus is away (or null: there is none).
   */
  join(bus: Bus | null, pollMs: number): void
  /** Calls back where bin events of other processes may have been missed, because the bus was away. Captures never are. */
  onMissed(listener: () => void): () => void
  /** How many watches there are in this process. */
  watcherCount(): number
  close(): Promise<void>
}

/** `summary` is made only where somebody watches. */
export type LiveCapture = { seq: number; summary(): CaptureSummary }
