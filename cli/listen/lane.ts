/** Runs jobs in order, at most `atOnce` at a time. */
export class Lane {
  #waiting: (() => Promise<void>)[] = []
  #underWay = new Set<Promise<void>>()

  constructor(private readonly atOnce: number) {}

  /** Starts nothing more. Resolves when the running jobs are done. */
  async stop(): Promise<void> {
    this.#waiting = []
    await Promise.allSettled(this.#underWay)
  }

  /** How many jobs are not done. */
  get size(): number {
    return this.#waiting.length + this.#underWay.size
  }

  add(job: () => Promise<void>): void {
    this.#waiting.push(job)
    this.#next()
  }

  #next(): void {
    while (this.#underWay.size < this.atOnce) {
      const job = this.#waiting.shift()
      if (!job) return
      const done = job().finally(() => {
        this.#underWay.delete(done)
        this.#next()
      })
      this.#underWay.add(done)
    }
  }
}
