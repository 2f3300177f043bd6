/** After a failure: a full disk is not tried with each time. */
const FLUSH_AGAIN_MS = 60_000

/** When things happened, by id, on the way to the store. No call waits for it, and none fails because it cannot be kept. */
export type LateTimes = {
  get(id: string): number | undefined
  set(id: string, at: number): void
  /** Keeps what is not kept yet. */
  close(): Promise<void>
}

/** Gives `keep` all times of `flushMs` at once. What it throws is given to `onFailure`, and those times are kept later. */
export function createLateTimes(
  keep: (times: ReadonlyMap<string, number>) => Promise<void>,
  { flushMs, onFailure }: { flushMs: number; onFailure: (error: unknown) => void },
): LateTimes {
  const waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  function flushIn(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms).unref()
  }

  async function flush(): Promise<void> {
    const times = new Map(waiting)
    try {
      if (times.size > 0) await keep(times)
      for (const [id, at] of times) if (waiting.get(id) === at) waiting.delete(id)
      timer = null
      if (waiting.size > 0) flushIn(flushMs)
    } catch (error) {
      onFailure(error)
      timer = null
      flushIn(FLUSH_AGAIN_MS)
    }
  }

  return {
    get: (id) => waiting.get(id),
    set(id, at) {
      waiting.set(id, at)
      flushIn(flushMs)
    },
    async close() {
      if (timer) clearTimeout(timer)
      await flush()
      if (timer) clearTimeout(timer)
    },
  }
}
