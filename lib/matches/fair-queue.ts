/** Runs `work` when its turn comes. Returns null if that takes longer than `timeoutMs`. */
export type FairQueue = {
  <T>(key: number, work: () => Promise<T>): Promise<T>
  <T>(key: number, work: () => Promise<T>, timeoutMs: number): Promise<T | null>
}

type KeyQueue = { waiting: ((granted: boolean) => void)[]; running: number }

/**
 * Runs at most `max` pieces of work at a time, and at most `maxPerKey` of one key. Keys take turns, so a long queue for one key does not delay
 * the others.
 */
export function createFairQueue({ max, maxPerKey }: { max: number; maxPerKey: number }): FairQueue {
  const queues = new Map<number, KeyQueue>() // in the order in which they are served
  let running = 0

  function serve(): void {
    for (const [key, queue] of queues) {
      if (running >= max) return
      if (queue.running >= maxPerKey || queue.waiting.length === 0) continue
      queues.delete(key)
      queues.set(key, queue)
      running += 1
      queue.running += 1
      queue.waiting.shift()!(true)
      serve()
      return
    }
  }

  function leave(key: number, queue: KeyQueue): void {
    running -= 1
    queue.running -= 1
    forgetIfEmpty(key, queue)
    serve()
  }

  function forgetIfEmpty(key: number, queue: KeyQueue): void {
    if (queue.running === 0 && queue.waiting.length === 0) queues.delete(key)
  }

  return async <T>(key: number, work: () => Promise<T>, timeoutMs?: number): Promise<T | null> => {
    const queue = queues.get(key) ?? { waiting: [], running: 0 }
    queues.set(key, queue)
    let timer: NodeJS.Timeout | undefined
    const granted = await new Promise<boolean>((resolve) => {
      queue.waiting.push(resolve)
      if (timeoutMs !== undefined) timer = setTimeout(giveUp, timeoutMs)
      function giveUp(): void {
        queue.waiting = queue.waiting.filter((each) => each !== resolve)
        forgetIfEmpty(key, queue)
        resolve(false)
      }
      serve()
    })
    clearTimeout(timer)
    if (!granted) return null
    try {
      return await work()
    } finally {
      leave(key, queue)
    }
  }
}
