import type { Logger } from 'pino'
import type { DeliverySummary } from '#lib/core/delivery'
import { readForwardRate } from '#lib/core/forward/retry'
import type { BinEvent, Live, Watch } from '#lib/live/live'
import { createRetry, type Retry } from '#lib/live/retry'
import type { Metrics } from '#lib/metrics'
import type { Settled, Settlement, StoredForward } from '#lib/store/forward-store'
import type { DeliveryLimits, Store, StoredBin, StoredDelivery } from '#lib/store/store'
import { type Attempted, type AttemptPorts, attemptInRoom, type Ended } from './attempt'
import { ForwardQueue, type QueueItem } from './forward-queue'
import { judgeAttempt } from './judge-attempt'
import { type LookPorts, lookAhead } from './look-ahead'
import type { ForwardProgress, Outcome } from './outcome'
import { Settler } from './settler'
import { TargetHealth } from './target-health'
import { createTeller, type Teller, type TellPorts } from './teller'

export type RunnerPorts = AttemptPorts &
  LookPorts &
  TellPorts & {
    store: Pick<Store, 'waitingAttempts' | 'settleForward' | 'releaseForwards'>
    live: Pick<Live, 'follow'>
    /** Whether many captures wait to be stored. They take precedence over forwards. */
    capturesWait(): boolean
    /** Id of this process, as in the lease. */
    leasedBy: string
    limits: DeliveryLimits
    summarize(bin: StoredBin, delivery: StoredDelivery): DeliverySummary
    random(): number
    metrics: Pick<Metrics, 'forwarded'>
    log: Pick<Logger, 'warn'>
    /** Called when the runner stops: the forward was deleted or paused, or its lease was lost. */
    onEnd(): void
    onGivenBack(): void
  }

const READY_MIN = 50
const WAITING_MAX = 500
/** While captures wait to be stored, a forward's concurrency is divided by this. */
const CAPTURES_FIRST = 4
const AGAIN_MS = 500
const RETRY_STORE_MS = 1_000

/** Works on one forward, as long as its lease lasts. */
export class ForwardRunner {
  private readonly queue: ForwardQueue
  private readonly health: TargetHealth
  private readonly following: Watch
  private readonly teller: Teller
  private readonly retry: Retry
  private readonly settler: Settler
  private readonly leaving = new AbortController()
  private version: number
  private lastError: string | null
  /** `lastError` is why a capture died; the next success doesn't clear it. */
  private lastDied = false
  private reached = 0
  private sending = 0
  private nextSlotAt = 0
  /** Nothing new may start. */
  private ended = false
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
      ports.log.warn({ err: error, forward: forward.id }, 'the state of a forward cannot be read or stored; trying again'),
    )
    this.settler = this.createSettler()
    this.teller = createTeller(ports, bin, forward.id)
    this.following = ports.live.follow(bin, (event) => this.heard(event))
    void this.reload() // it may have changed since it was leased
  }

  /** Takes the version that renewing the lease returned. */
  seenVersion(version: number): void {
    if (version > this.version) void this.reload()
  }

  progress(): { lag: number; waiting: number } {
    return { lag: Math.max(0, this.reached - this.settler.keptSeq), waiting: this.queue.waitingCount }
  }

  /** Sends no more, waits up to `graceMs` for requests in flight, and stores their outcomes. */
  async stop(graceMs: number): Promise<void> {
    if (this.ended) return
    this.ended = true
    const cut = setTimeout(() => this.leaving.abort(), graceMs)
    while (this.sending > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    clearTimeout(cut)
    await this.settler.all()
    this.end()
  }

  private heard(event: { type: 'reached'; seq: number } | BinEvent): void {
    if (event.type === 'reached') this.reached = Math.max(this.reached, event.seq)
    else if (event.type === 'bin:deleted' || (event.type === 'forward:deleted' && event.id === this.forward.id)) this.end()
    else if (event.type === 'forward:updated' && event.forward.id === this.forward.id && !this.teller.isTelling)
      void this.reload()
    else return
    this.pump()
  }

  /** Stops at once. Outcomes are not stored: if the lease was lost, another process may be working on the forward. */
  end(): void {
    this.ended = true
    this.settler.close()
    this.following.stop()
    this.leaving.abort()
    this.teller.stop()
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
    if (!forward.enabled) return this.giveBack()
    if (forward.version <= this.version) return this.pump()
    this.forward = forward
    this.version = forward.version
    this.settler.stored(forward)
    this.lastError = forward.lastError
    this.health.reset(forward.openUntil)
    this.queue.restart()
    this.pump()
  }

  /** Releases a disabled forward. If it was resumed meanwhile, `onGivenBack` claims it again, which this lease prevented. */
  private async giveBack(): Promise<void> {
    await this.stop(0)
    await this.ports.store.releaseForwards(this.ports.leasedBy, this.forward.id).catch(() => {})
    this.ports.onGivenBack()
  }

  private pump(): void {
    if (this.ended) return
    this.pumpAgain = true
    if (!this.pumping) void this.pumpOn()
  }

  private async pumpOn(): Promise<void> {
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
    if (queue.moreWaiting && queue.waitingCount === 0) {
      const order = forward.order === 'strict' ? 'seq' : 'due'
      const attempts = await ports.store.waitingAttempts(forward.id, order, WAITING_MAX)
      queue.loaded(attempts, attempts.length === WAITING_MAX)
    }
    while (queue.readyCount < READY_MIN && queue.read < this.reached && !this.ended && forward === this.forward) await this.look()
    if (this.sending === 0) this.settler.whenIdle()
  }

  /** Finds which of the next captures are wanted. */
  private async look(): Promise<void> {
    const { queue, bin, forward, ports } = this
    const after = queue.read
    const found = await lookAhead(ports, { bin, forward, after, through: this.reached })
    if (!found) this.end()
    else if (forward === this.forward && after === queue.read) queue.looked(found.captures, found.through) // else the forward changed meanwhile
  }

  private startSome(): void {
    if (this.reloads > 0) return
    const { queue, health, ports, forward } = this
    const places = this.places()
    while (this.sending < places && !this.settler.isFull) {
      const now = ports.now()
      const from = Math.max(health.openUntil ?? 0, this.nextSlotAt)
      const item = from > now ? null : queue.next(now, forward.order)
      if (!item) {
        const wakeAt = from > now ? from : (queue.dueAt(forward.order) ?? now)
        if (wakeAt > now) this.wakeAt(wakeAt)
        return
      }
      this.takeSlot(now)
      void this.send(item)
    }
  }

  /** How many requests may be in flight at a time. */
  private places(): number {
    const { concurrency, order } = this.forward
    if (order === 'strict' || this.health.isProbing) return 1
    return this.ports.capturesWait() ? Math.ceil(concurrency / CAPTURES_FIRST) : concurrency
  }

  private takeSlot(now: number): void {
    const rate = this.forward.rate === null ? null : readForwardRate(this.forward.rate)
    if (rate) this.nextSlotAt = Math.max(now, this.nextSlotAt) + rate.windowMs / rate.count
  }

  private async send(item: QueueItem): Promise<void> {
    this.sending += 1
    const { bin, forward, ports, leaving } = this
    const attempt = (item.waited?.attempt ?? 0) + 1
    const wanted = { forward, bin, seq: item.seq, attempt, signal: leaving.signal }
    const attempted = await attemptInRoom(ports, wanted, item.bytes).catch((error: unknown): Attempted => {
      ports.log.warn({ err: error, forward: forward.id }, 'a capture could not be forwarded; retrying')
      return { kind: 'unsent' }
    })
    this.sending -= 1
    if (attempted.kind === 'unsent') this.putBack(item)
    else this.note(item, attempted)
    this.pump()
  }

  private note(item: QueueItem, attempted: Ended): void {
    const { forward, health, ports, queue } = this
    const outcome = judgeAttempt(item, attempted, { forward, health, now: ports.now(), random: ports.random() })
    const { failed } = outcome
    if (failed) this.lastError = failed.lastError
    else if (outcome.delivery && queue.waitingCount === 0 && !this.lastDied) this.lastError = null
    this.lastDied = failed ? failed.dead : this.lastDied
    if (attempted.kind === 'judged') ports.metrics.forwarded(failed ? (failed.dead ? 'dead' : 'failed') : 'delivered')
    this.settler.add(outcome)
  }

  private putBack(item: QueueItem): void {
    const again = this.ports.now() + AGAIN_MS
    this.queue.putBack(item, again)
    this.nextSlotAt = Math.max(this.nextSlotAt, again)
  }

  private createSettler(): Settler {
    const { forward, bin, ports, retry } = this
    return new Settler(forward, {
      now: ports.now,
      retry,
      isStrict: () => this.forward.order === 'strict',
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
      queue.settled(seqs, waits, this.settler.keptSeq)
    }
    for (const { delivery } of batch) {
      if (delivery) ports.live.changed(bin.id, { type: 'delivery', delivery: ports.summarize(bin, delivery) })
    }
    const isPaused = batch.some(({ pause }) => pause)
    if (isPaused) this.teller.now()
    if (settled === 'gone' || isPaused) {
      this.end()
    } else {
      if (settled.version > this.version) void this.reload()
      this.teller.soon()
      this.pump()
    }
  }

  private wakeAt(at: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(1, at - this.ports.now()), 2 ** 30)).unref()
  }
}
