import type { Retry } from '#lib/live/retry'
import type { Settled, Settlement } from '#lib/store/forward-store'
import { type ForwardProgress, type Outcome, settlementOf } from './outcome'

/**
 * Outcomes per transaction. While twice as many wait to be stored, nothing more is sent. This bounds how many captures are sent again after a
 * kill -9.
 */
const BATCH_MAX = 64
/**
 * An outcome is stored at once, because what is not stored when the process is killed is sent again. Only after a commit, outcomes gather for as
 * long as it took, at most this long: so commits take half of the time at most, and batches grow with the rate.
 */
const REST_MS_MAX = 10
/** How long outcomes gather while many captures wait: a transaction for each few outcomes would delay them. */
const BATCH_WAIT_BUSY_MS = 100
/** A cursor that only passed captures the forward does not want may be written this much later. */
const IDLE_WAIT_MS = 2_000

export type OutcomeWriterPorts = {
  /** Whether each outcome is stored at once, without waiting for a batch. */
  isStrict(): boolean
  /** Whether many captures wait to be stored. */
  capturesWait(): boolean
  /** The forward's progress once the outcomes of these captures are stored. */
  progress(seqs: readonly number[]): ForwardProgress
  store(settlement: Omit<Settlement, 'id' | 'binKey' | 'by' | 'now'>): Promise<Settled>
  retry: Retry
  /** Called after each batch that was written, or that the store refused as `gone`. */
  onSettled(batch: readonly Outcome[], settled: Settled): void
  now(): number
}

/** Stores the outcomes of a forward's attempts in batches. Outcomes that arrive while a batch is written form the next one. */
export class OutcomeWriter {
  private outcomes: Outcome[] = []
  private stored: ForwardProgress
  private settling: Promise<void> | null = null
  private timer: NodeJS.Timeout | undefined
  private settleAt = Number.POSITIVE_INFINITY
  /** When the last batch was stored plus the rest after it, as `performance.now()`. */
  private restUntil = 0
  private closed = false

  constructor(
    { seq, openUntil, lastError }: ForwardProgress,
    private readonly ports: OutcomeWriterPorts,
  ) {
    this.stored = { seq, openUntil, lastError }
  }

  /** Whether so many outcomes wait to be stored that nothing more may be sent. */
  get isFull(): boolean {
    return this.outcomes.length >= 2 * BATCH_MAX
  }

  add(outcome: Outcome): void {
    this.outcomes.push(outcome)
    this.schedule()
  }

  /** Writes the cursor if it moved and no outcome is about to write it. */
  whenIdle(): void {
    if (this.outcomes.length === 0 && this.isBehind()) this.scheduleWithin(IDLE_WAIT_MS)
  }

  /** Call when somebody else changed these values in the store. */
  changedElsewhere({ openUntil, lastError }: Omit<ForwardProgress, 'seq'>): void {
    this.stored = { ...this.stored, openUntil, lastError }
  }

  /** The cursor in the store. */
  get storedSeq(): number {
    return this.stored.seq
  }

  async flush(): Promise<void> {
    while (!this.closed && (this.outcomes.length > 0 || this.settling || this.isBehind())) await this.settle()
  }

  /** Stores nothing more. */
  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private isBehind(): boolean {
    return this.ports.progress([]).seq > this.stored.seq
  }

  private schedule(): void {
    const enough = this.ports.isStrict() || this.outcomes.length >= BATCH_MAX
    const restMs = Math.max(0, this.restUntil - performance.now())
    if (!enough) this.scheduleWithin(this.ports.capturesWait() ? BATCH_WAIT_BUSY_MS : restMs)
    else if (!this.closed) void this.settle()
  }

  private scheduleWithin(ms: number): void {
    const at = this.ports.now() + ms
    if (this.closed || this.settling || this.settleAt <= at) return
    clearTimeout(this.timer)
    this.settleAt = at
    this.timer = setTimeout(() => void this.settle(), ms).unref()
  }

  private settle(): Promise<void> {
    clearTimeout(this.timer)
    this.settleAt = Number.POSITIVE_INFINITY
    this.settling ??= this.settleBatch().finally(() => {
      this.settling = null
      if (this.outcomes.length > 0) this.schedule()
      else this.whenIdle() // the cursor may have passed captures that the forward does not want
    })
    return this.settling
  }

  private async settleBatch(): Promise<void> {
    if (this.outcomes.length === 0 && !this.isBehind()) return
    const batch = this.outcomes.slice(0, BATCH_MAX)
    const began = performance.now()
    const settled = await this.ports.retry(
      () => this.storeBatch(batch),
      () => !this.closed,
    )
    if (settled === null) return
    const storedAt = performance.now()
    this.restUntil = storedAt + Math.min(storedAt - began, REST_MS_MAX)
    this.outcomes.splice(0, batch.length)
    this.ports.onSettled(batch, settled)
  }

  private async storeBatch(batch: readonly Outcome[]): Promise<Settled> {
    const next = this.ports.progress(batch.map(({ seq }) => seq))
    const settled = await this.ports.store(settlementOf(batch, this.stored, next))
    if (settled !== 'gone') this.stored = next
    return settled
  }
}
