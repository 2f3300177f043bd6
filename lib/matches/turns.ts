/** Runs `work` when its turn comes. Returns null if that takes longer than `timeoutMs`. */
export type Turns = {
  <T>(key: number, work: () => Promise<T>): Promise<T>
  <T>(key: number, work: () => Promise<T>, timeoutMs: number): Promise<T | null>
}

type Line = { waiting: ((mine: boolean) => void)[]; running: number }

/**
 * Runs at most `max` pieces of work at a time, and at most `maxPerKey` of one key. Keys take turns, so a long line for one key does not delay
 * the others.
 */
export function createTurns({ max, maxPerKey }: { max: number; maxPerKey: number }): Turns {
  const lines = new Map<number, Line>() // in the order in which they are served
  let running = 0

  function serve(): void {
    for (const [key, line] of lines) {
      if (running >= max) return
      if (line.running >= maxPerKey || line.waiting.length === 0) continue
      lines.delete(key)
      lines.set(key, line)
      running += 1
      line.running += 1
      line.waiting.shift()!(true)
      serve()
      return
    }
  }

  function leave(key: number, line: Line): void {
    running -= 1
    line.running -= 1
    forgetIfEmpty(key, line)
    serve()
  }

  function forgetIfEmpty(key: number, line: Line): void {
    if (line.running === 0 && line.waiting.length === 0) lines.delete(key)
  }

  return async <T>(key: number, work: () => Promise<T>, timeoutMs?: number): Promise<T | null> => {
    const line = lines.get(key) ?? { waiting: [], running: 0 }
    lines.set(key, line)
    let timer: NodeJS.Timeout | undefined
    const mine = await new Promise<boolean>((resolve) => {
      line.waiting.push(resolve)
      if (timeoutMs !== undefined) timer = setTimeout(giveUp, timeoutMs)
      function giveUp(): void {
        line.waiting = line.waiting.filter((each) => each !== resolve)
        forgetIfEmpty(key, line)
        resolve(false)
      }
      serve()
    })
    clearTimeout(timer)
    if (!mine) return null
    try {
      return await work()
    } finally {
      leave(key, line)
    }
  }
}
