import type { ForwardSettings } from '#lib/core/forward/forward'
import type { DeliveryLimits, StoredDelivery } from './stored-delivery'

/** A stored forward. Times are milliseconds since 1970. */
export type StoredForward = ForwardSettings & {
  id: string
  binKey: number
  createdAt: number
  /** Raised when settings change or captures are revived or skipped, so that the process that works on it reads it again. */
  version: number
  /** The cursor: captures up to this seq are delivered, or have an attempt that waits or is dead. */
  seq: number
  /** Nothing is sent before this time. */
  openUntil: number | null
  lastError: string | null
}

export type NewForward = Omit<StoredForward, 'version' | 'seq' | 'openUntil' | 'lastError'>
export type ForwardPatch = Partial<ForwardSettings>

/**
 * `lag`: captures after the cursor. `pending`: captures that wait for another attempt. `oldestAt`: when the oldest capture that is not
 * forwarded yet arrived. `nextAt`: when the next attempt is due.
 */
export type ForwardCounts = {
  lag: number
  pending: number
  dead: number
  oldestAt: number | null
  nextAt: number | null
}

/** The part of the store for forwards. */
export interface ForwardStore {
  /** Adds a forward that begins with the next new capture. `full`: the bin has `forwardsMax` already. @throws `bin_not_found` */
  addForward(forward: NewForward, forwardsMax: number): Promise<StoredForward | 'full'>
  /** The same, but returns `named` and adds nothing if the bin has a forward of this name. */
  addNamedForward(forward: NewForward, forwardsMax: number): Promise<StoredForward | 'full' | 'named'>
  /** Oldest first. */
  listForwards(binKey: number): Promise<StoredForward[]>
  findForward(binKey: number, id: string): Promise<StoredForward | null>
  /** Returns the changed forward, or null if it was deleted. Enabling it, or changing its URL, closes its circuit, so it is tried at once. */
  updateForward(binKey: number, id: string, patch: ForwardPatch): Promise<StoredForward | null>
  /** Deletes a forward with its attempts. False if there was none. */
  deleteForward(binKey: number, id: string): Promise<boolean>
  countForward(forward: Pick<StoredForward, 'id' | 'binKey' | 'seq'>): Promise<ForwardCounts>
  /**
   * Queues dead captures again, as if they were new, and returns how many. `seqs`: only these, at most 500; null: all. `since`: only those
   * that died at this time or later.
   */
  reviveAttempts(
    forwardId: string,
    wanted: { seqs: readonly number[] | null; since: number | null; now: number },
  ): Promise<number>
  /** Marks a capture that is not forwarded yet as dead. False if it is delivered or dead already, or does not exist. */
  skipCapture(binKey: number, forwardId: string, seq: number, reason: { now: number; why: string }): Promise<boolean>
}

/** The process that leases forwards, and until when. Times are milliseconds since 1970. */
export type Lease = { by: string; until: number }

/** A capture that was tried and waits for another attempt. */
export type WaitingAttempt = { seq: number; attempt: number; firstAt: number; nextAt: number }

/** A capture whose attempt failed. It waits for another attempt, or is dead. */
export type FailedAttempt = WaitingAttempt & { lastError: string; dead: boolean }

/** Outcomes of some captures, stored in one transaction. Fields that are left out stay unchanged. */
export type Settlement = {
  id: string
  binKey: number
  by: string
  now: number
  /** The cursor, never moved backwards. */
  seq: number
  deliveries: readonly StoredDelivery[]
  failed: readonly FailedAttempt[]
  /** Captures that are delivered or deleted. Their attempts are deleted. */
  finished: readonly number[]
  openUntil?: number | null
  lastError?: string | null
  /** Disables the forward, because the target answered 410. */
  pause?: boolean
}

/**
 * `version`: of the settings. `gone`: the forward was deleted, or leased by another process. Even then the deliveries are stored, and the
 * attempts of finished captures deleted.
 */
export type Settled = { version: number } | 'gone'

/** A forward that is leased to this process. `lastSeq`: the last seq of its bin. */
export type LeasedForward = { version: number; lastSeq: number }

/** What the processes that work on forwards need. Leases make sure that only one process at a time works on a forward. */
export interface ForwardWork {
  /**
   * Leases at most `limit` enabled forwards that nobody works on. Leases of other processes are respected unless they expired at `lapsedBy` or
   * before; with `steal`, they are ignored, because those processes are gone.
   */
  claimForwards(
    lease: Lease & { lapsedBy: number; limit: number; steal: boolean },
  ): Promise<{ forward: StoredForward; binId: string }[]>
  /**
   * Renews the leases of this process and returns those it still has. `share`: how many forwards each process may work on, so that they are
   * divided evenly among the live processes; with `alone`, there is no other process and no limit.
   */
  renewForwards(
    lease: Lease & { now: number; alone: boolean },
  ): Promise<{ held: ReadonlyMap<string, LeasedForward>; share: number }>
  releaseForward(by: string, id: string): Promise<void>
  /** Releases all leases of this process, which no longer counts as alive. */
  leaveForwards(by: string): Promise<void>
  /** The first waiting attempts: by due time, or by seq for strict order. */
  waitingAttempts(forwardId: string, order: 'due' | 'seq', limit: number): Promise<WaitingAttempt[]>
  /**
   * Seqs in this range that are not to be sent as new captures: they have an attempt, dead or not, or a stored delivery of this forward succeeded.
   * An attempt counts more than a delivery: a capture that somebody retried has an attempt that waits, so it is sent again.
   */
  settledSeqs(
    forward: Pick<StoredForward, 'id' | 'binKey'>,
    range: { after: number; through: number },
  ): Promise<ReadonlySet<number>>
  settleForward(settlement: Settlement, limits: DeliveryLimits): Promise<Settled>
}
