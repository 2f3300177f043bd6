/** Runs jobs in order, at most `concurrency` at a time. */
export class JobQueue {
  #waiting: (() => Promise<void>)[] = []
  #inFlight = new Set<Promise<void>>()

  constructor(private readonly concurrency: number) {}

  /** Starts nothing more. Resolves when the running jobs are done. */
  async stop(): Promise<void> {
    this.#waiting = []
    await Promise.allSettled(this.#inFlight)
  }

  /** How many jobs are not done. */
  get size(): number {
    return this.#waiting.length + this.#inFlight.size
  }

  add(job: () => Promise<void>): void {
    this.#waiting.push(job)
    this.#next()
  }

  #next(): void {
    while (this.#inFlight.size < this.concurrency) {
      const job = this.#waiting.shift()
      if (!job) return
      const done = job().finally(() => {
        this.#inFlight.delete(done)
        this.#next()
      })
      this.#inFlight.add(done)
    }
  }
}
