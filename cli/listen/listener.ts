import { CallError } from '#lib/client/call-error'
import type { StreamEvent } from '#lib/client/follow'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Answers } from './answers'
import { JobQueue } from './job-queue'
import type { Journal } from './journal'
import type { Cursor, Progress } from './progress'
import type { Recorder } from './record'
import { addressOf, type Rules, refusalOf } from './refusal'
import type { ListenReport } from './report'
import type { Route, Routing } from './routes'
import type { Attempt, Target } from './target'
import { untilAnswered } from './until-answered'

/** When this many captures wait, the stream is paused. Only their summaries are in memory. */
const WAITING_MAX = 10_000

export type ListenerOptions = Rules & {
  routing: Routing
  targets: ReadonlyMap<string, Target>
  inOrder: boolean
  concurrency: number
  /** Other work for a capture (a program, a file). False if it failed. */
  alsoDo: ((capture: Capture) => Promise<boolean>) | null
  progress: Progress
  cursor: Cursor
  journal: Journal
  recorder: Recorder
  /** null: senders do not wait for the target. */
  answers: Answers | null
  report: ListenReport
  /** For a failure that ends the command. */
  onFatal: (error: unknown) => void
}

/** Takes captures from the stream, sends each to its target, and moves the cursor past those that are settled. */
export class Listener {
  /** Captures that were sent, or had a command run. */
  handled = 0
  failed = 0
  #queues = new Map<string, JobQueue>()
  #lastSeq: number
  #waiters: { resolve: () => void; reject: (reason: unknown) => void }[] = []

  constructor(
    private readonly options: ListenerOptions,
    after: number,
  ) {
    this.#lastSeq = after
    const { signal } = options
    signal.addEventListener('abort', () => {
      for (const { reject } of this.#waiters.splice(0)) reject(signal.reason)
    })
  }

  /** How many captures wait for this target, including those in flight. */
  waitingFor(url: string): number {
    return this.#queues.get(this.options.inOrder ? '' : url)?.size ?? 0
  }

  /** Resolves when there is room for the next event. */
  async take(event: StreamEvent): Promise<void> {
    if (event.type !== 'capture') return
    const { capture } = event
    const { progress, report } = this.options
    if (capture.seq > this.#lastSeq + 1) report.gap(this.#lastSeq + 1, capture.seq - 1)
    this.#lastSeq = capture.seq
    progress.take(capture.seq)
    this.options.answers?.expect(capture)
    if (this.options.journal.has(capture)) return this.#settle(capture) // settled by an earlier listener that was killed
    const route = await this.#routeOf(capture)
    if (route === 'skipped') return this.#settle(capture)
    this.handled += 1
    if (route && this.options.targets.get(route.url)!.isDown) this.options.answers?.none(capture)
    this.#laneOf(route?.url ?? '').add(() => this.#handle(capture, route))
    while (progress.openCount >= WAITING_MAX) await this.#change()
  }

  /** Resolves when every capture that was taken is settled. */
  async settled(): Promise<void> {
    while (this.options.progress.openCount > 0) await this.#change()
  }

  /** Starts nothing more. Resolves when everything in flight is done, settled or not. */
  async stop(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.stop()))
  }

  #change(): Promise<void> {
    const { signal } = this.options
    return new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason)
      else this.#waiters.push({ resolve, reject })
    })
  }

  /** null: there is nothing to send, but other work to do. */
  async #routeOf(summary: CaptureSummary): Promise<Route | null | 'skipped'> {
    const { routing, report, alsoDo } = this.options
    let route = routing.ofSummary(summary)
    if (route === undefined) {
      const capture = await this.#load(summary)
      if (!capture) return 'skipped'
      route = routing.ofCapture(capture)
    }
    if (route || (alsoDo && routing.targets.length === 0)) return route
    report.skipped(summary, 'filter', 'No route matches.')
    return 'skipped'
  }

  #laneOf(url: string): JobQueue {
    const { inOrder, concurrency } = this.options
    const key = inOrder ? '' : url
    const queue = this.#queues.get(key) ?? new JobQueue(inOrder ? 1 : concurrency)
    this.#queues.set(key, queue)
    return queue
  }

  async #handle(summary: CaptureSummary, route: Route | null): Promise<void> {
    const { options } = this
    try {
      const target = route && options.targets.get(route.url)!
      if (target?.isDown) options.answers?.none(summary)
      if (target) await target.whenUp()
      const capture = await this.#load(summary)
      if (!capture || (await this.#isRefused(capture))) return await this.#settle(summary)
      const done = options.alsoDo ? await options.alsoDo(capture) : true
      const sent = target ? await this.#send(capture, target) : true
      if (!done || !sent) this.failed += 1
      await this.#settle(summary)
      await options.recorder.room()
    } catch (error) {
      if (!options.signal.aborted) options.onFatal(error)
    }
  }

  async #settle(summary: CaptureSummary): Promise<void> {
    const { progress, cursor, journal, answers, inOrder, onFatal, signal } = this.options
    progress.settle(summary.seq)
    answers?.none(summary)
    if (!journal.has(summary)) journal.add(summary)
    for (const { resolve } of this.#waiters.splice(0)) resolve()
    const saved = cursor.save(progress.done).catch((error) => {
      if (!signal.aborted) onFatal(error)
    })
    if (inOrder && !journal.isOpen) await saved // if the listener is killed now, it sends at most one capture again
  }

  /** Reports why a capture cannot be sent as it came. False if it can be sent. */
  async #isRefused(capture: Capture): Promise<boolean> {
    const refusal = await refusalOf(capture, this.options)
    if (!refusal) return false
    this.options.report.skipped(capture, refusal.reason, refusal.why)
    if (refusal.isFault) this.failed += 1
    return true
  }

  async #send(capture: Capture, target: Target): Promise<boolean> {
    const { path, report, recorder, answers } = this.options
    const address = addressOf(capture, target.url, path)
    if (!('url' in address)) {
      report.skipped(capture, address.reason, address.why)
      return false
    }
    const onAttempt = (attempt: Attempt) => {
      if (attempt.last) answers?.give(capture, attempt.sent)
      report.attempt(capture, attempt, capture.trailers.length)
      recorder.record(capture.id, attempt)
    }
    const { sent } = await target.deliver(address.url, capture, address.hop, { onAttempt, onDown: () => answers?.none(capture) })
    return sent.error === null && sent.status !== null && sent.status < 400
  }

  /** The whole capture, or null if it was deleted. Waits while the server is unreachable. @throws {CallError} if it refuses */
  async #load({ id, seq }: CaptureSummary): Promise<Capture | null> {
    const { client, bin, report, signal } = this.options
    try {
      return await untilAnswered(() => client.getCapture({ bin, capture: id }, { signal }), signal)
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== 'capture_not_found') throw error
      report.gap(seq, seq)
      return null
    }
  }
}
