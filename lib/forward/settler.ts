import type { Retry } from '#lib/live/retry'
import type { Settled, Settlement } from '#lib/store/forward-store'
import { type ForwardProgress, type Outcome, settlementOf } from './outcome'

/** Outcomes for one transaction. While twice as many wait to be stored, nothing more is sent: so much is sent again after a kill -9 at most. */
const SETTLED_AT_ONCE = 64
/** Outcomes wait so long for others: a transaction for each would leave captures no time. */
const SETTLE_WITHIN_MS = 100
/** A cursor that only passed captures that nobody wants may be written later. */
const IDLE_SETTLE_MS = 2_000

export type SettlerPorts = {
  /** Whether each outcome is stored at once. */
  isStrict(): boolean
  /** Where the forward is once the outcomes of these captures are stored. */
  progress(seqs: readonly number[]): ForwardProgress
  store(settlement: Omit<Settlement, 'id' | 'binKey' | 'by' | 'now'>): Promise<Settled>
  retry: Retry
  /** Follows each batch that was written, or that the store refused as `gone`. */
  onSettled(batch: readonly Outcome[], settled: Settled): void
  now(): number
}

/** Stores what came of the attempts of a forward, in batches: what comes while one is written makes the next. */
export class Settler {
  private outcomes: Outcome[] = []
  private kept: ForwardProgress
  private settling: Promise<void> | null = null
  private timer: NodeJS.Timeout | undefined
  private settleAt = Number.POSITIVE_INFINITY
  private closed = false

  constructor(
    { seq, openUntil, lastError }: ForwardProgress,
    private readonly ports: SettlerPorts,
  ) {
    this.kept = { seq, openUntil, lastError }
  }

  /** So much waits to be stored that nothing more is to be sent. */
  get isFull(): boolean {
    return this.outcomes.length >= 2 * SETTLED_AT_ONCE
  }

  add(outcome: Outcome): void {
    this.outcomes.push(outcome)
    this.soon()
  }

  /** Writes the cursor where nothing else does. */
  whenIdle(): void {
    if (this.outcomes.length === 0 && this.isBehind()) this.within(IDLE_SETTLE_MS)
  }

  /** Somebody else changed it in the store. */
  stored({ openUntil, lastError }: Omit<ForwardProgress, 'seq'>): void {
    this.kept = { ...this.kept, openUntil, lastError }
  }

  /** The cursor in the store. */
  get keptSeq(): number {
    return this.kept.seq
  }

  async all(): Promise<void> {
    while (!this.closed && (this.outcomes.length > 0 || this.settling || this.isBehind())) await this.settle()
  }

  /** Keeps nothing more. */
  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private isBehind(): boolean {
    return this.ports.progress([]).seq > this.kept.seq
  }

  private soon(): void {
    const enough = this.ports.isStrict() || this.outcomes.length >= SETTLED_AT_ONCE
    if (!enough) this.within(SETTLE_WITHIN_MS)
    else if (!this.closed) void this.settle()
  }

  private within(ms: number): void {
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
      if (this.outcomes.length > 0) this.soon()
    })
    return this.settling
  }

  private async settleBatch(): Promise<void> {
    if (this.outcomes.length === 0 && !this.isBehind()) return
    const batch = this.outcomes.slice(0, SETTLED_AT_ONCE)
    const settled = await this.ports.retry(
      () => this.keep(batch),
      () => !this.closed,
    )
    if (settled === null) return
    this.outcomes.splice(0, batch.length)
    this.ports.onSettled(batch, settled)
  }

  private async keep(batch: readonly Outcome[]): Promise<Settled> {
    const next = this.ports.progress(batch.map(({ seq }) => seq))
    const settled = await this.ports.store(settlementOf(batch, this.kept, next))
    if (settled !== 'gone') this.kept = next
    return settled
  }
}
