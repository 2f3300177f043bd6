import type { BinChange } from './bin-event'
import type { Bus, BusMessage } from './bus'

/** Notifies the other processes. All events of one turn of the event loop (the commits of a batch, a retention step) go into one message. */
export function announceOver(bus: Bus): {
  reached(binId: string, seq: number): void
  changed(binId: string, event: BinChange): void
} {
  let reached = new Map<string, number>()
  let happened: [binId: string, event: BinChange][] = []
  return {
    reached(binId, seq) {
      flushSoon()
      reached.set(binId, seq)
    },
    changed(binId, event) {
      flushSoon()
      happened.push([binId, event])
    },
  }

  function flushSoon(): void {
    if (reached.size === 0 && happened.length === 0) setImmediate(flush)
  }

  function flush(): void {
    const messages: BusMessage[] = []
    if (reached.size > 0) messages.push({ reached: [...reached] })
    if (happened.length > 0) messages.push({ happened })
    reached = new Map()
    happened = []
    for (const message of messages) bus.publish(message)
  }
}
