import type { BinResponse } from '#lib/core/bin'
import type { CapturePatch } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import type { Prefilter } from '#lib/core/filter/prefilter'
import type { ShareStore } from './share-store'
import type { NewCapture, StoredCapture, StoredSummary } from './stored-capture'

/** A bin as it is kept. Times are milliseconds since 1970. */
export type StoredBin = {
  /** Internal, never shown, never used again: what captures refer to. */
  key: number
  id: string
  ownerHash: string
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
}

export type NewBin = Pick<StoredBin, 'id' | 'ownerHash' | 'name' | 'captureTag' | 'createdAt' | 'fixedExpiresAt' | 'response'>
export type BinPatch = Partial<Pick<StoredBin, 'name' | 'response' | 'fixedExpiresAt'>>

/** A bin as retention needs it. */
export type BinToTrim = Pick<StoredBin, 'key' | 'id' | 'captureTag'>

/** Which page of a bin's captures: `before` and `after` are seqs, exclusive; one of them at most. */
export type CapturePage = { limit: number; before?: number; after?: number; method?: string }

/** Where a search goes on: as in `CapturePage`, through at most `seqs` numbers (1..2000). */
export type CaptureScan = { seqs: number; before?: number; after?: number; prefilter: Prefilter }

/** `through`: the seq up to which was looked, in the direction of the scan; null where nothing is left. */
export type ScannedCaptures = { captures: StoredSummary[]; through: number | null }

/** `captureSeq` stands in for the public capture id, which a service makes from the bin's tag. */
export type StoredDelivery = Omit<Delivery, 'captureId' | 'startedAt'> & { captureSeq: number; startedAt: number }

/** What looking through a bin reads. */
export interface SearchReads {
  /** The ends of the list; null where it is empty. */
  edgeCaptures(binKey: number): Promise<{ oldest: CaptureEdge; newest: CaptureEdge } | null>
  /** Those that the prefilter lets through, in the order of `listCaptures`; looks at no more than the scan names. */
  scanCaptures(binKey: number, scan: CaptureScan): Promise<ScannedCaptures>
  /** Captures with their bodies, in any order; those that are gone are missing. At most 500; the caller bounds the bytes. */
  findCaptures(binKey: number, seqs: readonly number[]): Promise<StoredCapture[]>
  /** Which of these captures have deliveries. At most 2000. */
  resentSeqs(binKey: number, captureSeqs: readonly number[]): Promise<ReadonlySet<number>>
}

export type CaptureEdge = Pick<StoredSummary, 'seq' | 'receivedAt'>

/**
 * All that is kept. One contract test runs on every implementation.
 * Any call rejects with `storage_unavailable` where the database cannot be reached, is locked or is full.
 */
export interface Store extends ShareStore, SearchReads {
  addAccessKey(hash: string, createdAt: number): Promise<void>
  hasAccessKey(hash: string): Promise<boolean>

  /** @throws `id_taken` */
  createBin(bin: NewBin): Promise<StoredBin>
  findBin(id: string): Promise<StoredBin | null>
  /** Newest activity (last capture, else creation) first. */
  listBins(ownerHash: string): Promise<StoredBin[]>
  /** @throws `bin_not_found` */
  updateBin(key: number, patch: BinPatch): Promise<StoredBin>
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
  /** Changes what the patch names. False where the capture is gone. */
  updateCapture(binKey: number, seq: number, patch: CapturePatch): Promise<boolean>
  /** Empties the bin, at once for every reader, and returns the highest seq taken away. seq does not start again. */
  clearBin(binKey: number): Promise<number>

  addDelivery(binKey: number, delivery: StoredDelivery): Promise<void>
  /** Newest first, at most 200. */
  listDeliveries(binKey: number, captureSeq: number): Promise<StoredDelivery[]>

  /** Takes away some rows of what was cleared or deleted, in a step of a few milliseconds; true where more is left. */
  removeStep(): Promise<boolean>
  /** Bins whose lifetime is over, at most 100: `ttlMs` after the last capture, or at the time that was set for them. */
  expiredBins(now: number, ttlMs: number | null): Promise<Pick<StoredBin, 'key' | 'id'>[]>
  /** Bins with more captures than that, and by how many. */
  overfullBins(capturesMax: number): Promise<(BinToTrim & { over: number })[]>
  /** The bin whose captures take the most bytes, or null where there are no captures. */
  largestBin(): Promise<BinToTrim | null>
  /** Deletes the oldest captures that are not pinned, `count` of them or as many as a step of a few milliseconds takes; their seqs. */
  removeOldest(binKey: number, count: number): Promise<number[]>
  /** Bytes that the database takes, free room inside it not counted. */
  usedBytes(): Promise<number>
  /** Gives some free room back to the file system; true where more is left. PostgreSQL does it by itself. */
  releaseSpace(): Promise<boolean>

  /** Rejects where nothing can be written now. */
  ping(): Promise<void>
  close(): Promise<void>
}

export type StoredSeq = { seq: number }
