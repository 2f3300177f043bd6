import type { Socket } from 'socket.io'
import { createNotifier } from '#lib/core/notifier'
import type { StreamBudget } from '#lib/limits/stream-budget'

const QUEUED_CHARS_MAX = 65_536

/** The send queue of one connection. */
export type SendQueue = {
  /** Undefined while the client keeps up; otherwise resolves once the network has taken the queue, or the connection is closed. */
  drained(): Promise<void> | undefined
}

/**
 * socket.io buffers without limit for a client that does not read. A stream that awaits `drained` leaves its captures in the store instead.
 * Other events cannot wait there, so they count against `budget`, which finally closes the connection; the client then reconnects and
 * continues.
 */
export function createSendQueue(connection: Socket['conn'], budget: StreamBudget): SendQueue {
  const drained = createNotifier()
  const account = budget.open(() => connection.close(true))
  let waitingChars = 0
  connection.on('packetCreate', ({ data }: { data?: string }) => {
    waitingChars += data?.length ?? 0
    account.setHeld(waitingChars)
  })
  const reset = () => {
    waitingChars = 0
    account.setHeld(0)
    drained.notify()
  }
  connection.on('drain', reset)
  connection.on('close', () => {
    reset()
    account.close()
  })
  return {
    drained: () => (waitingChars > QUEUED_CHARS_MAX && connection.readyState === 'open' ? drained.wait() : undefined),
  }
}
