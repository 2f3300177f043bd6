import type { BinEvent } from '#lib/live/bin-event'
import type { Watch } from '#lib/live/live'
import { createRetry, type Retry } from '#lib/live/retry'
import { type Connections, createConnections } from '#lib/net/connections'
import type { LeasedForward, Settled, Settlement, StoredForward } from '#lib/store/forward-store'
import type { StoredBin } from '#lib/store/stored-bin'
import { type AttemptResult, afterError, attemptWithinMemory, type FinishedAttempt } from './attempt'
import { findCapturesToSend } from './find-captures-to-send'
import { createForwardPublisher, type ForwardPublisher } from './forward-publisher'
import { ForwardQueue, type QueueItem } from './forward-queue'
import { judgeAttempt } from './judge-attempt'
import type { ForwardProgress, Outcome } from './outcome'
import { OutcomeWriter } from './outcome-writer'
import type { RunnerPorts } from './runner-ports'
import { SendLimiter } from './send-limiter'
import { TargetHealth } from './target-health'

const READY_MIN = 50
const WAITING_MAX = 500
const UNSENT_RETRY_MS = 500
const RETRY_STORE_MS = 1_000

/** Works on one forward, as long as its lease lasts. */
export class ForwardRunner {
  private readonly queue: ForwardQueue
  private readonly health: TargetHealth
  private readonly following: Watch
  private readonly publisher: ForwardPublisher
  private readonly retry: Retry
  private readonly outcomes: OutcomeWriter
  private readonly abortController = new AbortController()
  private readonly connections: Connections = createConnections()
  private version: number
  private lastError: string | null
  /** `lastError` is why a capture died; the next success doesn't clear it. */
  private lastErrorIsFinal = false
  private reached = 0
  private readonly limiter: SendLimiter
  /** Attempts in flight. */
  private readonly inFlight = new Set<Promise<void>>()
  /** Nothing new may start. */
  private ended = false
  private finishing: Promise<void> | null = null
  /** Reads of the settings that are in flight. Nothing is sent meanwhile. */
  private reloads = 0
  private pumping = false
  private pumpAgain = false
  private timer: NodeJS.Timeout | undefined

  constructor(
    private forward: StoredForward,
    private readonly bin: StoredBin,
    private readonly ports: RunnerPorts,
  ) {
    this.version = forward.version
    this.lastError = forward.lastError
    this.queue = new ForwardQueue(forward.seq)
    this.health = new TargetHealth(forward.openUntil, ports.now, ports.random)
    this.retry = createRetry(RETRY_STORE_MS, (error) =>
      ports.log.warn({ err: error, forward: forward.id }, 'the state of a forward cannot be read or stored; retrying'),
    )
    this.limiter = new SendLimiter(ports.capturesWait)
    this.outcomes = this.createOutcomeWriter()
    this.publisher = createForwardPublisher(ports, bin, forward.id)
    this.following = ports.live.follow(bin, (event) => this.onEvent(event))
    void this.reload() // it may have changed since it was leased
  }

  /** Call with what renewing the lease returned. If an event was lost, the runner catches up here. */
  renewed({ version, lastSeq }: LeasedForward): void {
    if (this.ended) return
    this.reached = Math.max(this.reached, lastSeq)
    if (version > this.version) void this.reload()
    else this.pump()
  }

  /** True once it starts nothing more, and only finishes what is in flight. */
  get isStopping(): boolean {
    return this.ended
  }

  get isSending(): boolean {
    return this.inFlight.size > 0
  }

  progress(): { lag: number; waiting: number } {
    return { lag: Math.max(0, this.reached - this.outcomes.storedSeq), waiting: this.queue.waitingCount }
  }

  /** Sends no more, waits up to `graceMs` for requests in flight, and stores their outcomes. */
  async stop(graceMs: number): Promise<void> {
    if (this.ended && !this.finishing) return
    const cut = setTimeout(() => this.abortController.abort(), graceMs)
    this.finishing ??= this.finish()
    await this.finishing
    clearTimeout(cut)
  }

  private async finish(): Promise<void> {
    this.ended = true
    await Promise.all(this.inFlight)
    await this.outcomes.flush()
    this.end()
  }

  private onEvent(event: { type: 'reached'; seq: number } | BinEvent): void {
    if (event.type === 'reached') this.reached = Math.max(this.reached, event.seq)
    else if (event.type === 'bin:deleted' || (event.type === 'forward:deleted' && event.id === this.forward.id)) this.end()
    else if (event.type === 'forward:updated' && event.forward.id === this.forward.id && !this.publisher.isPublishing)
      void this.reload()
    else return
    this.pump()
  }

  /** Stops at once. Outcomes are not stored: if the lease was lost, another process may be working on the forward. */
  end(): void {
    this.ended = true
    this.outcomes.close()
    this.following.stop()
    this.abortController.abort()
    this.connections.close()
    this.publisher.stop()
    clearTimeout(this.timer)
    this.ports.onEnd()
  }

  /** Reads the forward again after somebody changed its settings or its waiting captures, perhaps while it was being leased. */
  private async reload(): Promise<void> {
    this.reloads += 1
    const read = async () => ({ forward: await this.ports.store.findForward(this.bin.key, this.forward.id) })
    const found = await this.retry(read, () => !this.ended)
    this.reloads -= 1
    if (!found || this.ended) return
    const { forward } = found
    if (!forward) return this.end()
    if (!forward.enabled) return this.release(0)
    if (forward.version <= this.version) return this.pump()
    this.forward = forward
    this.version = forward.version
    this.outcomes.changedElsewhere(forward)
    this.lastError = forward.lastError
    this.health.reset(forward.openUntil)
    this.queue.restart()
    this.pump()
  }

  /** Stops, then releases the lease, so that another process can claim the forward, or this one once somebody resumes it. */
  async release(graceMs: number): Promise<void> {
    await this.stop(graceMs)
    await this.ports.store.releaseForward(this.ports.leasedBy, this.forward.id).catch(() => {})
    this.ports.onReleased()
  }

  private pump(): void {
    if (this.ended) return
    this.pumpAgain = true
    if (!this.pumping) void this.pumpLoop()
  }

  private async pumpLoop(): Promise<void> {
    this.pumping = true
    while (this.pumpAgain && !this.ended) {
      this.pumpAgain = false
      try {
        await this.refill()
        if (!this.ended) this.startSome()
      } catch (error) {
        this.ports.log.warn({ err: error, forward: this.forward.id }, 'a forward cannot read what it has to send; retrying')
        this.wakeAt(this.ports.now() + RETRY_STORE_MS)
      }
    }
    this.pumping = false
  }

  private async refill(): Promise<void> {
    const { queue, ports, forward } = this
    if (queue.needsLoad) {
      const order = forward.order === 'strict' ? 'seq' : 'due'
      queue.beginLoad()
      const attempts = await ports.store.waitingAttempts(forward.id, order, WAITING_MAX)
      if (forward === this.forward) queue.finishLoad(attempts, attempts.length === WAITING_MAX)
    }
    while (queue.readyCount < READY_MIN && queue.read < this.reached && !this.ended && forward === this.forward)
      await this.findMore()
    if (!this.isSending) this.outcomes.whenIdle()
  }

  /** Finds which of the next captures are wanted. */
  private async findMore(): Promise<void> {
    const { queue, bin, forward, ports } = this
    const after = queue.read
    const found = await findCapturesToSend(ports, { bin, forward, after, through: this.reached })
    if (!found) this.end()
    else if (forward === this.forward && after === queue.read) queue.add(found.captures, found.through) // else the forward changed meanwhile
  }

  private startSome(): void {
    if (this.reloads > 0) return
    const { queue, health, ports, forward, limiter } = this
    const maxInFlight = limiter.maxInFlight(forward, health.isProbing)
    while (this.inFlight.size < maxInFlight && !this.outcomes.isFull) {
      const now = ports.now()
      const from = Math.max(health.openUntil ?? 0, limiter.nextAt)
      const item = from > now ? null : queue.next(now, forward.order)
      if (!item) {
        const wakeAt = from > now ? from : (queue.dueAt(forward.order) ?? now)
        if (wakeAt > now) this.wakeAt(wakeAt)
        return
      }
      limiter.started(forward, now)
      this.start(item)
    }
  }

  private start(item: QueueItem): void {
    const sent = this.send(item).then((finish) => {
      this.inFlight.delete(sent)
      finish()
      this.pump()
    })
    this.inFlight.add(sent)
  }

  /** Sends one capture. Returns what to do once the attempt no longer counts as in flight. */
  private async send(item: QueueItem): Promise<() => void> {
    const { bin, forward, ports, abortController, connections } = this
    const attempt = (item.waited?.attempt ?? 0) + 1
    const request = { forward, bin, seq: item.seq, attempt, connections, signal: abortController.signal }
    const attempted = await attemptWithinMemory(ports, request, item.bytes).catch((error: unknown): AttemptResult => {
      ports.log.warn({ err: error, forward: forward.id, seq: item.seq }, 'a capture could not be forwarded; retrying')
      return afterError(error)
    })
    return attempted.kind === 'unsent' ? () => this.putBack(item) : () => this.finishAttempt(item, attempted)
  }

  private finishAttempt(item: QueueItem, attempted: FinishedAttempt): void {
    const { forward, health, ports, queue } = this
    const outcome = judgeAttempt(item, attempted, { forward, health, now: ports.now(), random: ports.random() })
    const { failed } = outcome
    if (failed) this.lastError = failed.lastError
    else if (outcome.delivery && queue.waitingCount === 0 && !this.lastErrorIsFinal) this.lastError = null
    this.lastErrorIsFinal = failed ? failed.dead : this.lastErrorIsFinal
    if (attempted.kind === 'judged') ports.metrics.forwarded(failed ? (failed.dead ? 'dead' : 'failed') : 'delivered')
    this.outcomes.add(outcome)
  }

  private putBack(item: QueueItem): void {
    const retryAt = this.ports.now() + UNSENT_RETRY_MS
    this.queue.putBack(item, retryAt)
    this.limiter.delayUntil(retryAt)
  }

  private createOutcomeWriter(): OutcomeWriter {
    const { forward, bin, ports, retry } = this
    return new OutcomeWriter(forward, {
      now: ports.now,
      retry,
      isStrict: () => this.forward.order === 'strict',
      capturesWait: ports.capturesWait,
      progress: (seqs) => this.progressAfter(seqs),
      store: (part) => {
        const settlement: Settlement = { id: forward.id, binKey: bin.key, by: ports.leasedBy, now: ports.now(), ...part }
        return ports.store.settleForward(settlement, ports.limits)
      },
      onSettled: (batch, settled) => this.settled(batch, settled),
    })
  }

  private progressAfter(seqs: readonly number[]): ForwardProgress {
    return { seq: this.queue.cursorAfter(seqs), openUntil: this.health.openUntil, lastError: this.lastError }
  }

  private settled(batch: readonly Outcome[], settled: Settled): void {
    const { bin, ports, queue } = this
    if (settled !== 'gone') {
      const waits = batch.flatMap(({ failed }) => (failed && !failed.dead ? failed : []))
      const seqs = batch.map(({ seq }) => seq)
      queue.settled(seqs, waits, { cursor: this.outcomes.storedSeq, order: this.forward.order })
    }
    for (const { delivery } of batch) {
      if (delivery) ports.live.changed(bin.id, { type: 'delivery', delivery: ports.summarize(bin, delivery) })
    }
    const isPaused = batch.some(({ pause }) => pause)
    if (isPaused) this.publisher.publish()
    if (settled === 'gone' || isPaused) {
      this.end()
    } else {
      if (settled.version > this.version) void this.reload()
      this.publisher.schedule()
      this.pump()
    }
  }

  private wakeAt(at: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(1, at - this.ports.now()), 2 ** 30)).unref()
  }
}
