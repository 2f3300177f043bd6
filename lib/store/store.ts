import type { CapturePatch } from '#lib/core/capture'
import type { Prefilter } from '#lib/core/filter/prefilter'
import type { Reply } from '#lib/core/reply'
import type { Facts } from '#lib/senders/read-facts'
import type { CursorStore } from './cursor-store'
import type { ForwardStore, ForwardWork } from './forward-store'
import type { KeyStore } from './key-store'
import type { SecretStore } from './secret-store'
import type { ShareStore } from './share-store'
import type { BinPatch, BinToTrim, NewBin, StoredBin } from './stored-bin'
import type { NewCapture, StoredCapture, StoredSummary } from './stored-capture'
import type { DeliveryLimits, StoredDelivery } from './stored-delivery'
import type { VerdictStore } from './verdict-store'

/** A page of a bin's captures. `before` and `after` are seqs, exclusive; at most one of them is given. */
export type CapturePage = { limit: number; before?: number; after?: number; method?: string }

/** Limits for pinned captures: `count` and `bytes` in their bin, `totalBytes` in all bins together (null: no limit). */
export type PinLimits = { count: number; bytes: number; totalBytes: number | null }

/** What one step of `trimToCeiling` deleted: bytes, and captures of this bin. `forwardsAffected`: how many forwards had not delivered some of them. */
export type CeilingStep = { bin: BinToTrim; bytes: number; seqs: number[]; forwardsAffected: number }

/** `rows`: captures counted in this step. `corrected`: the bin whose count was wrong and has been corrected. */
export type RecountStep = {
  rows: number
  corrected: { binKey: number; captureCount: { was: number; is: number } } | null
}

/**
 * The next step of a search: `before` and `after` as in `CapturePage`. It covers about `seqs` captures (1..2000), or many times more if it can
 * search by facts; then it returns at most `rows` captures (default: `seqs`).
 */
export type CaptureScan = { seqs: number; rows?: number; before?: number; after?: number; prefilter: Prefilter }

/** `through`: the seq up to which the scan looked, in its direction; null if nothing is left. */
export type ScannedCaptures = { captures: StoredSummary[]; through: number | null }

/** After `after`, up to and including `through`. `seqs`: only these, at most 500. */
export type SizedRange = { after: number; through: number; limit: number; seqs?: readonly number[] }

/** The reads of searches. */
export interface SearchReads {
  /** The oldest and the newest capture; null if there are none. */
  edgeCaptures(binKey: number): Promise<{ oldest: CaptureEdge; newest: CaptureEdge } | null>
  /** Captures that pass the prefilter, in the order of `listCaptures`. Looks at no more captures than the scan says. */
  scanCaptures(binKey: number, scan: CaptureScan): Promise<ScannedCaptures>
  /** Captures with their bodies, in any order, without deleted ones. At most 500; the caller must limit the bytes. */
  findCaptures(binKey: number, seqs: readonly number[]): Promise<StoredCapture[]>
  /** Visible captures in a range of seqs with the sizes of their bodies, oldest first, at most 500. null if the bin was deleted. */
  captureSizes(binKey: number, range: SizedRange): Promise<{ seq: number; bytes: number }[] | null>
  /** The range of seqs, inclusive, that contains all captures still to be judged; null if there are none. */
  unjudgedSpan(binKey: number): Promise<{ from: number; through: number } | null>
  /** Number of visible captures after `after`, up to and including `through`. */
  countBetween(binKey: number, after: number, through: number): Promise<number>
  /**
   * By `seq`, for at most 2000 captures: the marks of each in any forward, and in each forward by its name and by its id. In the format
   * of `forwardMark`.
   */
  forwardMarks(binKey: number, seqs: readonly number[]): Promise<ReadonlyMap<number, ReadonlySet<string>>>
  /** Which of these captures have deliveries. At most 2000. */
  resentSeqs(binKey: number, captureSeqs: readonly number[]): Promise<ReadonlySet<number>>
}

/** Captures of a bin that may have no facts yet. */
export type BacklogRange = { bin: BinToTrim; lastSeq: number; fromSeq: number; throughSeq: number }

/** The facts that were read from a capture. */
export type ReadFacts = { seq: number; receivedAt: number; facts: Facts }

/** What was read of a range. `left`: captures up to this seq are still unread; null: all were read. */
export type BacklogStep = { range: BacklogRange; read: ReadFacts[]; left: number | null }

/** The reads of the backlog of facts. */
export interface BacklogReads {
  /** Ranges of existing bins, the shortest first, which are the most recent. */
  backlogRanges(limit: number): Promise<BacklogRange[]>
  /** Captures of a range without facts, newest first, with the stored sizes of their bodies. */
  unreadCaptures(range: BacklogRange, limit: number): Promise<{ capture: StoredSummary; bytes: number }[]>
  /** Checks some bins after this key for captures without facts that are in no range. `next`: the key to continue after; null at the end. */
  binsThatLackFacts(afterBinKey: number): Promise<{ lacking: number[]; next: number | null }>
}

/** The writes of the backlog of facts. */
export interface BacklogStore {
  /** How many captures may have no facts yet. */
  backlogSize(): Promise<number>
  /** Stores facts in one transaction. Skips captures that were deleted or have facts already. */
  addFacts(steps: readonly BacklogStep[]): Promise<void>
  /** Adds all captures of the bin to the backlog as one range. */
  leaveUnread(binKey: number): Promise<void>
}

export type CaptureEdge = Pick<StoredSummary, 'seq' | 'receivedAt'>

/**
 * Everything that is stored. One contract test runs on every implementation.
 * Any call rejects with `storage_unavailable` if the database is unreachable, locked or full.
 */
export interface Store
  extends BacklogStore,
    BacklogReads,
    KeyStore,
    ShareStore,
    SecretStore,
    CursorStore,
    ForwardStore,
    ForwardWork,
    SearchReads,
    VerdictStore {
  /** @throws `id_taken` */
  createBin(bin: NewBin): Promise<StoredBin>
  findBin(id: string): Promise<StoredBin | null>
  /** Sorted by last activity (last capture, or without one, creation), latest first. */
  listBins(ownerId: string): Promise<StoredBin[]>
  /** @throws `bin_not_found` */
  updateBin(key: number, patch: BinPatch): Promise<StoredBin>
  /** A page of the sealed requirements of bins after this key. The vault seals them again when its key changes. */
  sealedRequires(afterBinKey: number): Promise<{ key: number; id: string; sealed: Uint8Array }[]>
  /** False if the stored value is no longer `before`. */
  replaceSealedRequire(binKey: number, before: Uint8Array, after: Uint8Array): Promise<boolean>
  /** Takes effect at once for all readers; `sweep` deletes its captures and deliveries in small steps. @throws `bin_not_found` */
  deleteBin(key: number): Promise<void>

  /**
   * Commits the batch in one transaction and assigns seqs in the order of the batch. Resolves once the commit is durable. The result is null for
   * captures whose bin was deleted, which are not stored. All others are stored, or none.
   */
  addCaptures(batch: readonly NewCapture[]): Promise<(StoredSeq | null)[]>
  /** Newest first, or with `after`, oldest first. `limit` 1..500. */
  listCaptures(binKey: number, page: CapturePage): Promise<StoredSummary[]>
  /** How many captures all pages of `listCaptures` contain. */
  countCaptures(binKey: number, filter: { method?: string }): Promise<number>
  /** The last seq of each of these bins, without deleted ones. One cheap query, because the live stream polls with it. */
  lastSeqs(binKeys: readonly number[]): Promise<Map<number, number>>
  findCapture(binKey: number, seq: number): Promise<StoredCapture | null>
  /** Also deletes its deliveries and updates the bin's counters. False if there was no such capture. */
  deleteCapture(binKey: number, seq: number): Promise<boolean>
  /**
   * Deletes some of these captures (1..200 seqs) with their deliveries, as many as fit in a step of a few milliseconds. `removed`: the deleted
   * seqs; `left`: those that the step did not reach.
   */
  removeCaptures(
    binKey: number,
    seqs: readonly number[],
    options: { keepPinned: boolean },
  ): Promise<{ removed: number[]; left: number[] }>
  /** Changes the fields of the patch. `pins_full`: nothing was changed, because another pin would exceed the limits. */
  updateCapture(binKey: number, seq: number, patch: CapturePatch, limits: PinLimits): Promise<'updated' | 'gone' | 'pins_full'>
  /** Stores the reply to its sender if that was not known before the commit. False if the capture was deleted. */
  setReply(binKey: number, seq: number, reply: Reply): Promise<boolean>
  /** How much more may be pinned in this bin. */
  pinRoom(binKey: number, limits: PinLimits): Promise<{ count: number; bytes: number }>
  /** Empties the bin, at once for all readers, and returns the highest deleted seq. Later seqs continue from it. */
  clearBin(binKey: number): Promise<number>

  /**
   * Stores the delivery and deletes the oldest above the limits. Calls at the same time share a commit. False, and nothing is stored, if the
   * capture or the bin was deleted.
   */
  addDelivery(binKey: number, delivery: StoredDelivery, limits: DeliveryLimits): Promise<boolean>
  /** Newest first, at most 200. Response bodies over 64 KiB are not read; `omittedBytes` has their size. */
  listDeliveries(binKey: number, captureSeq: number): Promise<StoredDelivery[]>
  findDelivery(binKey: number, id: string): Promise<StoredDelivery | null>

  /** Deletes some rows of cleared or deleted bins, in a step of a few milliseconds. True if more may be left. */
  removeStep(): Promise<boolean>
  /** Queues rows without a bin for `removeStep`. Checks some bin keys after this one and returns the last; null at the end. */
  removeOrphans(table: 'Capture' | 'Delivery', afterBinKey: number): Promise<number | null>

  // Retention. A list may be outdated by the time it is used, so each method that deletes checks its condition again with the bin locked.

  /** Expired bins, at most 100: at the time that was set for them, or otherwise `ttlMs` after the last capture. */
  expiredBins(now: number, ttlMs: number | null): Promise<Pick<StoredBin, 'key' | 'id'>[]>
  /** Like `deleteBin`, but only if the bin is expired by the same rule. False if it is not, or was deleted. */
  deleteExpiredBin(key: number, now: number, ttlMs: number | null): Promise<boolean>
  /** Bins with more than `capturesMax` captures. */
  overfullBins(capturesMax: number): Promise<BinToTrim[]>
  /** Deletes the oldest unpinned captures above that number, as many as fit in a step of a few milliseconds. Returns their seqs. */
  trimCaptures(binKey: number, capturesMax: number): Promise<number[]>
  /** Keys of bins whose deliveries take more than `bytesMax`. */
  overfullDeliveryBins(bytesMax: number): Promise<number[]>
  /** Deletes the oldest deliveries of the bin above `bytesMax`, in a step. False if there was nothing to delete. */
  trimDeliveries(binKey: number, bytesMax: number): Promise<boolean>
  /** Checks some captures after this one for more than `countMax` deliveries. `next`: the capture to continue after; null at the end. */
  overfullDeliveryCaptures(
    countMax: number,
    after: { binKey: number; captureSeq: number },
  ): Promise<{
    over: { binKey: number; captureSeq: number }[]
    next: { binKey: number; captureSeq: number } | null
  }>
  /** Deletes all except the newest `countMax` deliveries of a capture, in a step. False if there was nothing to delete. */
  trimDeliveriesOfCapture(binKey: number, captureSeq: number, countMax: number): Promise<boolean>
  /** Bytes of all captures and deliveries, without those that are queued for `removeStep`. */
  usedBytes(): Promise<number>
  /**
   * Deletes what is above `ceiling` bytes, at most `bytesMax` in this step: the oldest deliveries of the bin whose deliveries take most, and once
   * there are none, the oldest unpinned captures of the largest bin. null if there is nothing to delete.
   */
  trimToCeiling(ceiling: number, bytesMax: number): Promise<CeilingStep | null>

  /** Counts some rows of a bin whose counters may be wrong; null if there is no such bin. */
  recountStep(): Promise<RecountStep | null>
  /** How many bins are still to be counted. */
  recountsLeft(): Promise<number>
  /** Queues bins with impossible counters for `recountStep`. */
  findWrongCounters(): Promise<void>
  /** Returns some free space to the file system. True if more is left. PostgreSQL does it by itself. */
  releaseSpace(): Promise<boolean>

  /** Rejects if the database cannot be written now. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** `isUnjudged`: it was not judged, or its bin's secrets have changed since. */
export type StoredSeq = { seq: number; isUnjudged?: true }
