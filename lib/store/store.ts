import type { BinResponse } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import type { CapturePatch } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import type { ForwardMark } from '#lib/core/filter/filter'
import type { Prefilter } from '#lib/core/filter/prefilter'
import type { Reply } from '#lib/core/reply'
import type { Facts } from '#lib/senders/read-facts'
import type { CursorStore } from './cursor-store'
import type { ForwardStore, ForwardWork } from './forward-store'
import type { KeyStore } from './key-store'
import type { SecretStore } from './secret-store'
import type { ShareStore } from './share-store'
import type { NewCapture, StoredCapture, StoredSummary } from './stored-capture'
import type { VerdictStore } from './verdict-store'

/** A bin as it is kept. Times are milliseconds since 1970. */
export type StoredBin = {
  /** Internal, never shown, never used again: what captures refer to. */
  key: number
  id: string
  ownerId: string
  name: string | null
  /** Part of the id of each of its captures. */
  captureTag: string
  createdAt: number
  /** Set where the owner asked for a lifetime; else the operator's `CREEL_BIN_TTL` after the last capture rules. */
  fixedExpiresAt: number | null
  captureCount: number
  byteCount: number
  lastSeq: number
  lastCaptureAt: number | null
  response: BinResponse
  require: StoredRequire | null
  /** Raised by each change of its secrets; 0: it never had one. */
  secretsVersion: number
}

/** `sealed`: the secret value that `shown` masks; null where there is none. */
export type StoredRequire = { shown: BinRequire; sealed: Uint8Array<ArrayBuffer> | null }

export type NewBin = Pick<StoredBin, 'id' | 'ownerId' | 'name' | 'captureTag' | 'createdAt' | 'fixedExpiresAt' | 'response'> &
  Partial<Pick<StoredBin, 'require'>>
export type BinPatch = Partial<Pick<StoredBin, 'name' | 'response' | 'fixedExpiresAt' | 'require'>>

/** A bin as retention needs it. */
export type BinToTrim = Pick<StoredBin, 'key' | 'id' | 'captureTag'>

/** Which page of a bin's captures: `before` and `after` are seqs, exclusive; one of them at most. */
export type CapturePage = { limit: number; before?: number; after?: number; method?: string }

/** What deliveries may hold; the oldest go first. */
export type DeliveryLimits = { perCapture: number; bytesPerBin: number }

/** What pinned captures may hold: in their bin, and in all bins together. */
export type PinLimits = { count: number; bytes: number; totalBytes: number | null }

/** What one step towards the ceiling deleted: bytes, and captures of this bin. `forwardsTold`: how many forwards had not delivered some of them. */
export type CeilingStep = { bin: BinToTrim; bytes: number; seqs: number[]; forwardsTold: number }

/** `corrected`: the bin whose count was wrong and is right now. */
export type RecountStep = {
  rows: number
  corrected: { binKey: number; captureCount: { was: number; is: number } } | null
}

/**
 * Where a search goes on: as in `CapturePage`, through about `seqs` captures (1..2000), or so many times more where facts decide. `rows`: so
 * many at most then; as many as `seqs` where it is not given.
 */
export type CaptureScan = { seqs: number; rows?: number; before?: number; after?: number; prefilter: Prefilter }

/** `through`: the seq up to which was looked, in the direction of the scan; null where nothing is left. */
export type ScannedCaptures = { captures: StoredSummary[]; through: number | null }

/** `captureSeq` stands in for the public capture id, which a service makes from the bin's tag. */
export type StoredDelivery = Omit<Delivery, 'captureId' | 'startedAt'> & { captureSeq: number; startedAt: number }

/** After `after`, up to and with `through`; `seqs`: only these, at most 500. */
export type SizedRange = { after: number; through: number; limit: number; seqs?: readonly number[] }

/** What looking through a bin reads. */
export interface SearchReads {
  /** The ends of the list; null where it is empty. */
  edgeCaptures(binKey: number): Promise<{ oldest: CaptureEdge; newest: CaptureEdge } | null>
  /** Those that the prefilter lets through, in the order of `listCaptures`; looks at no more than the scan names. */
  scanCaptures(binKey: number, scan: CaptureScan): Promise<ScannedCaptures>
  /** Captures with their bodies, in any order; those that are gone are missing. At most 500; the caller bounds the bytes. */
  findCaptures(binKey: number, seqs: readonly number[]): Promise<StoredCapture[]>
  /** Visible captures in a range of seqs, oldest first, and what their bodies take; null where the bin is gone. At most 500. */
  captureSizes(binKey: number, range: SizedRange): Promise<{ seq: number; bytes: number }[] | null>
  /** Captures that are to be judged lie from and through these seqs; null: there are none. */
  unjudgedSpan(binKey: number): Promise<{ from: number; through: number } | null>
  /** How many visible captures lie after `after` and up to `through`. */
  countBetween(binKey: number, after: number, through: number): Promise<number>
  /** How the forwards of the bin did with these captures. At most 2000. */
  forwardMarks(binKey: number, seqs: readonly number[]): Promise<ReadonlyMap<number, ReadonlySet<ForwardMark>>>
  /** Which of these captures have deliveries. At most 2000. */
  resentSeqs(binKey: number, captureSeqs: readonly number[]): Promise<ReadonlySet<number>>
}

/** Captures of a bin that may have no facts yet. */
export type BacklogRange = { bin: BinToTrim; lastSeq: number; fromSeq: number; throughSeq: number }

/** A capture that was read, and what it says. */
export type ReadFacts = { seq: number; receivedAt: number; facts: Facts }

/** What was read of a range. `left`: what is above was read; null: all. */
export type BacklogStep = { range: BacklogRange; read: ReadFacts[]; left: number | null }

/** What reading the backlog reads. */
export interface BacklogReads {
  /** Ranges of bins that are there, those first that came last. */
  backlogRanges(limit: number): Promise<BacklogRange[]>
  /** Captures of a range without facts, newest first, and how many bytes of their bodies are stored. */
  unreadCaptures(range: BacklogRange, limit: number): Promise<{ capture: StoredSummary; bytes: number }[]>
  /** Looks at some bins after this key for such with captures that have no facts and are in no range; `next`: where to go on. */
  binsThatLackFacts(afterBinKey: number): Promise<{ lacking: number[]; next: number | null }>
}

/** What reading the backlog writes. */
export interface BacklogStore {
  /** How many captures may have no facts. */
  backlogSize(): Promise<number>
  /** Keeps the facts of captures that are still there and have none, all in one transaction. */
  addFacts(steps: readonly BacklogStep[]): Promise<void>
  /** Makes all captures of the bin a range. */
  leaveUnread(binKey: number): Promise<void>
}

export type CaptureEdge = Pick<StoredSummary, 'seq' | 'receivedAt'>

/**
 * All that is kept. One contract test runs on every implementation.
 * Any call rejects with `storage_unavailable` where the database cannot be reached, is locked or is full.
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
  /** Newest activity (last capture, else creation) first. */
  listBins(ownerId: string): Promise<StoredBin[]>
  /** @throws `bin_not_found` */
  updateBin(key: number, patch: BinPatch): Promise<StoredBin>
  /** What bins after this key require, where it is sealed, by key; the vault seals it again when its key changes. */
  sealedRequires(afterBinKey: number): Promise<{ key: number; id: string; sealed: Uint8Array }[]>
  /** False where it is not sealed as `before` any more. */
  replaceSealedRequire(binKey: number, before: Uint8Array, after: Uint8Array): Promise<boolean>
  /** At once for every reader; its captures and deliveries are taken away in small steps by `sweep`. @throws `bin_not_found` */
  deleteBin(key: number): Promise<void>

  /**
   * Commits the batch in one transaction and gives each capture its seq, in the order of the batch; resolves after the
   * commit is durable. null stands where the bin is gone: that capture is not written. All or nothing otherwise.
   */
  addCaptures(batch: readonly NewCapture[]): Promise<(StoredSeq | null)[]>
  /** With `after`, oldest first; else newest first. `limit` 1..500. */
  listCaptures(binKey: number, page: CapturePage): Promise<StoredSummary[]>
  /** How many captures `listCaptures` could reach. */
  countCaptures(binKey: number, filter: { method?: string }): Promise<number>
  /** How far each of these bins has come; those that are gone are missing. One cheap query: the live stream polls with it. */
  lastSeqs(binKeys: readonly number[]): Promise<Map<number, number>>
  findCapture(binKey: number, seq: number): Promise<StoredCapture | null>
  /** False where it was gone already. Its deliveries go with it; the bin's counts follow. */
  deleteCapture(binKey: number, seq: number): Promise<boolean>
  /**
   * Deletes some of these captures (1..200 seqs), as many as a step of a few milliseconds takes, with their deliveries. `removed`: those
   * that were there; `left`: those that the step did not reach.
   */
  removeCaptures(
    binKey: number,
    seqs: readonly number[],
    options: { keepPinned: boolean },
  ): Promise<{ removed: number[]; left: number[] }>
  /** Changes what the patch names. `pins_full`: nothing changed, because a pin more would exceed the limits. */
  updateCapture(binKey: number, seq: number, patch: CapturePatch, limits: PinLimits): Promise<'updated' | 'gone' | 'pins_full'>
  /** What its sender was answered, where that was not known before the commit. False where it is gone. */
  setReply(binKey: number, seq: number, reply: Reply): Promise<boolean>
  /** How much more may be pinned in this bin. */
  pinRoom(binKey: number, limits: PinLimits): Promise<{ count: number; bytes: number }>
  /** Empties the bin, at once for every reader, and returns the highest seq taken away. seq does not start again. */
  clearBin(binKey: number): Promise<number>

  /** Keeps the delivery and deletes the oldest above the limits. False, and nothing is kept, where the capture or the bin is gone. */
  addDelivery(binKey: number, delivery: StoredDelivery, limits: DeliveryLimits): Promise<boolean>
  /** Newest first, at most 200; without response bodies over 64 KiB (`omittedBytes`), which are not read. */
  listDeliveries(binKey: number, captureSeq: number): Promise<StoredDelivery[]>
  findDelivery(binKey: number, id: string): Promise<StoredDelivery | null>

  /** Deletes some rows of what was cleared or deleted, in a step of a few milliseconds; true where more is left. */
  removeStep(): Promise<boolean>
  /** Has `removeStep` delete rows whose bin is gone. Looks at some bins after this key, and returns the last; null: it was through. */
  removeOrphans(table: 'Capture' | 'Delivery', afterBinKey: number): Promise<number | null>

  // Retention. A list may be out of date when it is acted on: each verb that deletes checks its condition again, with the bin locked.

  /** Bins whose lifetime is over, at most 100: `ttlMs` after the last capture, or at the time that was set for them. */
  expiredBins(now: number, ttlMs: number | null): Promise<Pick<StoredBin, 'key' | 'id'>[]>
  /** As `deleteBin`, where the bin's lifetime is over by the same rule. False where it is not, or the bin is gone. */
  deleteExpiredBin(key: number, now: number, ttlMs: number | null): Promise<boolean>
  /** Bins with more captures than that. */
  overfullBins(capturesMax: number): Promise<BinToTrim[]>
  /** Deletes the oldest captures above that number that are not pinned, as many as a step of a few milliseconds takes; their seqs. */
  trimCaptures(binKey: number, capturesMax: number): Promise<number[]>
  /** Bins whose deliveries hold more bytes than that. */
  overfullDeliveryBins(bytesMax: number): Promise<number[]>
  /** Deletes the oldest deliveries of the bin above that many bytes, in a step; false where there was nothing to delete. */
  trimDeliveries(binKey: number, bytesMax: number): Promise<boolean>
  /** Looks through the captures after this one for such with more deliveries than that; `next`: where to go on, null: it was through. */
  overfullDeliveryCaptures(
    countMax: number,
    after: { binKey: number; captureSeq: number },
  ): Promise<{
    over: { binKey: number; captureSeq: number }[]
    next: { binKey: number; captureSeq: number } | null
  }>
  /** Deletes all but the newest deliveries of a capture, in a step; false where there was nothing to delete. */
  trimDeliveriesOfCapture(binKey: number, captureSeq: number, countMax: number): Promise<boolean>
  /** Bytes that captures and deliveries hold, those that wait for being deleted not counted. */
  usedBytes(): Promise<number>
  /**
   * Deletes in a step towards the ceiling, at most `bytesMax` and at most what is above it: the oldest deliveries of the bin with most of
   * them, then the oldest captures of the heaviest bin that are not pinned. null: there is nothing to delete.
   */
  trimToCeiling(ceiling: number, bytesMax: number): Promise<CeilingStep | null>

  /** Counts some rows of bins whose counters may be wrong; null: there are none. */
  recountStep(): Promise<RecountStep | null>
  /** How many bins are still to be counted. */
  recountsLeft(): Promise<number>
  /** Has `recountStep` count bins whose counters cannot be right. */
  findWrongCounters(): Promise<void>
  /** Gives some free room back to the file system; true where more is left. PostgreSQL does it by itself. */
  releaseSpace(): Promise<boolean>

  /** Rejects where nothing can be written now. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** `isUnjudged`: the secrets of its bin are others than those that it was judged by, or it was not judged. */
export type StoredSeq = { seq: number; isUnjudged?: true }
