import type { Bus } from './bus'
import type { BinEvent } from './live'

/** Tells the other processes; the seqs of one turn of the event loop, so of all commits of a batch, go in one message. */
export function announceOver(bus: Bus): {
  reached(binId: string, seq: number): void
  changed(binId: string, event: BinEvent): void
} {
  let waiting = new Map<string, number>()
  return {
    reached(binId, seq) {
      if (waiting.size === 0) setImmediate(flush)
      waiting.set(binId, seq)
    },
    changed(binId, event) {
      bus.publish({ binId, event })
    },
  }

  function flush(): void {
    const reached = [...waiting]
    waiting = new Map()
    bus.publish({ reached })
  }
}
