import type { ForwardSettings } from '#lib/core/forward/forward'
import type { DeliveryLimits, StoredDelivery } from './store'

/** A forward as it is kept. Times are milliseconds since 1970. */
export type StoredForward = ForwardSettings & {
  id: string
  binKey: number
  createdAt: number
  /** Counts changes by people. */
  version: number
  /** Captures up to here are done, or have an attempt that waits or died. */
  seq: number
  /** Nothing is sent before this time. */
  openUntil: number | null
  lastError: string | null
}

export type NewForward = Omit<StoredForward, 'version' | 'seq' | 'openUntil' | 'lastError'>
export type ForwardPatch = Partial<ForwardSettings>

/** What waits and what died. `oldestAt`: when the oldest capture that is not forwarded yet came. */
export type ForwardCounts = {
  lag: number
  pending: number
  dead: number
  oldestAt: number | null
  nextAt: number | null
}

/** The part of the store that keeps forwards. */
export interface ForwardStore {
  /** It begins with the capture that comes next. `full`: the bin has `forwardsMax`. @throws `bin_not_found` */
  addForward(forward: NewForward, forwardsMax: number): Promise<StoredForward | 'full'>
  /** The same, but returns `named` and adds nothing if the bin has a forward of this name. */
  addNamedForward(forward: NewForward, forwardsMax: number): Promise<StoredForward | 'full' | 'named'>
  /** Oldest first. */
  listForwards(binKey: number): Promise<StoredForward[]>
  findForward(binKey: number, id: string): Promise<StoredForward | null>
  /** The forward as it is now; null where it is gone. One that is enabled or gets another URL is tried at once. */
  updateForward(binKey: number, id: string, patch: ForwardPatch): Promise<StoredForward | null>
  /** With its attempts. False where it was gone already. */
  deleteForward(binKey: number, id: string): Promise<boolean>
  countForward(forward: Pick<StoredForward, 'id' | 'binKey' | 'seq'>): Promise<ForwardCounts>
  /** Has dead captures tried again, as if they were new: these (at most 500; null: all) of those that died since; how many. */
  reviveAttempts(
    forwardId: string,
    wanted: { seqs: readonly number[] | null; since: number | null; now: number },
  ): Promise<number>
  /** Gives up a capture that is not forwarded yet. False where that is over. */
  skipCapture(binKey: number, forwardId: string, seq: number, reason: { now: number; why: string }): Promise<boolean>
}

/** Who works on forwards: a process. Times are milliseconds since 1970. */
export type Lease = { by: string; until: number }

/** A capture that was tried and waits. */
export type WaitingAttempt = { seq: number; attempt: number; firstAt: number; nextAt: number }

/** A capture that failed: it waits, or is dead. */
export type FailedAttempt = WaitingAttempt & { lastError: string; dead: boolean }

/** What came of some captures, kept in one transaction. What is left out stays as it is. */
export type Settlement = {
  id: string
  binKey: number
  by: string
  now: number
  /** The cursor, never moved backwards. */
  seq: number
  deliveries: readonly StoredDelivery[]
  failed: readonly FailedAttempt[]
  /** Captures that have nothing to wait for any more. */
  finished: readonly number[]
  openUntil?: number | null
  lastError?: string | null
  /** The target said 410: not enabled any more. */
  pause?: boolean
}

/** `version`: of the settings; `gone`: deleted, or another process works on it. Its deliveries are kept all the same. */
export type Settled = { version: number } | 'gone'

/** A forward that is leased to this process. `lastSeq`: how far its bin has come. */
export type LeasedForward = { version: number; lastSeq: number }

/** What the process that works on forwards needs. One process at a time works on a forward: its lease says so. */
export interface ForwardWork {
  /**
   * Leases enabled forwards that nobody works on, at most `limit`. Leases of other processes count until they have lapsed by `lapsedBy`;
   * `steal`: the processes that had them are gone.
   */
  claimForwards(
    lease: Lease & { lapsedBy: number; limit: number; steal: boolean },
  ): Promise<{ forward: StoredForward; binId: string }[]>
  /**
   * Renews the leases of this process and returns those it still has. `share`: how many forwards each process may work on, so that they
   * are shared out evenly among those alive; `alone`: there is no other process, so there is no limit.
   */
  renewForwards(
    lease: Lease & { now: number; alone: boolean },
  ): Promise<{ held: ReadonlyMap<string, LeasedForward>; share: number }>
  releaseForward(by: string, id: string): Promise<void>
  /** Releases all that this process has; it no longer counts as alive. */
  leaveForwards(by: string): Promise<void>
  /** Those first that are due first; in strict order, those that came first. */
  waitingAttempts(forwardId: string, order: 'due' | 'seq', limit: number): Promise<WaitingAttempt[]>
  /** Captures between these seqs that have an attempt, dead or not. */
  attemptedSeqs(forwardId: string, range: { after: number; through: number }): Promise<ReadonlySet<number>>
  settleForward(settlement: Settlement, limits: DeliveryLimits): Promise<Settled>
}
