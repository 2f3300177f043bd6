import type { ForwardOrder } from '#lib/core/forward/forward'
import { CIRCUIT_OPENS_AFTER, circuitMs } from '#lib/core/forward/retry'

/**
 * The circuit of a forward. After failures in a row it opens: nothing is sent for a while, then one capture at a time until one succeeds.
 * In strict order the capture at the head waits by its own schedule, which is the same, so only `retry-after` opens it there.
 */
export class TargetHealth {
  private failures = 0

  constructor(
    public openUntil: number | null,
    private readonly now: () => number,
    private readonly random: () => number,
  ) {
    if (openUntil !== null && openUntil > now()) this.failures = CIRCUIT_OPENS_AFTER
  }

  /** The next capture only tries whether the target is back. */
  get isProbing(): boolean {
    return this.failures >= CIRCUIT_OPENS_AFTER
  }

  /** The target is alive, whatever it thought of the capture. */
  succeeded(): void {
    this.failures = 0
    this.openUntil = null
  }

  failed(order: ForwardOrder, retryAfterMs: number | null): void {
    if (order === 'none') this.failures += 1
    const closedForMs = Math.max(circuitMs(this.failures, this.random()) ?? 0, retryAfterMs ?? 0)
    if (closedForMs > 0) this.openUntil = Math.max(this.openUntil ?? 0, this.now() + closedForMs)
  }

  /** Somebody resumed the forward, or gave it another target. */
  reset(openUntil: number | null): void {
    if (openUntil === null) this.succeeded()
  }
}
