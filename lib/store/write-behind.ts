/** How long to wait after a failure, so that a full disk is not tried all the time. */
const RETRY_MS = 60_000

/** Times by id that are waiting to be stored. No call waits for the write or fails because of it. */
export type WriteBehind = {
  get(id: string): number | undefined
  set(id: string, at: number): void
  /** Stores what is not stored yet. */
  close(): Promise<void>
}

/** Collects times for `flushMs` and passes them to `write`. If it rejects, `onFailure` gets the error, and the times are stored later. */
export function createWriteBehind(
  write: (times: ReadonlyMap<string, number>) => Promise<void>,
  { flushMs, onFailure }: { flushMs: number; onFailure: (error: unknown) => void },
): WriteBehind {
  const unwritten = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  function flushIn(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms).unref()
  }

  async function flush(): Promise<void> {
    const times = new Map(unwritten)
    try {
      if (times.size > 0) await write(times)
      for (const [id, at] of times) if (unwritten.get(id) === at) unwritten.delete(id)
      timer = null
      if (unwritten.size > 0) flushIn(flushMs)
    } catch (error) {
      onFailure(error)
      timer = null
      flushIn(RETRY_MS)
    }
  }

  return {
    get: (id) => unwritten.get(id),
    set(id, at) {
      unwritten.set(id, at)
      flushIn(flushMs)
    },
    async close() {
      if (timer) clearTimeout(timer)
      await flush()
      if (timer) clearTimeout(timer)
    },
  }
}
