import type { Socket } from 'socket.io'
import { createNotifier } from '#lib/core/notifier'
import type { StreamBudget } from '#lib/limits/stream-budget'

const HELD_CHARS = 65_536

/** What waits to be sent on one connection. */
export type Outlet = {
  /** Undefined while the client keeps up; else resolves once the network has taken what waited, or the connection is gone. */
  room(): Promise<void> | undefined
}

/**
 * socket.io buffers without bound what a client does not read. A stream that awaits `room` leaves its captures in the store instead.
 * Other events cannot wait there, so they count against `budget`, which closes the connection in the end; the client then reconnects
 * and reads on.
 */
export function createOutlet(connection: Socket['conn'], budget: StreamBudget): Outlet {
  const drained = createNotifier()
  const account = budget.open(() => connection.close(true))
  let waitingChars = 0
  connection.on('packetCreate', ({ data }: { data?: string }) => {
    waitingChars += data?.length ?? 0
    account.hold(waitingChars)
  })
  const empty = () => {
    waitingChars = 0
    account.hold(0)
    drained.notify()
  }
  connection.on('drain', empty)
  connection.on('close', () => {
    empty()
    account.close()
  })
  return {
    room: () => (waitingChars > HELD_CHARS && connection.readyState === 'open' ? drained.wait() : undefined),
  }
}
