/** What live streams hold in this process's memory for readers that are behind: at most so much each, and so much all together. */
export type StreamBudget = {
  /** Registers a stream. `cut` ends it at once: its reader comes back and reads on from the store. */
  open(cut: () => void): StreamAccount
  readonly heldBytes: number
}

export type StreamAccount = {
  /** The stream holds this much now. Cuts the stream, or a heavier or slower one, where a bound is exceeded. */
  hold(bytes: number): void
  /** The stream has ended and holds nothing. May be called twice. */
  close(): void
}

export type StreamBounds = { perStreamBytes: number; totalBytes: number }

type Held = { bytes: number; behindSince: number; cut: () => void }

/**
 * Beyond `totalBytes` the streams that cost most are cut, one by one: those that hold the most for the longest. A reader that keeps up
 * has just begun to hold anything, so it is never the one that is cut for others.
 */
export function createStreamBudget({ perStreamBytes, totalBytes }: StreamBounds, now: () => number): StreamBudget {
  const streams = new Set<Held>()
  let heldBytes = 0

  function set(stream: Held, bytes: number): void {
    if (stream.bytes === 0 && bytes > 0) stream.behindSince = now()
    heldBytes += bytes - stream.bytes
    stream.bytes = bytes
  }

  function end(stream: Held): void {
    set(stream, 0)
    if (streams.delete(stream)) stream.cut()
  }

  function costliest(): Held | null {
    const at = now()
    const cost = ({ bytes, behindSince }: Held) => bytes * (at - behindSince + 1)
    let worst: Held | null = null
    for (const stream of streams) if (stream.bytes > 0 && (!worst || cost(stream) > cost(worst))) worst = stream
    return worst
  }

  return {
    open(cut) {
      const stream: Held = { bytes: 0, behindSince: 0, cut }
      streams.add(stream)
      return {
        hold(bytes) {
          if (!streams.has(stream)) return
          set(stream, bytes)
          if (bytes > perStreamBytes) end(stream)
          for (let worst = costliestBeyond(); worst; worst = costliestBeyond()) end(worst)
        },
        close() {
          set(stream, 0)
          streams.delete(stream)
        },
      }
    },
    get heldBytes() {
      return heldBytes
    },
  }

  function costliestBeyond(): Held | null {
    return heldBytes > totalBytes ? costliest() : null
  }
}
