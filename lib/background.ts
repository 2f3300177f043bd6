import { setTimeout as pause } from 'node:timers/promises'

/** Captures pass between two steps. */
const REST_MS = 2

/** Work that goes on after its caller has left. */
export type Background = {
  /** Runs `work` to its end. A process that stops waits for it. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Runs one step of a few milliseconds. The steps of all work take turns, so a hundred callers block no longer than one. */
  step<T>(work: () => Promise<T>): Promise<T>
  /** Resolves once nothing runs. */
  drain(): Promise<void>
}

export function createBackground(): Background {
  const running = new Set<Promise<unknown>>()
  let lastStep: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const task = work()
      const settled = task.catch(() => {}).finally(() => running.delete(settled))
      running.add(settled)
      return task
    },
    step(work) {
      const mine = lastStep.then(() => pause(REST_MS)).then(work)
      lastStep = mine.catch(() => {})
      return mine
    },
    async drain() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
