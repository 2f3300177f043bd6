/** Limits the memory that live streams of this process use for readers that are behind: per stream, and in total. */
export type StreamBudget = {
  /** Registers a stream. `cut` ends it at once; its reader then reconnects and reads on from the store. */
  open(cut: () => void): StreamAccount
  readonly heldBytes: number
}

export type StreamAccount = {
  /** Sets how much the stream holds now. If a limit is exceeded, cuts this stream, or one that costs more. */
  setHeld(bytes: number): void
  /** Call when the stream has ended. May be called twice. */
  close(): void
}

export type StreamBounds = { perStreamBytes: number; totalBytes: number }

type StreamUse = { bytes: number; behindSince: number; cut: () => void }

/**
 * Above `totalBytes`, the streams that cost most are cut, one by one: those that have held the most for the longest time. A reader that keeps
 * up never holds anything for long, so it is not cut because of others.
 */
export function createStreamBudget({ perStreamBytes, totalBytes }: StreamBounds, now: () => number): StreamBudget {
  const streams = new Set<StreamUse>()
  let heldBytes = 0

  function set(stream: StreamUse, bytes: number): void {
    if (stream.bytes === 0 && bytes > 0) stream.behindSince = now()
    heldBytes += bytes - stream.bytes
    stream.bytes = bytes
  }

  function end(stream: StreamUse): void {
    set(stream, 0)
    if (streams.delete(stream)) stream.cut()
  }

  function costliest(): StreamUse | null {
    const at = now()
    const cost = ({ bytes, behindSince }: StreamUse) => bytes * (at - behindSince + 1)
    let worst: StreamUse | null = null
    for (const stream of streams) if (stream.bytes > 0 && (!worst || cost(stream) > cost(worst))) worst = stream
    return worst
  }

  return {
    open(cut) {
      const stream: StreamUse = { bytes: 0, behindSince: 0, cut }
      streams.add(stream)
      return {
        setHeld(bytes) {
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

  function costliestBeyond(): StreamUse | null {
    return heldBytes > totalBytes ? costliest() : null
  }
}
