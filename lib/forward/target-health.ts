import type { ForwardOrder } from '#lib/core/forward/forward'
import { CIRCUIT_OPENS_AFTER, circuitMs } from '#lib/core/forward/retry'

/**
 * The circuit breaker of a forward. It opens after ten failures in a row: nothing is sent for a while, then one capture at a time until one
 * succeeds. In strict order, the first capture waits by its own retry schedule anyway, so only `retry-after` opens the circuit there.
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

  /** True if the next capture only probes whether the target is back. */
  get isProbing(): boolean {
    return this.failures >= CIRCUIT_OPENS_AFTER
  }

  /** The target answered, whatever its verdict on the capture. */
  succeeded(): void {
    this.failures = 0
    this.openUntil = null
  }

  failed(order: ForwardOrder, retryAfterMs: number | null): void {
    const isOpen = this.openUntil !== null && this.openUntil > this.now() // this request was in flight when the circuit opened
    if (order === 'none' && !isOpen) this.failures += 1
    const closedForMs = Math.max(circuitMs(this.failures, this.random()) ?? 0, retryAfterMs ?? 0)
    if (closedForMs > 0) this.openUntil = Math.max(this.openUntil ?? 0, this.now() + closedForMs)
  }

  /** Called when somebody resumes the forward, or changes its target. */
  reset(openUntil: number | null): void {
    if (openUntil === null) this.succeeded()
  }
}
