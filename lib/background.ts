import { setTimeout as pause } from 'node:timers/promises'

/** Time between two steps, in which captures can pass. */
const REST_MS = 2

/** Work that continues after its caller has left. */
export type Background = {
  /** Runs `work` to its end. A stopping process waits for it. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Runs one step of a few milliseconds. All work takes turns step by step, so a hundred callers block no longer than one. */
  step<T>(work: () => Promise<T>): Promise<T>
  /** Resolves once nothing is running. */
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
      const step = lastStep.then(() => pause(REST_MS)).then(work)
      lastStep = step.catch(() => {})
      return step
    },
    async drain() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
